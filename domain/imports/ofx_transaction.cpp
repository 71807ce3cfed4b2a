#include "domain/imports/ofx_transaction.hpp"

#include <utility>

#include "domain/imports/amount_format.hpp"
#include "domain/imports/clean_text.hpp"

namespace smartfin {
namespace {

constexpr std::size_t check_bytes_max = 40;

/// The name, else the name inside the payee's address, else the memo.
const std::string& payee_of(const ofx_transaction& raw) {
  if (!raw.name.empty()) return raw.name;
  return raw.payee_name.empty() ? raw.memo : raw.payee_name;
}

}  // namespace

std::variant<statement_row, rejected_row> make_ofx_row(const ofx_transaction& raw,
                                                       std::optional<currency> unit) {
  const auto reject = [&](std::string_view reason) {
    return rejected_row{raw.line, std::string{reason}};
  };
  if (!raw.unit.empty()) unit = parse_ofx_currency(raw.unit);
  if (!unit) return reject("The currency is not known.");
  if (raw.posted.empty()) return reject("There is no date.");
  const auto date = parse_ofx_date(raw.posted);
  if (!date) return reject("The date is no day.");
  const auto amount = parse_ofx_amount(raw.amount, *unit);
  if (!amount) return reject(amount_reason(amount.error()));
  const auto& payee = payee_of(raw);
  statement_row row;
  row.line = raw.line;
  row.date = *date;
  row.amount = *amount;
  row.payee = clean_text(payee, payee_bytes_max);
  if (raw.memo != payee) row.note = raw.memo;
  if (!raw.id.empty()) row.bank_id = clean_text(raw.id, bank_id_bytes_max);
  if (!raw.check.empty() && raw.check != "0")
    row.check_number = clean_text(raw.check, check_bytes_max);
  return row;
}

std::optional<civil_date> parse_ofx_date(std::string_view text) {
  const auto digits = text.find_first_not_of("0123456789");
  if (text.size() < 8 || (digits != text.npos && digits < 8))
    return civil_date::parse(text.substr(0, 10));
  std::string iso{text.substr(0, 8)};
  iso.insert(6, "-").insert(4, "-");
  return civil_date::parse(iso);
}

std::optional<currency> parse_ofx_currency(std::string_view code) {
  std::string upper{code.substr(0, 4)};
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return currency::parse(upper);
}

}  // namespace smartfin
