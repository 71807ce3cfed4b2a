#include "http/route_table.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "messages/json.hpp"

namespace smartfin::http {
namespace {

constexpr std::size_t no_row = static_cast<std::size_t>(-1);
constexpr std::size_t segments_max = 16;

/// The segments of a path, decoded. What needs no decoding is not copied.
struct path_segments {
  std::array<std::string_view, segments_max> texts;
  std::size_t count = 0;
  std::vector<std::string> decoded;
};

enum class split_outcome : std::uint8_t { fine, no_such_path, bad_path };

split_outcome add_segment(std::string_view raw, path_segments& into) {
  if (raw.empty() || into.count == segments_max) return split_outcome::no_such_path;
  std::string_view text = raw;
  if (raw.find('%') != std::string_view::npos) {
    auto decoded = decode_segment(raw);
    if (!decoded) return split_outcome::bad_path;
    if (into.decoded.capacity() == 0) into.decoded.reserve(segments_max);
    text = into.decoded.emplace_back(std::move(*decoded));
  }
  if (text == "." || text == "..") return split_outcome::no_such_path;
  into.texts[into.count++] = text;
  return split_outcome::fine;
}

/// Everything else must be escaped.
bool is_visible_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

split_outcome split(std::string_view path, path_segments& into) {
  if (path.empty() || path.front() != '/' || !is_visible_ascii(path))
    return split_outcome::bad_path;
  if (path.size() == 1) return split_outcome::fine;
  for (std::size_t from = 1; from <= path.size();) {
    const std::size_t end = std::min(path.find('/', from), path.size());
    const auto outcome = add_segment(path.substr(from, end - from), into);
    if (outcome != split_outcome::fine) return outcome;
    from = end + 1;
  }
  return split_outcome::fine;
}

bool is_parameter(std::string_view segment) { return !segment.empty() && segment.front() == '{'; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

[[noreturn]] void wrong_row(const route& row, std::string_view why) {
  throw std::logic_error(std::string(method_name(row.method)) + " " + row.path + ": " +
                         std::string(why));
}

}  // namespace

struct route_table::node {
  std::vector<std::pair<std::string, std::unique_ptr<node>>> literals;
  std::unique_ptr<node> parameter;
  std::array<std::size_t, http_method_count> rows;

  node() { rows.fill(no_row); }

  bool ends_here() const {
    return std::any_of(rows.begin(), rows.end(), [](std::size_t row) { return row != no_row; });
  }

  node& child(std::string_view segment) {
    if (is_parameter(segment)) {
      if (!parameter) parameter = std::make_unique<node>();
      return *parameter;
    }
    for (auto& [text, next] : literals)
      if (text == segment) return *next;
    return *literals.emplace_back(segment, std::make_unique<node>()).second;
  }

  /// The node for segments[at...], literal segments first; `is_value` notes which ones were
  /// parameters.
  const node* find(const path_segments& segments, std::size_t at,
                   std::array<bool, segments_max>& is_value) const {
    if (at == segments.count) return ends_here() ? this : nullptr;
    is_value[at] = false;
    for (const auto& [text, next] : literals)
      if (text == segments.texts[at])
        if (const node* found = next->find(segments, at + 1, is_value)) return found;
    if (!parameter) return nullptr;
    const node* found = parameter->find(segments, at + 1, is_value);
    is_value[at] = found != nullptr;
    return found;
  }

  std::string allow() const {
    std::string names;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == no_row) continue;
      names += method_name(static_cast<http_method>(i));
      names += i == 0 ? ", HEAD, " : ", ";
    }
    return names + "OPTIONS";
  }
};

route_table::route_table() : root_(std::make_unique<node>()) {}
route_table::~route_table() = default;
route_table::route_table(route_table&&) noexcept = default;
route_table& route_table::operator=(route_table&&) noexcept = default;

void route_table::add(const route_builder& builder, route_handler handle) {
  route row = builder.finish(std::move(handle));
  path_segments segments;
  if (split(row.path, segments) != split_outcome::fine) wrong_row(row, "is no path template");
  if (row.operation_id.empty()) wrong_row(row, "has no operation id");
  if (!row.handle) wrong_row(row, "has no handler");
  for (const route& other : rows_)
    if (other.operation_id == row.operation_id) wrong_row(row, "reuses an operation id");

  std::vector<std::string> names;
  node* at = root_.get();
  for (std::size_t i = 0; i < segments.count; ++i) {
    const std::string_view segment = segments.texts[i];
    at = &at->child(segment);
    if (!is_parameter(segment)) continue;
    if (segment.size() < 3 || segment.back() != '}') wrong_row(row, "is no path template");
    names.emplace_back(segment.substr(1, segment.size() - 2));
  }
  std::size_t& place = at->rows[static_cast<std::size_t>(row.method)];
  if (place != no_row) wrong_row(row, "can't be told from " + rows_[place].path);
  place = rows_.size();
  rows_.push_back(std::move(row));
  parameter_names_.push_back(std::move(names));
}

route_match route_table::match(std::string_view method, std::string_view raw_path) const {
  route_match match;
  path_segments segments;
  const auto outcome = split(raw_path, segments);
  if (outcome == split_outcome::bad_path) match.what = route_match::outcome::bad_path;
  if (outcome != split_outcome::fine) return match;
  std::array<bool, segments_max> is_value{};
  const node* found = root_->find(segments, 0, is_value);
  if (found == nullptr) return match;

  const auto wanted = method_from_name(method == "HEAD" ? std::string_view("GET") : method);
  const std::size_t row = wanted ? found->rows[static_cast<std::size_t>(*wanted)] : no_row;
  if (row == no_row) {
    match.what = route_match::outcome::no_such_method;
    match.allow = found->allow();
    return match;
  }
  match.what = route_match::outcome::found;
  match.index = row;
  const auto& names = parameter_names_[row];
  match.values.reserve(names.size());
  for (std::size_t i = 0; i < segments.count; ++i)
    if (is_value[i])
      match.values.push_back({names[match.values.size()], std::string(segments.texts[i])});
  return match;
}

std::string_view raw_path(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(std::min(target.find_first_of("/?", scheme.size()), target.size()));
    if (target.empty() || target.front() == '?') return "/";
  }
  return target.substr(0, target.find('?'));
}

std::optional<std::string> decode_segment(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  bool escaped_bytes = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      text += raw[i];
      continue;
    }
    const int high = raw.size() - i > 2 ? hex_digit(raw[i + 1]) : -1;
    const int low = raw.size() - i > 2 ? hex_digit(raw[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    const auto c = static_cast<char>(high * 16 + low);
    if (c == '\0' || c == '/' || c == '\\') return std::nullopt;
    escaped_bytes |= high >= 8;
    text += c;
    i += 2;
  }
  if (escaped_bytes && !json::is_utf8(text)) return std::nullopt;
  return text;
}

}  // namespace smartfin::http
