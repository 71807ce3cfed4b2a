#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "messages/json.hpp"
#include "messages/json_error_path.hpp"

namespace smartfin::json {
namespace {

namespace bj = boost::json;

constexpr std::int64_t id_highest = (std::int64_t{1} << 53) - 1;

std::string_view view(const bj::string& text) { return {text.data(), text.size()}; }

/// Reads one value; every error is noted under the path that leads to it.
class reader : private error_path {
public:
  reader(field_errors& errors, bool strict) : error_path(errors), strict_(strict) {}

  bool value(const shape& type, const bj::value& from, void* to) {
    switch (type.kind) {
      case shape_kind::boolean:
        return boolean(from, to);
      case shape_kind::integer:
        return integer(type, from, to);
      case shape_kind::id:
        return identity(type, from, to);
      case shape_kind::real:
        return real(from, to);
      case shape_kind::text:
        return text(from, *static_cast<std::string*>(to));
      case shape_kind::secret:
        return hidden(from, to);
      case shape_kind::money:
        return amount(from, to);
      case shape_kind::currency:
        return unit(from, to);
      case shape_kind::date:
        return parsed<civil_date>(from, to, &civil_date::parse,
                                  {"not_a_date", "not a date YYYY-MM-DD"});
      case shape_kind::month:
        return parsed<civil_month>(from, to, &civil_month::parse,
                                   {"not_a_month", "not a month YYYY-MM"});
      case shape_kind::instant:
        return parsed<instant>(from, to, &parse_rfc3339,
                               {"not_an_instant", "not an RFC 3339 instant"});
      case shape_kind::enumeration:
        return enumerated(type, from, to);
      case shape_kind::optional:
        return from.is_null() || value(type.inner(), from, type.engage(to));
      case shape_kind::patch:
        if (!from.is_null()) return value(type.inner(), from, type.engage(to));
        type.clear(to);
        return true;
      case shape_kind::list:
        return list(type, from, to);
      case shape_kind::map:
        return map(type, from, to);
      case shape_kind::object:
        return object(type, from, to);
    }
    return false;
  }

private:
  bool boolean(const bj::value& from, void* to) {
    if (!from.is_bool()) return refuse({"wrong_type", "must be true or false"});
    *static_cast<bool*>(to) = from.get_bool();
    return true;
  }

