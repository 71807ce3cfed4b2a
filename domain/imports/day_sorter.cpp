#include "domain/imports/day_sorter.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace smartfin {
namespace {

constexpr std::size_t page_bytes_min = 4096;
constexpr std::size_t page_bytes_max = 64 * 1024;
constexpr std::size_t length_bytes = 4;

template <class Number>
void put(std::string& to, Number number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  to.append(bytes, sizeof bytes);
}

void put_text(std::string& to, std::string_view text) {
  put(to, static_cast<std::uint32_t>(text.size()));
  to += text;
}

/// Reads what `put` wrote in the same process; anything else is a bug of the scratch file's owner.
class stored_reader {
public:
  explicit stored_reader(std::string_view from) : from_(from) {}
  template <class Number>
  Number number() {
    Number value{};
    std::memcpy(&value, text(sizeof value).data(), sizeof value);
    return value;
  }
  std::string_view text(std::size_t size) {
    if (size > from_.size()) throw std::logic_error{"a sorted row does not read"};
    const auto taken = from_.substr(0, size);
    from_.remove_prefix(size);
    return taken;
  }
  std::string_view text() { return text(number<std::uint32_t>()); }

private:
  std::string_view from_;
};

void put_optional(std::string& to, const std::optional<std::string>& text) {
  put_text(to, text.value_or(""));  // never empty where it is there
}

std::optional<std::string> optional_text(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string{text};
}

void put_row(std::string& to, const statement_row& row) {
  const auto start = to.size();
  put(to, std::uint32_t{0});
  put(to, static_cast<std::uint64_t>(row.line));
  put(to, static_cast<std::uint32_t>(row.account));
  put(to, row.date.days());
  put(to, row.amount.minor);
  put_text(to, row.amount.currency.code());
  put_text(to, row.payee);
  put_text(to, row.note);
  put_optional(to, row.bank_id);
  put_optional(to, row.check_number);
  const auto length = static_cast<std::uint32_t>(to.size() - start - length_bytes);
  std::memcpy(to.data() + start, &length, sizeof length);
}

statement_row row_of(std::string_view stored) {
  stored_reader from{stored};
  statement_row row;
  row.line = static_cast<std::size_t>(from.number<std::uint64_t>());
  row.account = from.number<std::uint32_t>();
  row.date = civil_date::from_days(from.number<decltype(row.date.days())>()).value();
  const auto minor = from.number<decltype(row.amount.minor)>();
  row.amount = {minor, currency::parse(from.text()).value()};
  row.payee = from.text();
  row.note = from.text();
  row.bank_id = optional_text(from.text());
  row.check_number = optional_text(from.text());
  return row;
}

}  // namespace

day_sorter::day_sorter(scratch_file& scratch, sort_memory memory)
    : scratch_(scratch), memory_(memory) {}

void day_sorter::add(const statement_row& row) {
  const auto at = pending_.size();
  put_row(pending_, row);
  rows_.push_back({row.date.days(), at, pending_.size() - at});
  ++size_;
  if (pending_.size() + rows_.size() * sizeof(kept_row) >= memory_.run_bytes) write_run();
}

void day_sorter::write_run() {
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const auto& a, const auto& b) { return a.day < b.day; });
  run made{scratch_.size(), 0, {}, 0, {}};
  std::string page;
  for (const auto& [day, at, bytes] : rows_) {
    page.append(pending_, at, bytes);
    if (page.size() < page_bytes_max) continue;
    scratch_.append(page);
    page.clear();
  }
  scratch_.append(page);
  made.end = scratch_.size();
  runs_.push_back(std::move(made));
  pending_.clear();
  rows_.clear();
}

bool day_sorter::run_order::operator()(std::size_t a, std::size_t b) const {
  const auto day_a = runs[a].first->date, day_b = runs[b].first->date;
  return day_b < day_a || (day_a == day_b && b < a);  // the heap's front is its greatest
}

void day_sorter::start_merge() {
  merging_ = true;
  if (!rows_.empty()) write_run();
  std::string{}.swap(pending_);
  std::vector<kept_row>{}.swap(rows_);
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    advance(runs_[i]);
    heap_.push_back(i);
  }
  std::make_heap(heap_.begin(), heap_.end(), run_order{runs_});
}

/// Reads the run's next row into `first`.
void day_sorter::advance(run& from) {
  const auto page = std::clamp(memory_.merge_bytes / runs_.size(), page_bytes_min, page_bytes_max);
  const auto need = [&](std::size_t bytes) {
    while (from.buffer.size() - from.used < bytes && from.at < from.end) {
      from.buffer.erase(0, std::exchange(from.used, 0));
      const auto kept = from.buffer.size();
      const auto wanted =
          static_cast<std::size_t>(std::min<std::uint64_t>(page, from.end - from.at));
      from.buffer.resize(kept + wanted);
      if (scratch_.read(from.at, std::span{from.buffer}.subspan(kept)) != wanted)
        throw std::logic_error{"a sorted run ends too early"};
      from.at += wanted;
    }
    return from.buffer.size() - from.used >= bytes;
  };
  from.first.reset();
  if (!need(length_bytes)) return std::string{}.swap(from.buffer);
  std::uint32_t length = 0;
  std::memcpy(&length, from.buffer.data() + from.used, sizeof length);
  if (!need(length_bytes + length)) throw std::logic_error{"a sorted run ends too early"};
  from.first = row_of(std::string_view{from.buffer}.substr(from.used + length_bytes, length));
  from.used += length_bytes + length;
}

std::optional<statement_row> day_sorter::next() {
  if (!merging_) start_merge();
  if (heap_.empty()) return std::nullopt;
  std::pop_heap(heap_.begin(), heap_.end(), run_order{runs_});
  auto& from = runs_[heap_.back()];
  auto row = std::move(from.first);
  advance(from);
  if (from.first)
    std::push_heap(heap_.begin(), heap_.end(), run_order{runs_});
  else
    heap_.pop_back();
  return row;
}

}  // namespace smartfin
