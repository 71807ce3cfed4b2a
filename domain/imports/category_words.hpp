#pragma once

#include <span>
#include <string_view>

#include "domain/ledger/category.hpp"

namespace smartfin {

/// Phrases that stand for one role, folded as by `fold_text` and separated by '|'.
struct category_words {
  category_role role;
  std::string_view phrases;
};

std::span<const category_words> income_words();
std::span<const category_words> expense_words();

}  // namespace smartfin
