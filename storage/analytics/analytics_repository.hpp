#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "domain/analytics/day_total.hpp"
#include "domain/analytics/following.hpp"
#include "domain/analytics/intervals.hpp"

namespace smartfin {

class sql_session;

/// The rows of ANALYTICS: how far it is in each book, its transactions as numbers, and what they add up to per day.
/// Every call may throw storage_failure. One repository belongs to one thread.
class analytics_repository {
public:
  virtual ~analytics_repository() = default;

  /// A consistent view for several reads: what commits in between is not seen. Not nested.
  virtual void begin_read() = 0;
  virtual void end_read() noexcept = 0;

  virtual std::optional<followed_book> find_book(book_id book) = 0;
  virtual void save_book(const followed_book& book) = 0;
  /// A book that is not being followed, the one with the lowest id; nothing when all are.
  virtual std::optional<followed_book> next_unread_book() = 0;
  /// Forgets the book's entries and totals; the book itself stays.
  virtual void clear_book(book_id book) = 0;

  /// Those of `ids` that are there, in no order.
  virtual std::vector<analytics_entry> find_entries(book_id book,
                                                    std::span<const transaction_id> ids) = 0;
  /// Adds each, or replaces the one with its id; no id twice. Totals are the caller's.
  virtual void save_entries(book_id book, std::span<const analytics_entry> entries) = 0;
  virtual void remove_entry(book_id book, transaction_id id) = 0;
  /// Adds to the totals of days; no key twice. A total without rows goes.
  virtual void add_to_days(book_id book, std::span<const day_total> changes) = 0;

  /// In the order of their keys, without days outside of `range`.
  virtual std::vector<day_total> day_totals(book_id book, const day_range& range) = 0;
  /// By day and currency, ascending.
  virtual std::vector<worth_change> worth_changes(book_id book, const day_range& range) = 0;
  /// All before `day`, one per currency; their days mean nothing.
  virtual std::vector<worth_change> worth_before(book_id book, civil_date day) = 0;

  /// How many of FINANCE's events had gone missing when its books were last compared with those here.
  virtual std::int64_t missing_compared() = 0;
  virtual void set_missing_compared(std::int64_t missing) = 0;
};

std::unique_ptr<analytics_repository> make_sql_analytics_repository(sql_session& session);

}  // namespace smartfin
