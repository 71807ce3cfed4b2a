#include "domain/imports/csv_reader.hpp"

#include <utility>

namespace smartfin {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == text.npos; }

}  // namespace

csv_reader::csv_reader(csv_reader_options options, record_sink sink)
    : options_(options),
      sink_(std::move(sink)),
      lines_(options.line_bytes_max, [this](const text_line& line) { on_line(line); }) {}

void csv_reader::finish() {
  lines_.finish();
  while (!pending_.empty()) give_up_quote();
}

void csv_reader::on_line(const text_line& line) {
  if (line.too_long) {
    while (!pending_.empty()) give_up_quote();
    return emit(line.number, csv_fault::line_too_long);
  }
  on_text(line.number, line.text);
}

void csv_reader::on_text(std::size_t number, std::string_view text) {
  if (pending_.empty()) {
    if (is_blank(text)) return;
    if (split(text)) return emit(number, csv_fault::none);
    open_text_ = text;
  } else {
    open_text_ += '\n';
    open_text_ += text;
    // Only a quote can close the field, so a line without one need not be looked at again.
    if (text.find('"') != text.npos && split(open_text_)) {
      const auto first = pending_.front().number;
      pending_.clear();
      return emit(first, csv_fault::none);
    }
  }
  pending_.push_back({number, std::string{text}});
  if (pending_.size() >= options_.record_lines_max || open_text_.size() > options_.line_bytes_max)
    give_up_quote();
}

/// Fills `fields_`; false when the text ends inside quotes.
bool csv_reader::split(std::string_view text) {
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(text.size());  // so that views into it stay valid
  const char delimiter = options_.delimiter;
  std::size_t at = 0;
  while (true) {
    std::size_t start = at;
    while (start < text.size() && text[start] == ' ') ++start;
    if (start < text.size() && text[start] == '"') {
      const auto begin = unquoted_.size();
      at = start + 1;
      while (true) {
        const auto quote = text.find('"', at);
        if (quote == text.npos) return false;
        unquoted_ += text.substr(at, quote - at);
        at = quote + 1;
        if (at >= text.size() || text[at] != '"') break;
        unquoted_ += '"';
        ++at;
      }
      const auto stop = std::min(text.find(delimiter, at), text.size());
      unquoted_ += text.substr(at, stop - at);
      fields_.push_back(std::string_view{unquoted_}.substr(begin));
      at = stop;
    } else {
      const auto stop = std::min(text.find(delimiter, at), text.size());
      fields_.push_back(text.substr(at, stop - at));
      at = stop;
    }
    if (at >= text.size()) return true;
    ++at;  // the delimiter; at the very end of the text an empty field follows it
  }
}

void csv_reader::emit(std::size_t line, csv_fault fault) {
  if (fault == csv_fault::none && fields_.size() > options_.fields_max)
    fault = csv_fault::too_many_fields;
  if (fault != csv_fault::none) return sink_({line, {}, fault});
  sink_({line, fields_, fault});
}

/// The first pending line is a fault, the others are read afresh.
void csv_reader::give_up_quote() {
  auto lines = std::exchange(pending_, {});
  emit(lines.front().number, csv_fault::open_quote);
  for (std::size_t i = 1; i < lines.size(); ++i) on_text(lines[i].number, lines[i].text);
}

std::string_view csv_fault_reason(csv_fault fault) {
  switch (fault) {
    case csv_fault::none:
      return "";
    case csv_fault::line_too_long:
      return "The line is too long.";
    case csv_fault::open_quote:
      return "A quote is opened and never closed.";
    case csv_fault::too_many_fields:
      return "The line has too many columns.";
  }
  return "";
}

}  // namespace smartfin
