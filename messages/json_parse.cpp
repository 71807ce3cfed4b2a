#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <vector>

#include "messages/json.hpp"

namespace smartfin::json {
namespace {

namespace bj = boost::json;

/// Builds a value as the library's own handler does, and besides refuses an object that names a key
/// twice: the library keeps the last one silently, and two readers of one text must not see two
/// requests.
class unique_key_handler {
public:
  static constexpr std::size_t max_object_size = bj::object::max_size();
  static constexpr std::size_t max_array_size = bj::array::max_size();
  static constexpr std::size_t max_key_size = bj::string::max_size();
  static constexpr std::size_t max_string_size = bj::string::max_size();

  explicit unique_key_handler(bj::storage_ptr storage) : storage_(std::move(storage)) {}

  bj::value release() { return stack_.release(); }
  bool saw_duplicate() const { return duplicate_; }

  bool on_document_begin(bj::error_code&) {
    stack_.reset(storage_);
    return true;
  }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    first_key_.push_back(keys_.size());
    return true;
  }
  bool on_object_end(std::size_t count, bj::error_code& error) {
    const auto from = keys_.begin() + static_cast<std::ptrdiff_t>(first_key_.back());
    std::sort(from, keys_.end());
    duplicate_ = std::adjacent_find(from, keys_.end()) != keys_.end();
    keys_.erase(from, keys_.end());
    first_key_.pop_back();
    if (duplicate_) {
      error = bj::error::syntax;
      return false;
    }
    stack_.push_object(count);
    return true;
  }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t count, bj::error_code&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    key_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    key_.append(part.data(), part.size());
    keys_.push_back(std::exchange(key_, {}));
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(bj::string_view part, std::size_t, bj::error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t number, bj::string_view, bj::error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, bj::string_view, bj::error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  /// The library's own reading may be off by the last bit, and what a link carries must be what was written.
  bool on_double(double number, bj::string_view text, bj::error_code&) {
    double exact = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exact);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    stack_.push_double(is_whole ? exact : number);
    return true;
  }
  bool on_bool(bool flag, bj::error_code&) {
    stack_.push_bool(flag);
    return true;
  }
  bool on_null(bj::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

private:
  bj::storage_ptr storage_;
  bj::value_stack stack_;
  std::vector<std::string> keys_;       // of all open objects, innermost last
  std::vector<std::size_t> first_key_;  // where each open object's keys begin
  std::string key_;
  bool duplicate_ = false;
};

parse_refusal refusal_of(bj::error_code error, std::size_t at) {
  const auto where = " at byte " + std::to_string(at);
  if (error == bj::error::too_deep) return {"too_deep", "nested too deeply" + where};
  if (error == bj::error::incomplete) return {"not_json", "the text ends too early"};
  return {"not_json", "not JSON" + where};
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned lead = byte(i++);
    if (lead < 0x80) continue;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - i < static_cast<std::size_t>(more))
      return false;
    const unsigned next = byte(i);
    if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F) ||
        (lead == 0xF0 && next < 0x90) || (lead == 0xF4 && next > 0x8F))
      return false;
    for (int k = 0; k < more; ++k, ++i)
      if ((byte(i) & 0xC0) != 0x80) return false;
  }
  return true;
}

result<bj::value, parse_refusal> parse_body(std::string_view text, const parse_limits& limits,
                                            bj::storage_ptr storage) {
  if (text.size() > limits.bytes_max) return failure{parse_refusal{"too_large", "too many bytes"}};
  if (!is_utf8(text)) return failure{parse_refusal{"not_utf8", "not UTF-8"}};
  bj::parse_options options;
  options.max_depth = limits.depth_max;
  bj::basic_parser<unique_key_handler> parser(options, std::move(storage));
  bj::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (parser.handler().saw_duplicate())
    return failure{parse_refusal{
        "duplicate_key", "a key stands twice in one object before byte " + std::to_string(read)}};
  if (!error && read < text.size()) error = bj::error::extra_data;
  if (error) return failure{refusal_of(error, read)};
  return parser.handler().release();
}

result<bj::value, parse_refusal> parse_body(std::string_view text, const parse_limits& limits) {
  return parse_body(text, limits, bj::storage_ptr());
}

bool read_stored(const shape& type, std::string_view text, void* value,
                 const parse_limits& limits) {
  field_errors errors;
  const auto parsed = parse_body(text, limits);
  return parsed && read(type, *parsed, value, errors, false);
}

}  // namespace smartfin::json
