#include "domain/imports/identity.hpp"

#include "domain/imports/clean_text.hpp"
#include "domain/imports/utf8.hpp"

namespace smartfin {
namespace {

// Banks cut names at 32 characters or so and put blanks and signs where they like; of what is left
// after folding, these many letters are the same in every format.
constexpr std::size_t payee_letters = 16;

/// The account, with its length so that no scope can imitate another.
std::string head(std::string_view kind, const identity_scope& scope) {
  std::string text{kind};
  text += "\n";
  text += std::to_string(scope.account.size());
  text += ":";
  text += scope.account;
  return text;
}

void add_day_and_amount(std::string& text, const statement_row& row) {
  text += "\n";
  text += row.date.to_string();
  text += "\n";
  text += decimal_string(row.amount);
  text += " ";
  text += row.amount.currency.code();
}

std::string payee_start(const statement_row& row) {
  auto folded = fold_text(row.payee);
  if (folded.empty()) folded = fold_text(row.note);
  std::string start;
  std::size_t letters = 0;
  for (std::size_t at = 0; at < folded.size() && letters < payee_letters;) {
    const auto length = decode_utf8(folded, at).length;
    if (folded[at] != ' ') {
      start.append(folded, at, length);
      ++letters;
    }
    at += length;
  }
  return start;
}

}  // namespace

std::string source_text(const identity_scope& scope) {
  auto text = head("row source 1", scope);
  text += "\n";
  text += scope.source;
  return text;
}

std::string group_text(const identity_scope& scope, const statement_row& row) {
  auto text = head("row group 1", scope);
  add_day_and_amount(text, row);
  text += "\n";
  text += payee_start(row);
  return text;
}

std::string content_text(const identity_scope& scope, const statement_row& row) {
  auto text = head("row content 1", scope);
  add_day_and_amount(text, row);
  text += "\n";
  text += fold_text(row.payee);
  text += "\n";
  text += fold_text(row.note);
  return text;
}

std::string id_alone_text(const identity_scope& scope, const statement_row& row) {
  auto text = head("bank id 1", scope);
  text += "\n";
  text += row.bank_id.value_or("");
  return text;
}

std::string bank_id_text(const identity_scope& scope, const statement_row& row) {
  auto text = head("row bank id 1", scope);
  add_day_and_amount(text, row);
  text += "\n";
  text += row.bank_id.value_or("");
  return text;
}

row_identity identity_of(const identity_scope& scope, const statement_row& row,
                         const identity_hash& hash) {
  row_identity identity;
  identity.source = hash(source_text(scope));
  identity.group = hash(group_text(scope, row));
  identity.content = hash(content_text(scope, row));
  if (row.bank_id) {
    identity.bank_id = hash(bank_id_text(scope, row));
    identity.id_alone = hash(id_alone_text(scope, row));
  }
  return identity;
}

}  // namespace smartfin
