#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/imports/parse_statement.hpp"

using namespace smartfin;

namespace {

constexpr std::string_view sgml =
    "\r\n\r\nOFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:"
    "1252\r\n\r\n"
    "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></"
    "SIGNONMSGSRSV1>\r\n"
    "<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\r\n"
    "<BANKACCTFROM><BANKID>30004<ACCTID>00812345<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\r\n"
    "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240331235959.000[-5:EST]<TRNAMT>-34,51<FITID>X1"
    "<NAME>CAF\xC9 &amp; BAR<MEMO>CARTE &lt;1234&gt;\r\n</STMTTRN>\r\n"
    "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240401<TRNAMT>+1000.00<FITID>X2<NAME>SALAIRE<MEMO></"
    "STMTTRN>\r\n"
    "</BANKTRANLIST><LEDGERBAL><BALAMT>100.99<DTASOF>20240401</LEDGERBAL></STMTRS></STMTTRNRS>"
    "</BANKMSGSRSV1></OFX>";

parsed_statement parsed(std::string_view text) {
  auto statement = parse_statement(text, {});
  if (!statement) FAIL(statement.error().message);
  return *statement;
}

}  // namespace

TEST_CASE("OFX 1 without closing tags is read with its account, balance and ids") {
  const auto statement = parsed(sgml);
  CHECK(statement.format == statement_format::ofx1);
  REQUIRE(statement.rows.size() == 2);
  const auto& row = statement.rows[0];
  CHECK(row.date.to_string() == "2024-03-31");
  CHECK(row.amount == money{-3451, *currency::parse("EUR")});
  CHECK(row.payee == "CAF\u00C9 & BAR");
  CHECK(row.note == "CARTE <1234>");
  CHECK(row.bank_id == "X1");
  REQUIRE(statement.accounts.size() == 1);
  CHECK(statement.accounts[0].key == "30004/00812345");
  CHECK(statement.accounts[0].kind == "CHECKING");
  CHECK(statement.accounts[0].ledger_balance == money{10099, *currency::parse("EUR")});
}

