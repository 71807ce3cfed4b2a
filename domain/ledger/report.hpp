#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "domain/money.hpp"

namespace smartfin {

enum class spending_group { category, month, payee };

struct spending_query {
  civil_date from;
  civil_date to;
  spending_group group_by = spending_group::category;
  std::optional<smartfin::currency> currency;  // the book's first account's when absent
};

/// `key` is the category's id, the month or the payee's name; amounts are positive when money was spent.
struct spending_item {
  std::string key;
  std::string name;
  money amount{0, smartfin::currency::usd()};
};

struct spending_report {
  std::vector<spending_item> items;
  money total{0, smartfin::currency::usd()};
  instant as_of{};
  std::int64_t row_count = 0;
};

/// By date; ties by id.
enum class transaction_order { newest_first, oldest_first };

/// Which transactions a page shows.
struct transaction_filter {
  std::optional<smartfin::account_id> account_id;
  std::optional<smartfin::category_id> category_id;
  std::optional<civil_date> from;
  std::optional<civil_date> to;
  std::optional<std::string> q;
};

/// The last row of the page before: the next one starts after it.
struct transaction_position {
  civil_date date;
  transaction_id id;
};

}  // namespace smartfin
