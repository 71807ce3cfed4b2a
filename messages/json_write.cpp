#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "messages/json.hpp"

namespace smartfin::json {
namespace {

constexpr auto must_escape = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
  table['"'] = table['\\'] = true;
  return table;
}();

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u00";
  out += digits[static_cast<unsigned char>(c) >> 4];
  out += digits[static_cast<unsigned char>(c) & 15];
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

/// `width` digits with leading zeros.
void append_padded(std::string& out, std::int64_t number, int width) {
  std::array<char, 8> text;
  for (int i = width; i-- > 0; number /= 10)
    text[static_cast<std::size_t>(i)] = static_cast<char>('0' + number % 10);
  out.append(text.data(), static_cast<std::size_t>(width));
}

void append_date(std::string& out, civil_date day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.days()}}};
  append_padded(out, static_cast<int>(date.year()), 4);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.day()), 2);
}

/// Milliseconds, or microseconds where there are any, so that a link loses nothing.
void append_instant(std::string& out, instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::int64_t micros = (at - day).count();
  const std::int64_t seconds = micros / 1'000'000;
  out += '"';
  append_date(out, civil_date::of(at));
  out += 'T';
  append_padded(out, seconds / 3600, 2);
  out += ':';
  append_padded(out, seconds / 60 % 60, 2);
  out += ':';
  append_padded(out, seconds % 60, 2);
  out += '.';
  if (micros % 1000 == 0)
    append_padded(out, micros / 1000 % 1000, 3);
  else
    append_padded(out, micros % 1'000'000, 6);
  out += "Z\"";
}

void append_real(std::string& out, double number) {
  if (!std::isfinite(number))
    throw std::domain_error("a number that is not finite has no JSON form");
  append_number(out, number);
}

void append_money(std::string& out, const money& amount) {
  out += R"({"amount":")";
  out += decimal_string(amount);
  out += R"(","currency":")";
  out += amount.currency.code();
  out += "\"}";
}

bool is_absent(const shape& type, const void* value) {
  if (type.kind == shape_kind::optional) return type.peek(value) == nullptr;
  return type.kind == shape_kind::patch && !type.is_present(value);
}

class writer {
public:
  writer(std::string& out, secrets how) : out_(out), how_(how) {}

  void value(const shape& type, const void* at) {
    switch (type.kind) {
      case shape_kind::boolean:
        out_ += *static_cast<const bool*>(at) ? "true" : "false";
        return;
      case shape_kind::real:
        return append_real(out_, *static_cast<const double*>(at));
      case shape_kind::text:
        return append_text(out_, *static_cast<const std::string*>(at));
      case shape_kind::secret:
        return hidden(*static_cast<const secret*>(at));
      case shape_kind::money:
        return append_money(out_, *static_cast<const money*>(at));
      case shape_kind::instant:
        return append_instant(out_, *static_cast<const instant*>(at));
      case shape_kind::currency:
        return append_text(out_, static_cast<const currency*>(at)->code());
      case shape_kind::month:
        return append_text(out_, static_cast<const civil_month*>(at)->to_string());
      case shape_kind::date:
        out_ += '"';
        append_date(out_, *static_cast<const civil_date*>(at));
        out_ += '"';
        return;
      case shape_kind::integer:
      case shape_kind::id:
        if (const auto bits = type.load(at); type.is_signed)
          return append_number(out_, static_cast<std::int64_t>(bits));
        else
          return append_number(out_, bits);
      case shape_kind::enumeration:
        return enumerated(type, at);
      case shape_kind::optional:
      case shape_kind::patch:
        return maybe(type, at);
      case shape_kind::list:
        return list(type, at);
      case shape_kind::map:
        return map(type, at);
      case shape_kind::object:
        return object(type, at);
    }
  }

private:
  void hidden(const secret& text) {
    append_text(out_, how_ == secrets::revealed ? std::string_view(text.reveal()) : "***");
  }

  void enumerated(const shape& type, const void* at) {
    const auto bits = type.load(at);
    for (const auto& each : type.enumerators)
      if (each.bits == bits) return append_text(out_, each.name);
    append_text(out_, "unknown");
  }

  void maybe(const shape& type, const void* at) {
    const void* inside = type.peek(at);
    if (inside == nullptr)
      out_ += "null";
    else
      value(type.inner(), inside);
  }

  void list(const shape& type, const void* at) {
    const list_view view = type.elements(at);
    const shape& element = type.inner();
    const auto* each = static_cast<const std::byte*>(view.first);
    out_ += '[';
    for (std::size_t i = 0; i < view.count; ++i, each += view.stride) {
      if (i != 0) out_ += ',';
      value(element, each);
    }
    out_ += ']';
  }

  void map(const shape& type, const void* at) {
    struct state {
      writer& self;
      const shape& element;
      bool first = true;
    } walk{*this, type.inner()};
    out_ += '{';
    type.each(at, &walk, [](void* opaque, std::string_view key, const void* inside) {
      auto& [self, element, first] = *static_cast<state*>(opaque);
      if (!std::exchange(first, false)) self.out_ += ',';
      append_text(self.out_, key);
      self.out_ += ':';
      self.value(element, inside);
    });
    out_ += '}';
  }

  void object(const shape& type, const void* at) {
    out_ += '{';
    bool first = true;
    for (const auto& member : type.members) {
      const void* field = member.at(const_cast<void*>(at));
      const shape& kind = member.type();
      if (is_absent(kind, field)) continue;
      out_ += std::exchange(first, false) ? "\"" : ",\"";
      out_ += member.name;
      out_ += "\":";
      value(kind, field);
    }
    out_ += '}';
  }

  std::string& out_;
  secrets how_;
};

}  // namespace

void write(const shape& type, const void* value, std::string& out, secrets how) {
  writer(out, how).value(type, value);
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!must_escape[static_cast<unsigned char>(text[i])]) continue;
    out.append(text, from, i - from);
    append_escape(out, text[i]);
    from = i + 1;
  }
  out.append(text, from);
  out += '"';
}

void append_integer(std::string& out, std::int64_t number) { append_number(out, number); }

}  // namespace smartfin::json
