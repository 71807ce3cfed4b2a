#include "domain/exports/statement_export.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace smartfin;

namespace {

transaction_view sample() {
  transaction_view row;
  row.id = transaction_id{7};
  row.account_id = account_id{1};
  row.date = *civil_date::parse("2026-03-14");
  row.amount = {-1'234, currency::usd()};
  row.payee = "Corner shop";
  row.category = "Groceries";
  return row;
}

std::string csv_of(const transaction_view& row) {
  std::string out;
  append_csv_row(out, row);
  return out;
}

std::string ofx_of(const transaction_view& row) {
  std::string out;
  append_ofx_row(out, row);
  return out;
}

}  // namespace

TEST_CASE("a transaction is one line of CSV") {
  CHECK(csv_of(sample()) == "2026-03-14,Corner shop,-12.34,USD,Groceries,,1,,7\r\n");
  auto transfer = sample();
  transfer.category.reset();
  transfer.transfer_account_id = account_id{2};
  CHECK(csv_of(transfer) == "2026-03-14,Corner shop,-12.34,USD,,,1,2,7\r\n");
}

TEST_CASE("a field is quoted when RFC 4180 asks for it or a blank would be lost") {
  auto row = sample();
  row.payee = "Smith, \"Bob\" & Sons";
  row.note = "two\nlines";
  CHECK(csv_of(row) ==
        "2026-03-14,\"Smith, \"\"Bob\"\" & Sons\",-12.34,USD,Groceries,\"two\nlines\",1,,7\r\n");
  row.payee = " blank ";
  row.note.reset();
  CHECK(csv_of(row).find(",\" blank \",") != std::string::npos);
}

TEST_CASE("a transfer is seen from its other side with the opposite amount") {
  auto transfer = sample();
  transfer.transfer_account_id = account_id{2};
  const auto other = seen_from(account_id{2}, transfer);
  CHECK(other.account_id == account_id{2});
  CHECK(other.transfer_account_id == account_id{1});
  CHECK(other.amount.minor == 1'234);
  CHECK(csv_of(seen_from(account_id{1}, transfer)) == csv_of(transfer));
  CHECK(csv_of(seen_from(account_id{1}, sample())) == csv_of(sample()));
}

TEST_CASE("a transaction of a statement is escaped for XML") {
  auto row = sample();
  row.payee = "A & B <C>";
  row.note = std::string{"bell\a"};
  CHECK(ofx_of(row) ==
        "<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260314</DTPOSTED><TRNAMT>-12.34</TRNAMT>"
        "<FITID>7</FITID><NAME>A &amp; B &lt;C&gt;</NAME><MEMO>bell </MEMO></STMTTRN>\r\n");
}

TEST_CASE("a statement says its account, its days and its balance") {
  account_view account;
  account.id = account_id{3};
  account.type = account_type::savings;
  account.balance = {5'000, currency::usd()};
  const auto now = *parse_rfc3339("2026-11-22T12:00:00Z");
  const ofx_statement_head head{account, now, civil_date::parse("2026-01-01"), std::nullopt};
  const auto begin = ofx_head(head), end = ofx_tail(head);
  CHECK(begin.find("<ACCTID>3</ACCTID><ACCTTYPE>SAVINGS</ACCTTYPE>") != std::string::npos);
  CHECK(begin.find("<DTSTART>20260101</DTSTART><DTEND>20261122</DTEND>") != std::string::npos);
  CHECK(end.find("<BALAMT>50.00</BALAMT><DTASOF>20261122</DTASOF>") != std::string::npos);
}
