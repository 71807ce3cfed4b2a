#include "storage/analytics/memory_analytics_repository.hpp"

#include <utility>

namespace smartfin {
namespace {

class memory_analytics_repository final : public analytics_repository {
public:
  explicit memory_analytics_repository(memory_analytics_state& state) : state_(state) {}

  void begin_read() override {}
  void end_read() noexcept override {}

  std::optional<followed_book> find_book(book_id book) override {
    const auto found = state_.books.find(book);
    if (found == state_.books.end()) return std::nullopt;
    return found->second;
  }
  void save_book(const followed_book& book) override {
    state_.books.insert_or_assign(book.id, book);
  }
  std::optional<followed_book> next_unread_book() override {
    for (const auto& [id, book] : state_.books)
      if (book.state != following_state::following) return book;
    return std::nullopt;
  }
  void clear_book(book_id book) override { state_.rows.erase(book); }

  std::vector<analytics_entry> find_entries(book_id book,
                                            std::span<const transaction_id> ids) override {
    const auto& entries = state_.rows[book].entries;
    std::vector<analytics_entry> all;
    for (const auto id : ids)
      if (const auto found = entries.find(id); found != entries.end()) all.push_back(found->second);
    return all;
  }
  void save_entries(book_id book, std::span<const analytics_entry> entries) override {
    for (const auto& entry : entries) state_.rows[book].entries.insert_or_assign(entry.id, entry);
  }
  void remove_entry(book_id book, transaction_id id) override {
    state_.rows[book].entries.erase(id);
  }
  void add_to_days(book_id book, std::span<const day_total> changes) override {
    auto& totals = state_.rows[book].totals;
    for (const auto& change : changes) {
      auto& sum = totals[change.key];
      sum.amount += change.sum.amount;
      sum.rows += change.sum.rows;
      demand(sum.rows >= 0, "a day's total has no fewer rows than none");
      if (sum.rows == 0) totals.erase(change.key);
    }
  }

  std::vector<day_total> day_totals(book_id book, const day_range& range) override {
    std::vector<day_total> all;
    for (const auto& [key, sum] : state_.rows[book].totals)
      if (key.day >= range.from && key.day <= range.to) all.push_back({key, sum});
    return all;
  }
  std::vector<worth_change> worth_changes(book_id book, const day_range& range) override {
    std::map<std::pair<civil_date, std::string_view>, worth_change> sums;
    for (const auto& [key, sum] : state_.rows[book].totals) {
      if (key.other.is_own_account() || key.day < range.from || key.day > range.to) continue;
      auto& change = sums[{key.day, key.unit.code()}];
      change.day = key.day;
      change.unit = key.unit;
      change.amount += sum.amount;
    }
    std::vector<worth_change> all;
    for (const auto& [key, change] : sums) all.push_back(change);
    return all;
  }
  std::vector<worth_change> worth_before(book_id book, civil_date day) override {
    std::map<std::string_view, worth_change> sums;
    for (const auto& [key, sum] : state_.rows[book].totals) {
      if (key.other.is_own_account() || key.day >= day) continue;
      auto& change = sums[key.unit.code()];
      change.unit = key.unit;
      change.amount += sum.amount;
    }
    std::vector<worth_change> all;
    for (const auto& [code, change] : sums) all.push_back(change);
    return all;
  }

  std::int64_t missing_compared() override { return state_.missing_compared; }
  void set_missing_compared(std::int64_t missing) override { state_.missing_compared = missing; }

private:
  memory_analytics_state& state_;
};

}  // namespace

std::unique_ptr<analytics_repository> make_memory_analytics_repository(
    memory_analytics_state& state) {
  return std::make_unique<memory_analytics_repository>(state);
}

}  // namespace smartfin