  bool integer(const shape& type, const bj::value& from, void* to) {
    if (!from.is_number()) return refuse({"wrong_type", "must be an integer"});
    constexpr complaint beyond{"out_of_range", "beyond what this field can hold"};
    if (from.is_double()) {
      // 5.0 and 5e2 are integers in JSON Schema's sense, as far as a double is exact.
      const double number = from.get_double();
      if (!std::isfinite(number) || std::fabs(number) > 9'007'199'254'740'992.0)
        return refuse(beyond);
      if (number != std::trunc(number)) return refuse({"not_an_integer", "must be a whole number"});
      return signed_integer(type, static_cast<std::int64_t>(number), to) || refuse(beyond);
    }
    if (from.is_int64()) return signed_integer(type, from.get_int64(), to) || refuse(beyond);
    if (from.get_uint64() > type.highest) return refuse(beyond);
    type.store(to, from.get_uint64());
    return true;
  }

  static bool signed_integer(const shape& type, std::int64_t number, void* to) {
    if (number < type.lowest) return false;
    if (number > 0 && static_cast<std::uint64_t>(number) > type.highest) return false;
    type.store(to, static_cast<std::uint64_t>(number));
    return true;
  }

  bool identity(const shape& type, const bj::value& from, void* to) {
    if (!integer(type, from, to)) return false;
    const auto number = static_cast<std::int64_t>(type.load(to));
    if (strict_ && (number < 1 || number > id_highest))
      return refuse({"out_of_range", "must be from 1 to 9007199254740991"});
    return true;
  }

  bool real(const bj::value& from, void* to) {
    if (!from.is_number()) return refuse({"wrong_type", "must be a number"});
    double number = 0;
    if (from.is_double())
      number = from.get_double();
    else if (from.is_int64())
      number = static_cast<double>(from.get_int64());
    else
      number = static_cast<double>(from.get_uint64());
    if (!std::isfinite(number)) return refuse({"out_of_range", "too large for a number"});
    *static_cast<double*>(to) = number;
    return true;
  }

  bool text(const bj::value& from, std::string& to) {
    if (!from.is_string()) return refuse({"wrong_type", "must be a text"});
    const auto chars = view(from.get_string());
    if (strict_ && chars.find('\0') != std::string_view::npos)
      return refuse({"not_text", "must not contain NUL"});
    to = chars;
    return true;
  }

  bool hidden(const bj::value& from, void* to) {
    std::string chars;
    if (!text(from, chars)) return false;
    *static_cast<secret*>(to) = secret(std::move(chars));
    return true;
  }

  template <class T, class Parse>
  bool parsed(const bj::value& from, void* to, Parse parse, complaint why) {
    if (!from.is_string()) return refuse({"wrong_type", why.message});
    const std::optional<T> value = parse(view(from.get_string()));
    if (!value) return refuse(why);
    *static_cast<T*>(to) = *value;
    return true;
  }

  bool unit(const bj::value& from, void* to) {
    return parsed<currency>(from, to, &currency::parse,
                            {"unknown_currency", "not an ISO 4217 code in use"});
  }

  bool amount(const bj::value& from, void* to) {
    if (!from.is_object())
      return refuse({"wrong_type", "must be an object with amount and currency"});
    auto& target = *static_cast<money*>(to);
    const bj::object& object = from.get_object();
    const bool fine = !strict_ || name_unknown(object, [](std::string_view key) {
      return key == "amount" || key == "currency";
    });
    std::string decimal;
    const bool has_unit =
        field(object, "currency", [&](const bj::value& v) { return unit(v, &target.currency); });
    const bool has_amount =
        field(object, "amount", [&](const bj::value& v) { return text(v, decimal); });
    if (!has_unit || !has_amount) return false;
    return below("amount", [&] { return minor(decimal, target); }) && fine;
  }

  template <class Read>
  bool field(const bj::object& object, std::string_view name, Read read) {
    return below(name, [&] {
      const bj::value* found = object.if_contains(name);
      return found != nullptr ? read(*found) : refuse({"required", "is required"});
    });
  }

  bool minor(std::string_view decimal, money& target) {
    const auto parsed_amount = parse_money(decimal, target.currency);
    if (parsed_amount) {
      target = *parsed_amount;
      return true;
    }
    switch (parsed_amount.error()) {
      case money_errc::too_many_decimals:
        return refuse({"too_many_decimals", "more decimals than the currency has"});
      case money_errc::out_of_range:
        return refuse({"out_of_range", "an amount this large can't be held"});
      default:
        return refuse({"not_a_number", "not a plain decimal number"});
    }
  }

  bool enumerated(const shape& type, const bj::value& from, void* to) {
    if (!from.is_string()) return refuse({"wrong_type", "must be a text"});
    for (const auto& each : type.enumerators)
      if (each.name == view(from.get_string())) {
        type.store(to, each.bits);
        return true;
      }
    return !strict_ || refuse({"unknown_value", "not one of the known values"});
  }

  bool list(const shape& type, const bj::value& from, void* to) {
    if (!from.is_array()) return refuse({"wrong_type", "must be a list"});
    const shape& element = type.inner();
    bool fine = true;
    std::size_t index = 0;
    for (const bj::value& each : from.get_array()) {
      void* const place = type.place == nullptr ? type.engage(to) : type.place(to, index);
      const auto read = [&] {
        if (place != nullptr) return value(element, each, place);
        return !strict_ || refuse({"out_of_range", "more elements than there may be"});
      };
      fine &= below(std::to_string(index++), read);
    }
    return fine;
  }

  bool map(const shape& type, const bj::value& from, void* to) {
    if (!from.is_object()) return refuse({"wrong_type", "must be an object"});
    const shape& element = type.inner();
    bool fine = true;
    for (const auto& [key, each] : from.get_object())
      fine &= below(key, [&, &entry = each, name = std::string_view(key.data(), key.size())] {
        return value(element, entry, type.insert(to, name));
      });
    return fine;
  }

  bool object(const shape& type, const bj::value& from, void* to) {
    if (!from.is_object()) return refuse({"wrong_type", "must be an object"});
    const bj::object& fields = from.get_object();
    bool fine = true;
    std::size_t known = 0;
    for (const auto& member : type.members) {
      const bj::value* found = fields.if_contains({member.name.data(), member.name.size()});
      if (found != nullptr) {
        ++known;
        fine &= below(member.name, [&] { return value(member.type(), *found, member.at(to)); });
      } else if (strict_ && member.required) {
        fine &= below(member.name, [&] { return refuse({"required", "is required"}); });
      }
    }
    if (!strict_ || known == fields.size()) return fine;
    return name_unknown(fields,
                        [&](std::string_view key) {
                          return std::any_of(
                              type.members.begin(), type.members.end(),
                              [&](const member_shape& member) { return member.name == key; });
                        }) &&
           fine;
  }

  template <class IsKnown>
  bool name_unknown(const bj::object& fields, IsKnown is_known) {
    bool fine = true;
    for (const auto& entry : fields) {
      const std::string_view key(entry.key().data(), entry.key().size());
      if (is_known(key)) continue;
      fine = below(key, [&] { return refuse({"unknown_field", "is not a field of this"}); });
    }
    return fine;
  }

  bool strict_;
};

}  // namespace

bool read(const shape& type, const bj::value& from, void* value, field_errors& errors,
          bool strict) {
  return reader(errors, strict).value(type, from, value);
}

bool read_text(const shape& type, std::string_view text, void* value, field_errors& errors,
               const parse_limits& limits) {
  std::array<unsigned char, 4096> first_block;
  bj::monotonic_resource arena(first_block.data(), first_block.size());
  const auto parsed = parse_body(text, limits, &arena);
  if (parsed) return read(type, *parsed, value, errors, true);
  errors.push_back({"", std::string(parsed.error().code), parsed.error().message});
  return false;
}

}  // namespace smartfin::json
