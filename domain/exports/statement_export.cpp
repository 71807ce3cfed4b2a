#include "domain/exports/statement_export.hpp"

#include <algorithm>

namespace smartfin {
namespace {

void append_field(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos &&
      (text.empty() || (text.front() != ' ' && text.back() != ' '))) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2u : 1u, c);
  out += '"';
}

void append_number(std::string& out, std::int64_t number) {
  if (number != 0) out += std::to_string(number);
}

/// XML 1.0 has no form at all for most control characters.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  append_escaped(out, text);
  out.append("</").append(name).append(">");
}

/// "20260314".
std::string ofx_date(civil_date day) {
  auto text = day.to_string();
  std::erase(text, '-');
  return text;
}

std::string last_day(const ofx_statement_head& head) {
  return ofx_date(head.to.value_or(civil_date::of(head.made_at)));
}

/// The nearest of the types that OFX 2.1.1, 11.3.1.1 knows.
const char* ofx_account_type(account_type type) {
  switch (type) {
    case account_type::savings:
      return "SAVINGS";
    case account_type::card:
    case account_type::personal_loan:
    case account_type::vehicle_loan:
    case account_type::student_loan:
    case account_type::mortgage:
    case account_type::other_liability:
      return "CREDITLINE";
    default:
      return "CHECKING";
  }
}

}  // namespace

transaction_view seen_from(account_id account, transaction_view transaction) {
  if (transaction.transfer_account_id != account) return transaction;
  transaction.transfer_account_id = transaction.account_id;
  transaction.account_id = account;
  transaction.amount.minor = -transaction.amount.minor;  // postings are far from the limits
  return transaction;
}

std::string csv_head() {
  return "Date,Payee,Amount,Currency,Category,Note,Account,Transfer Account,Transaction ID\r\n";
}

void append_csv_row(std::string& out, const transaction_view& transaction) {
  out.append(transaction.date.to_string()).append(",");
  append_field(out, transaction.payee);
  out.append(",").append(decimal_string(transaction.amount)).append(",");
  out.append(transaction.amount.currency.code()).append(",");
  append_field(out, transaction.category.value_or(""));
  out += ',';
  append_field(out, transaction.note.value_or(""));
  out += ',';
  append_number(out, transaction.account_id.value);
  out += ',';
  append_number(out, transaction.transfer_account_id.value_or(account_id{}).value);
  out += ',';
  append_number(out, transaction.id.value);
  out += "\r\n";
}

std::string ofx_head(const ofx_statement_head& head) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n"
      "<?OFX OFXHEADER=\"200\" VERSION=\"211\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" "
      "NEWFILEUID=\"NONE\"?>\r\n"
      "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>";
  append_element(out, "DTSERVER", ofx_date(civil_date::of(head.made_at)));
  out +=
      "<LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>\r\n"
      "<BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID>"
      "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>\r\n<STMTRS>";
  append_element(out, "CURDEF", head.account.currency.code());
  out += "<BANKACCTFROM><BANKID>SMARTFIN</BANKID>";
  append_element(out, "ACCTID", std::to_string(head.account.id.value));
  append_element(out, "ACCTTYPE", ofx_account_type(head.account.type));
  out += "</BANKACCTFROM>\r\n<BANKTRANLIST>";
  append_element(out, "DTSTART", head.from ? ofx_date(*head.from) : "19000101");
  append_element(out, "DTEND", last_day(head));
  return out += "\r\n";
}

void append_ofx_row(std::string& out, const transaction_view& transaction) {
  out += "<STMTTRN>";
  append_element(out, "TRNTYPE",
                 transaction.transfer_account_id ? "XFER"
                 : transaction.amount.minor < 0  ? "DEBIT"
                                                 : "CREDIT");
  append_element(out, "DTPOSTED", ofx_date(transaction.date));
  append_element(out, "TRNAMT", decimal_string(transaction.amount));
  append_element(out, "FITID", std::to_string(transaction.id.value));
  append_element(out, "NAME", transaction.payee);
  if (transaction.note) append_element(out, "MEMO", *transaction.note);
  out += "</STMTTRN>\r\n";
}

std::string ofx_tail(const ofx_statement_head& head) {
  std::string out = "</BANKTRANLIST>\r\n<LEDGERBAL>";
  append_element(out, "BALAMT", decimal_string(head.account.balance));
  append_element(out, "DTASOF", ofx_date(civil_date::of(head.made_at)));
  return out += "</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\r\n";
}

}  // namespace smartfin
