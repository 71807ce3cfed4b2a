#include "learning/number_table.hpp"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "learning/content_hash.hpp"

namespace smartfin {
namespace {

constexpr std::size_t chunk_bytes = 1u << 18;
constexpr std::size_t line_bytes_max = 1u << 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct gz_closer {
  void operator()(gzFile file) const { gzclose_r(file); }
};
using gz_file = std::unique_ptr<gzFile_s, gz_closer>;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// The cells of a line, one after the other.
class cell_walker {
public:
  explicit cell_walker(std::string_view line) : rest_(line) {}

  /// Nothing after the last cell. A comma inside quotes does not end a cell.
  std::optional<std::string_view> next() {
    if (done_) return std::nullopt;
    bool quoted = false;
    std::size_t end = 0;
    while (end < rest_.size() && (quoted || rest_[end] != ',')) quoted ^= rest_[end++] == '"';
    const auto cell = rest_.substr(0, end);
    done_ = end == rest_.size();
    rest_.remove_prefix(done_ ? end : end + 1);
    return trimmed(cell);
  }

private:
  std::string_view rest_;
  bool done_ = false;
};

std::optional<double> number_in(std::string_view cell) {
  if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value;
}

/// Turns lines into rows of numbers.
class row_parser {
public:
  row_parser(std::span<const std::string_view> columns, const row_reader& on_row)
      : columns_(columns), on_row_(on_row), values_(columns.size()) {}

  /// Nothing when all is well, else what is wrong.
  std::optional<std::string> take(std::string_view line) {
    if (!has_header_) return take_header(line);
    if (trimmed(line).empty()) return std::nullopt;
    return take_row(line);
  }
  std::size_t rows() const { return rows_; }
  bool has_header() const { return has_header_; }

private:
  std::optional<std::string> take_header(std::string_view line) {
    if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    has_header_ = true;
    std::vector<bool> found(columns_.size());
    cell_walker cells(line);
    while (const auto name = cells.next()) {
      const auto wanted = std::find_if(columns_.begin(), columns_.end(),
                                       [&](auto column) { return same_name(column, *name); });
      const auto index = static_cast<std::size_t>(wanted - columns_.begin());
      const bool first = wanted != columns_.end() && !found[index];
      if (first) found[index] = true;
      target_.push_back(first ? std::optional(index) : std::nullopt);
    }
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!found[i]) return "there is no column " + std::string(columns_[i]);
    while (!target_.back()) target_.pop_back();
    return std::nullopt;
  }

  std::optional<std::string> take_row(std::string_view line) {
    ++rows_;
    cell_walker cells(line);
    for (const auto& target : target_) {
      const auto cell = cells.next();
      if (!cell) return "row " + std::to_string(rows_) + " is too short";
      if (!target) continue;
      const auto number = number_in(*cell);
      if (!number)
        return "row " + std::to_string(rows_) + ", column " + std::string(columns_[*target]) +
               " is not a number";
      values_[*target] = *number;
    }
    if (!on_row_(values_)) return "row " + std::to_string(rows_) + " is not one of this survey";
    return std::nullopt;
  }

  std::span<const std::string_view> columns_;
  const row_reader& on_row_;
  std::vector<double> values_;
  std::vector<std::optional<std::size_t>> target_;  // by column of the file
  bool has_header_ = false;
  std::size_t rows_ = 0;
};

/// Feeds whole lines of `text` to the parser and keeps the rest.
std::optional<std::string> take_lines(std::string& text, row_parser& parser) {
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    if (auto wrong = parser.take(std::string_view(text).substr(begin, end - begin))) return wrong;
    begin = end + 1;
  }
  text.erase(0, begin);
  if (text.size() > line_bytes_max) return "a line is longer than a survey's";
  return std::nullopt;
}

}  // namespace

result<table_summary, learning_error> read_numbers(const std::filesystem::path& file,
                                                   std::span<const std::string_view> columns,
                                                   const row_reader& on_row) {
  const auto refuse = [&](learning_errc code, std::string_view why) {
    return failure{learning_error{code, file.filename().string() + ": " + std::string(why)}};
  };
  const gz_file input(gzopen(file.c_str(), "rb"));
  if (!input) return refuse(learning_errc::cannot_read, "it cannot be opened");
  row_parser parser(columns, on_row);
  content_hash hash;
  std::vector<char> chunk(chunk_bytes);
  std::string text;
  for (;;) {
    const int got = gzread(input.get(), chunk.data(), static_cast<unsigned>(chunk.size()));
    if (got < 0) return refuse(learning_errc::cannot_read, "it is damaged");
    if (got == 0) break;
    const std::string_view piece(chunk.data(), static_cast<std::size_t>(got));
    hash.add(piece);
    text += piece;
    if (auto wrong = take_lines(text, parser)) return refuse(learning_errc::not_the_survey, *wrong);
  }
  int status = Z_OK;
  gzerror(input.get(), &status);
  if (status != Z_OK) return refuse(learning_errc::cannot_read, "it is cut short");
  if (!text.empty()) {
    if (auto wrong = parser.take(text)) return refuse(learning_errc::not_the_survey, *wrong);
  }
  if (!parser.has_header()) return refuse(learning_errc::not_the_survey, "it is empty");
  return table_summary{parser.rows(), hash.hex()};
}

}  // namespace smartfin
