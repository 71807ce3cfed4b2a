#include <catch2/catch_test_macros.hpp>

#include "domain/imports/parse_statement.hpp"

using namespace smartfin;

namespace {

const auto eur = *currency::parse("EUR");

parsed_statement parsed(std::string_view text, currency unit = eur,
                        date_order order = date_order::day_first) {
  auto statement = parse_statement(text, {.unit = unit, .preferred_order = order});
  if (!statement) FAIL(statement.error().message);
  return *statement;
}

std::string shown(const statement_row& row) {
  return row.date.to_string() + " " + decimal_string(row.amount) + " " +
         std::string{row.amount.currency.code()} + " " + row.payee + " | " + row.note;
}

}  // namespace

TEST_CASE("a German export with preamble, Windows-1252, semicolons and decimal commas is read") {
  const auto statement = parsed(
      "\"Kontonummer:\";\"DE12345678901234567890 / Girokonto\";\r\n\r\n"
      "\"Von:\";\"01.03.2024\";\r\n\"Kontostand vom 31.03.2024:\";\"1.234,56 EUR\";\r\n\r\n"
      "\"Buchungstag\";\"Wertstellung\";\"Buchungstext\";\"Auftraggeber / Beg\xFCnstigter\";"
      "\"Verwendungszweck\";\"Kontonummer\";\"BLZ\";\"Betrag (EUR)\";\r\n"
      "\"28.03.2024\";\"28.03.2024\";\"Gutschrift\";\"M\xFCller GmbH\";\"Gehalt "
      "M\xE4rz\";\"123\";\"456\";"
      "\"2.345,67\";\r\n"
      "\"29.03.2024\";\"29.03.2024\";\"Lastschrift\";\"REWE  SAGT DANKE\";\"Einkauf\n Nr. "
      "7\";\"1\";\"2\";"
      "\"-12,30\";\r\n\r\n");
  REQUIRE(statement.rows.size() == 2);
  CHECK(statement.rejected.empty());
  CHECK(shown(statement.rows[0]) ==
        "2024-03-28 2345.67 EUR M\u00FCller GmbH | Gehalt M\u00E4rz Gutschrift");
  CHECK(shown(statement.rows[1]) ==
        "2024-03-29 -12.30 EUR REWE SAGT DANKE | Einkauf Nr. 7 Lastschrift");
  CHECK(statement.rows[0].line == 7);
  CHECK(statement.rows[1].line == 8);
}

TEST_CASE("an American card export with separate debit and credit columns is read") {
  const auto statement = parsed(
      "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n"
      "2024-03-30,2024-03-31,1234,\"AMAZON.COM, SEATTLE\",Shopping,\"1,034.50\",\n"
      "2024-03-29,2024-03-30,1234,PAYMENT THANK YOU,Payment,,200.00\n",
      currency::usd());
  REQUIRE(statement.rows.size() == 2);
  CHECK(shown(statement.rows[0]) == "2024-03-31 -1034.50 USD AMAZON.COM, SEATTLE | ");
  CHECK(shown(statement.rows[1]) == "2024-03-30 200.00 USD PAYMENT THANK YOU | ");
}

TEST_CASE("one value that excludes an order decides the dates of the whole file") {
  const std::string head = "Date,Description,Amount\n";
  CHECK(parsed(head + "03/04/2024,a,1.00\n03/25/2024,b,2.00\n").rows[0].date.to_string() ==
        "2024-03-04");
  CHECK(parsed(head + "03/04/2024,a,1.00\n25/03/2024,b,2.00\n").rows[0].date.to_string() ==
        "2024-04-03");
  const auto open = parsed(head + "03/04/2024,a,1.00\n", eur, date_order::month_first);
  CHECK(open.rows[0].date.to_string() == "2024-03-04");
  CHECK(open.dates_ambiguous);
  CHECK_FALSE(parsed(head + "2024-03-04,a,1.00\n").dates_ambiguous);
}

