#include "actors/finance/payee_dictionary.hpp"

#include "domain/text_rules.hpp"

namespace smartfin {
namespace {

// The look-up hash is unique in its book, so it names the place of the sealed text.
std::string place_of(const std::string& lookup) { return "payees/" + lookup; }

}  // namespace

const std::string& payee_dictionary::name_of(book_id book, std::int64_t payee) {
  static const std::string nobody;
  if (payee == 0) return nobody;
  auto& known = entry(book);
  if (const auto name = known.names.find(payee); name != known.names.end()) return name->second;
  read_new(book, known);
  const auto name = known.names.find(payee);
  return name == known.names.end() ? nobody : name->second;
}

std::int64_t payee_dictionary::find_or_add(book_id book, const std::string& name) {
  auto& known = entry(book);
  if (const auto id = known.ids.find(name); id != known.ids.end()) return id->second;
  const auto& key = keys_.find_or_make(book.value);
  const auto lookup = key.lookup(name);
  std::int64_t id = 0;
  if (const auto stored = repository_.find_payee(book, lookup))
    id = stored->id;
  else
    id = repository_.add_payee(book, lookup, key.seal(name, place_of(lookup)));
  known.ids.emplace(name, id);
  known.names.emplace(id, name);
  return id;
}

std::vector<std::int64_t> payee_dictionary::search(book_id book, std::string_view text) {
  auto& known = entry(book);
  read_new(book, known);
  const auto wanted = ascii_lower(text);
  std::vector<std::int64_t> found;
  for (const auto& [id, name] : known.names)
    if (ascii_lower(name).find(wanted) != std::string::npos) found.push_back(id);
  return found;
}

payee_dictionary::book_entry& payee_dictionary::entry(book_id book) {
  if (books_.size() >= books_max && !books_.contains(book.value)) books_.clear();
  return books_[book.value];
}

void payee_dictionary::read_new(book_id book, book_entry& known) {
  const auto* key = keys_.find(book.value);
  if (!key) return;
  for (const auto& row : repository_.list_payees(book, known.newest)) {
    known.newest = row.id;
    if (known.names.contains(row.id)) continue;
    auto name = key->open(row.name, place_of(row.lookup));
    known.ids.emplace(name, row.id);
    known.names.emplace(row.id, std::move(name));
  }
}

}  // namespace smartfin