TEST_CASE("an error answer of the bank is refused with the bank's words") {
  const auto refused = parse_statement(
      "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Wrong "
      "password</STATUS>"
      "</SONRS></SIGNONMSGSRSV1></OFX>",
      {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == import_errc::bank_error);
  CHECK(refused.error().message == "The bank answered with an error: Wrong password");
}

TEST_CASE("OFX 2 with CDATA, a name space, comments and several accounts is read") {
  const auto statement = parsed(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n"
      "<ofx:OFX xmlns:ofx=\"x\"><!-- <STMTTRN> --><BANKMSGSRSV1><STMTTRNRS><STMTRS>\n"
      "<CURDEF>CHF</CURDEF><BANKACCTFROM><BANKID>7</BANKID><ACCTID>A</ACCTID></BANKACCTFROM>\n"
      "<BANKTRANLIST><STMTTRN><DTPOSTED>20240331</DTPOSTED><TRNAMT>-1.00</TRNAMT><FITID/>\n"
      "<NAME><![CDATA[A & B <AG> &amp;]]></NAME></STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS>\n"
      "</BANKMSGSRSV1><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD</CURDEF>\n"
      "<CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM><BANKTRANLIST><STMTTRN>\n"
      "<DTPOSTED>20240401</DTPOSTED><TRNAMT>-2</TRNAMT><FITID>9</FITID><PAYEE><NAME>Shop</NAME>\n"
      "<ADDR1>Street</ADDR1></PAYEE><CURRENCY><CURRATE>1.1</CURRATE><CURSYM>EUR</CURSYM></"
      "CURRENCY>\n"
      "<MEMO>caf\xC3\xA9&#228;&#xE4;&nbsp;x</MEMO></STMTTRN></BANKTRANLIST></CCSTMTRS></"
      "CCSTMTTRNRS>\n"
      "</CREDITCARDMSGSRSV1></ofx:OFX>");
  CHECK(statement.format == statement_format::ofx2);
  REQUIRE(statement.rows.size() == 2);
  CHECK(statement.rows[0].payee == "A & B <AG> &amp;");
  CHECK_FALSE(statement.rows[0].bank_id);
  CHECK(statement.rows[0].line == 5);
  CHECK(statement.rows[1].payee == "Shop");
  CHECK(statement.rows[1].note == "caf\u00E9\u00E4\u00E4 x");
  CHECK(statement.rows[1].amount == money{-200, *currency::parse("EUR")});
  REQUIRE(statement.accounts.size() == 2);
  CHECK(statement.accounts[statement.rows[1].account].key == "4111");
  CHECK(statement.accounts[1].kind == "CREDITCARD");
}

TEST_CASE("no entity is ever resolved beyond XML's own") {
  const auto statement = parsed(
      "<?xml version=\"1.0\"?><!DOCTYPE OFX [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">"
      "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><OFX><STMTRS><CURDEF>EUR</CURDEF><STMTTRN>"
      "<DTPOSTED>20240331</DTPOSTED><TRNAMT>-1.00</TRNAMT><NAME>&b;&f;</NAME></STMTTRN></STMTRS></"
      "OFX>");
  REQUIRE(statement.rows.size() == 1);
  CHECK(statement.rows[0].payee == "&b;&f;");
}

TEST_CASE(
    "transactions that are never closed are told apart, and one cut off by the file's end is "
    "rejected") {
  const auto statement = parsed(
      "<OFX><STMTRS><CURDEF>EUR\r\r\n<STMTTRN><DTPOSTED>20240331<TRNAMT>-1.00<NAME>a\r\r\n"
      "<STMTTRN><DTPOSTED>20240330<TRNAMT>-2.00<NAME>b\r\r\n<STMTTRN><DTPOSTED>20240230<TRNAMT>-2."
      "00\r\r\n"
      "<STMTTRN><DTPOSTED>20240330<TRNAMT>-2.0");
  REQUIRE(statement.rows.size() == 2);
  CHECK(statement.rows[1].payee == "b");
  CHECK(statement.rows[1].line == 3);
  REQUIRE(statement.rejected.size() == 2);
  CHECK(statement.rejected[0].reason == "The date is no day.");
  CHECK(statement.rejected[1].line == 5);
  CHECK(statement.rejected[1].reason == "The file ends inside this transaction.");
}

TEST_CASE("a statement without transactions is valid, a file without a statement is not") {
  CHECK(parsed("<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST></BANKTRANLIST></STMTRS></OFX>").rows_read ==
        0);
  CHECK(parse_statement("<OFX></OFX>", {}).error().code == import_errc::no_statement);
}

TEST_CASE("pending and investment transactions are left out and said so") {
  const auto statement = parsed(
      "<OFX><STMTRS><CURDEF>EUR<STMTTRNP><DTPOSTED>20240331<TRNAMT>-1.00<NAME>a</STMTTRNP></STMTRS>"
      "<INVSTMTRS><STMTTRN><DTPOSTED>20240331<TRNAMT>-1.00</STMTTRN></INVSTMTRS></OFX>");
  CHECK(statement.rows_read == 0);
  CHECK(statement.dialect.back().value == "pending or investment transactions (2)");
}

TEST_CASE("the files of the shared collection give the rows its notes promise") {
  const std::filesystem::path folder = "../shared/data/bank";
  if (!std::filesystem::exists(folder)) SKIP("../shared/data/bank is not there");
  const auto read = [&](const char* name) {
    std::ifstream file{folder / name, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  };
  const auto checking = parsed(read("checking.ofx")), suncorp = parsed(read("suncorp.ofx"));
  CHECK(checking.rows.size() == 3);
  CHECK(checking.rows[2].check_number == "319");
  REQUIRE(suncorp.rows.size() == 1);
  CHECK(suncorp.rows[0].payee == "EFTPOS WDL HANDYWAY ALDI STORE");
  CHECK(suncorp.rows[0].amount == money{-1685, *currency::parse("AUD")});
  CHECK(parse_statement(read("signon_fail.ofx"), {}).error().code == import_errc::bank_error);
}
