#pragma once

#include <optional>
#include <string>

#include "domain/field_error.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "domain/ledger/category.hpp"
#include "domain/money.hpp"
#include "domain/patch.hpp"

namespace smartfin {

/// What a client sends to open an account. The opening balance is in the account's currency.
struct new_account {
  std::string name;
  account_type type = account_type::checking;
  smartfin::currency currency = smartfin::currency::usd();
  std::optional<money> opening_balance;
};

/// A merge patch of an account. Type and currency never change: open another account.
struct account_change {
  patch<std::string> name;
  patch<bool> closed;
  patch<money> opening_balance;
};

struct account_view {
  account_id id;
  std::string name;
  account_type type = account_type::checking;
  smartfin::currency currency = smartfin::currency::usd();
  money balance{0, smartfin::currency::usd()};
  money opening_balance{0, smartfin::currency::usd()};
  bool closed = false;
  std::int64_t version = 0;
  instant created_at{};
};

/// The amounts one posting may carry, in minor units, either sign.
inline constexpr std::int64_t amount_minor_max = 1'000'000'000'000'000;

field_errors check(const new_account& body);
field_errors check(const account_change& body);
void check_amount(std::string_view field, const money& amount, field_errors& errors);

}  // namespace smartfin