TEST_CASE("a row that can't be read is named by its line and the others still come through") {
  const auto statement = parsed(
      "Date,Description,Amount\n2024-02-30,no such day,1.00\n2024-02-28,good,1.00\n"
      "2024-02-28,three decimals,1.005\n2024-02-28,huge,99999999999999999999.00\n2024-02-28,short\n"
      "2024-02-28,words,twelve\n,no date,1.00\nTotal,,3.00\n");
  REQUIRE(statement.rows.size() == 1);
  REQUIRE(statement.rejected.size() == 6);
  CHECK(statement.rows_read == 7);
  const std::size_t lines[] = {2, 4, 5, 6, 7, 8};
  for (std::size_t i = 0; i < 6; ++i) CHECK(statement.rejected[i].line == lines[i]);
  CHECK(statement.rejected[1].reason == "The amount has more decimals than its currency.");
  CHECK(statement.rejected[2].reason == "The amount is too large.");
  CHECK(statement.rejected[5].reason == "There is no date.");
}

TEST_CASE("a table without a header is understood by its content") {
  const auto statement = parsed(
      "\"03/28/2024\",\"-54.20\",\"*\",\"\",\"PURCHASE AUTHORIZED ON 03/27 SAFEWAY\"\n"
      "\"03/29/2024\",\"1200.00\",\"*\",\"\",\"ACME PAYROLL\"\n",
      currency::usd());
  REQUIRE(statement.rows.size() == 2);
  CHECK(shown(statement.rows[0]) ==
        "2024-03-28 -54.20 USD PURCHASE AUTHORIZED ON 03/27 SAFEWAY | *");
}

TEST_CASE("of two currency columns the one behind the amount counts") {
  const auto statement = parsed(
      "Umsatzanzeige;Datei erstellt am: 10.05.2024 10:00\n\nIBAN;DE12 3456\nSaldo;1.234,56;EUR\n\n"
      "Buchung;Valuta;Auftraggeber/"
      "Empf\u00E4nger;Buchungstext;Verwendungszweck;Saldo;W\u00E4hrung;Betrag;"
      "W\u00E4hrung\n09.05.2024;09.05.2024;Spotify;Lastschrift;Abo;1.234,56;EUR;-9,99;USD\n");
  REQUIRE(statement.rows.size() == 1);
  CHECK(shown(statement.rows[0]) == "2024-05-09 -9.99 USD Spotify | Abo Lastschrift");
}

TEST_CASE("payer and payee columns give the other side of each row") {
  const auto statement = parsed(
      "\"Buchungsdatum\";\"Wertstellung\";\"Status\";\"Zahlungspflichtige*r\";"
      "\"Zahlungsempf\u00E4nger*in\";\"Verwendungszweck\";\"Umsatztyp\";\"IBAN\";\"Betrag "
      "(\u20AC)\"\n"
      "\"02.05.24\";\"02.05.24\";\"Gebucht\";\"Anna\";\"Vermieter\";\"Miete\";\"Ausgang\";\"DE1\";"
      "\"-700\"\n"
      "\"01.05.24\";\"01.05.24\";\"Gebucht\";\"ACME "
      "AG\";\"Anna\";\"Lohn\";\"Eingang\";\"DE2\";\"2.100,5\"\n");
  REQUIRE(statement.rows.size() == 2);
  CHECK(statement.rows[0].payee == "Vermieter");
  CHECK(statement.rows[1].payee == "ACME AG");
  CHECK(decimal_string(statement.rows[1].amount) == "2100.50");
}

TEST_CASE("a column of directions signs amounts that have no sign") {
  const auto dutch = parsed(
      "\"Datum\",\"Naam / Omschrijving\",\"Rekening\",\"Af Bij\",\"Bedrag "
      "(EUR)\",\"Mededelingen\"\n"
      "\"20240331\",\"Albert Heijn\",\"NL1\",\"Af\",\"12,34\",\"pas 1\"\n"
      "\"20240401\",\"Werkgever\",\"NL1\",\"Bij\",\"1234,00\",\"salaris\"\n");
  REQUIRE(dutch.rows.size() == 2);
  CHECK(shown(dutch.rows[0]) == "2024-03-31 -12.34 EUR Albert Heijn | pas 1");
  CHECK(dutch.rows[1].amount.minor == 123400);
  const auto signed_already =
      parsed("Date,Description,Amount,Type\n2024-01-01,a,-1.00,debit\n2024-01-01,b,2.00,debit\n");
  CHECK(signed_already.rows[1].amount.minor == 200);
}

