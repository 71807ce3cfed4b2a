#include "domain/imports/category_guess.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/imports/category_words.hpp"
#include "domain/imports/clean_text.hpp"

namespace smartfin {
namespace {

constexpr std::size_t phrase_words_max = 4;

using phrase_map = std::unordered_map<std::string_view, category_role>;

phrase_map map_of(std::span<const category_words> lists) {
  phrase_map map;
  for (const auto& [role, phrases] : lists)
    for (std::size_t at = 0; at < phrases.size();) {
      const auto stop = std::min(phrases.find('|', at), phrases.size());
      map.emplace(phrases.substr(at, stop - at), role);
      at = stop + 1;
    }
  return map;
}

/// The longest known phrase of whole words, the leftmost of equally long ones.
std::optional<category_role> longest_match(std::string_view folded, const phrase_map& known) {
  std::vector<std::size_t> starts{0};
  for (std::size_t at = 0; at < folded.size(); ++at)
    if (folded[at] == ' ') starts.push_back(at + 1);
  std::optional<category_role> best;
  std::size_t best_size = 0;
  for (std::size_t first = 0; first < starts.size(); ++first)
    for (std::size_t words = 1; words <= phrase_words_max && first + words <= starts.size();
         ++words) {
      const auto stop = first + words < starts.size() ? starts[first + words] - 1 : folded.size();
      const auto phrase = folded.substr(starts[first], stop - starts[first]);
      const auto found = known.find(phrase);
      if (found == known.end() || phrase.size() <= best_size) continue;
      best = found->second;
      best_size = phrase.size();
    }
  return best;
}

bool is_bought(category_role role) {
  switch (role) {
    case category_role::shopping:
    case category_role::groceries:
    case category_role::eating_out:
    case category_role::food_delivery:
    case category_role::travel:
    case category_role::transport:
    case category_role::leisure:
    case category_role::utilities:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<category_role> suggest_category_role(std::string_view payee, category_kind flow) {
  static const auto incoming = map_of(income_words());
  static const auto outgoing = map_of(expense_words());
  const auto folded = fold_text(payee);
  if (flow == category_kind::expense) return longest_match(folded, outgoing);
  if (const auto role = longest_match(folded, incoming)) return role;
  const auto shop = longest_match(folded, outgoing);
  if (shop && is_bought(*shop)) return category_role::refund;
  return std::nullopt;
}

}  // namespace smartfin
