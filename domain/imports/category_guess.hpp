#pragma once

#include <optional>
#include <string_view>

#include "domain/ledger/category.hpp"

namespace smartfin {

/// A first category for an imported row, from words and merchants of many countries; nothing when
/// no word is known. `flow` is income for an amount above zero. Case, accents and punctuation do
/// not matter, and only whole words count: "rent" is not in "current". Of several known phrases the
/// longest decides, then the leftmost. Money that comes back from a shop is a refund. People's own
/// rules and choices come before this one.
std::optional<category_role> suggest_category_role(std::string_view payee, category_kind flow);

}  // namespace smartfin