TEST_CASE("balance lines before and inside the table are left out") {
  const auto statement = parsed(
      "Description,,Summary Amt.\nBeginning balance as of 01/01/2024,,\"1,000.00\"\n\n"
      "Date,Description,Amount,Running Bal.\n01/01/2024,Beginning balance as of "
      "01/01/2024,,\"1,000.00\"\n"
      "01/31/2024,\"PAYROLL, ACME\",\"2,000.00\",\"3,000.00\"\n",
      currency::usd());
  REQUIRE(statement.rows.size() == 1);
  CHECK(statement.rejected.empty());
  CHECK(shown(statement.rows[0]) == "2024-01-31 2000.00 USD PAYROLL, ACME | ");
}

TEST_CASE("UTF-16 with tabs, spreadsheet quoting, empty lines and repeated headers are read") {
  std::string utf16 = "\xFF\xFE";
  for (const char c :
       std::string_view{"Date\tPayee\tAmount\r\n=\"2024-03-31\"\tShop\t-1.00\r\n\r\n\t\t\r\n"
                        "Date\tPayee\tAmount\r\n2024-04-01\tShop\t(2.50)\r\n"})
    utf16.append({c, '\0'});
  const auto statement = parsed(utf16);
  REQUIRE(statement.rows.size() == 2);
  CHECK(statement.rejected.empty());
  CHECK(statement.rows[1].line == 6);
  CHECK(statement.rows[1].amount.minor == -250);
}

TEST_CASE("a bank's transaction ids are kept, references are notes") {
  const auto statement = parsed(
      "Date,Payee,Reference,Transaction "
      "ID,Amount\n2024-01-01,Shop,R1,T-1,1.00\n2024-01-01,Shop,R1,,1.00\n");
  REQUIRE(statement.rows.size() == 2);
  CHECK(statement.rows[0].bank_id == "T-1");
  CHECK_FALSE(statement.rows[1].bank_id);
  CHECK(statement.rows[0].note == "R1");
}

TEST_CASE("an unquoted delimiter in a text rejects its row instead of shifting its amount") {
  const auto statement = parsed(
      "Date,Payee,Amount\n2024-01-01,Shop, Inc,1.00\n2024-01-01,Shop,1.00\n2024-01-02,Shop,1.00\n");
  CHECK(statement.rows.size() == 2);
  REQUIRE(statement.rejected.size() == 1);
  CHECK(statement.rejected[0].line == 2);
}

TEST_CASE("files beyond the limits are refused, and only so many reasons are kept") {
  import_options options;
  options.limits = {.file_bytes_max = 60, .rows_max = 2};
  const std::string head = "Date,Payee,Amount\n", row = "2024-01-01,a,1\n";
  CHECK(parse_statement(head + row + row, options).has_value());
  CHECK(parse_statement(head + row + row + row, options).error().code == import_errc::too_large);
  options.limits = {.rows_max = 2};
  CHECK(parse_statement(head + row + row + row, options).error().message ==
        "The file has more than 2 rows.");
  options.limits = {.rejected_kept_max = 1};
  const auto broken = parse_statement(head + row + "x,a,1\ny,a,1\n", options);
  CHECK(broken->rejected.size() == 1);
  CHECK(broken->rejected_count == 2);
}

TEST_CASE("card statements that show purchases as positive are turned round on request") {
  const auto statement =
      parse_statement("Date,Payee,Amount\n2024-01-01,a,1.50\n", {.amounts_inverted = true});
  CHECK(statement->rows[0].amount.minor == -150);
}

TEST_CASE("a header without rows is a statement without rows") {
  CHECK(parsed("Date,Description,Amount\n").rows_read == 0);
}

TEST_CASE("what is no bank file is refused") {
  const auto code = [](std::string_view bytes) {
    const auto statement = parse_statement(bytes, {});
    return statement ? import_errc::none : statement.error().code;
  };
  using namespace std::string_view_literals;
  CHECK(code("") == import_errc::empty_file);
  CHECK(code(" \r\n\r\n") == import_errc::empty_file);
  CHECK(code("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0"sv) == import_errc::unknown_format);
  CHECK(code("{\"date\":\"2024-01-01\",\"amount\":1.00}") == import_errc::unknown_format);
  CHECK(code("<html><body>2024-01-01,1.00</body></html>") == import_errc::unknown_format);
  CHECK(code("Dear customer,\nthank you, and goodbye.\n") == import_errc::unknown_format);
  CHECK(code("!Type:Bank\nD1/2/2024\nT-1.00\n^\n") == import_errc::not_supported);
}
