#include "cluster/etcd/etcd_json.hpp"

#include <sodium.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <charconv>

namespace smartfin::etcd_json {
namespace {

namespace json = boost::json;

[[noreturn]] void refuse(const std::string& what) {
  throw etcd_failure{etcd_failure::kind::garbage, "etcd: an answer with " + what};
}

const json::array* list_in(const json::object& of, std::string_view name) {
  const auto* found = of.if_contains(name);
  if (!found) return nullptr;
  if (!found->is_array()) refuse("no list of " + std::string{name});
  return &found->get_array();
}

const json::object& as_object(const json::value& value) {
  if (!value.is_object()) refuse("something else in place of an object");
  return value.get_object();
}

}  // namespace

std::string bytes(std::string_view plain) {
  std::string text(sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(plain.data()),
                    plain.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminator
  return text;
}

std::string number(std::int64_t value) { return std::to_string(value); }

json::object read_object(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 16;
  auto value = json::parse(json::string_view{text.data(), text.size()}, error, {}, options);
  if (error || !value.is_object()) refuse("no JSON object");
  return std::move(value.get_object());
}

const json::object& object_in(const json::object& of, std::string_view name) {
  static const json::object none;
  const auto* found = of.if_contains(name);
  return found ? as_object(*found) : none;
}

std::int64_t number_in(const json::object& of, std::string_view name) {
  const auto* found = of.if_contains(name);
  if (!found) return 0;
  if (!found->is_string()) refuse("no number as " + std::string{name});
  const auto& text = found->get_string();
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end) refuse("no number as " + std::string{name});
  return value;
}

bool truth_in(const json::object& of, std::string_view name) {
  const auto* found = of.if_contains(name);
  if (!found) return false;
  if (!found->is_bool()) refuse("no truth as " + std::string{name});
  return found->get_bool();
}

std::string bytes_in(const json::object& of, std::string_view name) {
  const auto* found = of.if_contains(name);
  if (!found) return {};
  if (!found->is_string()) refuse("no bytes as " + std::string{name});
  const auto& text = found->get_string();
  std::string plain(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()), plain.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    refuse("no bytes as " + std::string{name});
  plain.resize(size);
  return plain;
}

std::int64_t revision_in(const json::object& answer) {
  const auto revision = number_in(object_in(answer, "header"), "revision");
  if (revision <= 0) refuse("no revision");
  return revision;
}

std::vector<etcd_entry> entries_in(const json::object& range) {
  std::vector<etcd_entry> entries;
  const auto* list = list_in(range, "kvs");
  if (!list) return entries;
  for (const auto& each : *list) {
    const auto& found = as_object(each);
    entries.push_back({bytes_in(found, "key"), bytes_in(found, "value"),
                       number_in(found, "create_revision"), number_in(found, "mod_revision"),
                       number_in(found, "lease")});
    if (entries.back().key.empty() || entries.back().create_revision <= 0)
      refuse("an entry without key or revision");
  }
  return entries;
}

bool tells_of_change(std::string_view line) {
  const auto read = read_object(line);
  if (read.contains("error")) return true;  // list anew: that asks the next endpoint if need be
  const auto& result = object_in(read, "result");
  const auto* events = list_in(result, "events");
  return truth_in(result, "canceled") || (events && !events->empty());
}

std::string reason_in(std::string_view answer) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view{answer.data(), answer.size()}, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* said = object ? object->if_contains("error") : nullptr;
  if (!said || !said->is_string()) return "no reason given";
  std::string text{said->get_string().c_str()};
  text.resize(std::min<std::size_t>(text.size(), 200));
  for (auto& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

std::string end_of_prefix(std::string prefix) {
  while (prefix.size() > 1 && prefix.back() == '\xff') prefix.pop_back();
  prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

}  // namespace smartfin::etcd_json
