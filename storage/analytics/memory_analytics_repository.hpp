#pragma once

#include <map>
#include <memory>

#include "storage/analytics/analytics_repository.hpp"
#include "storage/memory/memory_service_state.hpp"

namespace smartfin {

/// ANALYTICS' store as one value.
struct memory_analytics_state : memory_service_state {
  struct book_rows {
    std::map<transaction_id, analytics_entry> entries;
    std::map<day_total_key, day_sum> totals;
  };
  std::map<book_id, followed_book> books;
  std::map<book_id, book_rows> rows;
  std::int64_t missing_compared = 0;
};

/// The state must outlive it.
std::unique_ptr<analytics_repository> make_memory_analytics_repository(
    memory_analytics_state& state);

}  // namespace smartfin
