#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "domain/imports/csv_layout.hpp"
#include "domain/imports/csv_statement.hpp"
#include "domain/imports/day_sorter.hpp"
#include "domain/imports/format.hpp"
#include "domain/imports/ofx_statement.hpp"
#include "domain/imports/ofx_tokens.hpp"
#include "domain/imports/parse_statement.hpp"
#include "tests/domain/imports/bank_fixture.hpp"

using namespace smartfin;
using namespace smartfin::test;

namespace {

/// What came of a file, rows and all, as one text.
std::string shown(const result<parsed_statement, import_refusal>& parsed,
                  const std::vector<statement_row>& rows) {
  if (!parsed) return parsed.error().message;
  auto text = parsed->source + "|" + std::to_string(parsed->rows_read);
  for (const auto& note : parsed->dialect) text += "|" + note.what + "=" + note.value;
  for (const auto& account : parsed->accounts) text += "|" + account.key + " " + account.kind;
  for (const auto& row : parsed->rejected)
    text += "\n" + std::to_string(row.line) + " " + row.reason;
  for (const auto& row : rows)
    text += "\n" + std::to_string(row.line) + "|" + std::to_string(row.account) + "|" +
            row.date.to_string() + "|" + decimal_string(row.amount) + "|" + row.payee + "|" +
            row.note + "|" + row.bank_id.value_or("-") + "|" + row.check_number.value_or("-");
  return text;
}

/// The same file read in pieces of `step` bytes.
std::string in_pieces(std::string_view bytes, std::size_t step) {
  const memory_bytes source{bytes};
  const statement_text text{source, detect_encoding(source), step};
  std::vector<statement_row> rows;
  const row_taker take = [&](statement_row row, const statement_account&) {
    rows.push_back(std::move(row));
  };
  const auto format = detect_text_format(head_of_text(source, text.encoding, csv_head_bytes));
  if (format == statement_format::csv) return shown(read_csv_statement(text, {}, take), rows);
  return shown(read_ofx_statement(text, format, {}, take), rows);
}

std::string as_utf16(std::string_view ascii) {
  std::string wide{"\xFF\xFE"};
  for (const char c : ascii) wide.append({c, '\0'});
  return wide;
}

/// The tokens of a text that comes in pieces of `step` bytes, neighbouring texts joined.
std::string tokens_of(std::string_view text, std::size_t step) {
  std::size_t at = 0;
  ofx_tokenizer tokens{[&] {
    const auto piece = text.substr(std::min(at, text.size()), step);
    at += piece.size();
    return piece;
  }};
  std::string all;
  while (const auto token = tokens.next()) {
    if (token->kind != ofx_token_kind::text)
      all += (token->kind == ofx_token_kind::open ? "\n+" : "\n-") + std::string{token->name} +
             "@" + std::to_string(token->line) + " ";
    all += token->text;
  }
  return all;
}

statement_row row_of(int day, std::size_t line, std::mt19937& random) {
  statement_row row;
  row.line = line;
  row.account = random() % 3;
  row.date = civil_date::from_days(day).value();
  row.amount = {static_cast<std::int64_t>(random()) - (1 << 30), currency::parse("EUR").value()};
  row.payee = std::string(random() % payee_bytes_max, 'p');
  row.note = std::string(random() % 3 == 0 ? 0 : random() % note_bytes_max, '\0');
  if (random() % 2 == 0) row.bank_id = "id" + std::to_string(random());
  if (random() % 4 == 0) row.check_number = "7";
  return row;
}

}  // namespace

TEST_CASE("a file that arrives in pieces of any size reads as it does whole") {
  const unsigned seed = 20'261'122;
  CAPTURE(seed);
  std::mt19937 random{seed};
  for (int i = 0; i < 60; ++i) {
    const auto truth = random_account(random, id_style::unique);
    const auto drawn = random() % (csv_dialects + 2);
    auto bytes = drawn < csv_dialects ? as_csv(truth, static_cast<int>(drawn))
                                      : as_ofx(truth, drawn == csv_dialects);
    const bool is_ascii = std::none_of(bytes.begin(), bytes.end(),
                                       [](char c) { return static_cast<unsigned char>(c) > 127; });
    if (is_ascii && random() % 3 == 0) bytes = as_utf16(bytes);
    const auto whole = in_pieces(bytes, bytes.size() + 1);
    for (const std::size_t step :
         {std::size_t{3}, std::size_t{4} + random() % 60, std::size_t{997}})
      if (in_pieces(bytes, step) != whole) FAIL("pieces of " << step << " of:\n" << bytes);
  }
  SUCCEED();
}

TEST_CASE("markup is cut into the same tokens whatever pieces it comes in, long texts included") {
  constexpr auto large = ofx_tokenizer::token_bytes_max;
  const std::string text =
      "HEADER\r\n\r\n<!-- a <B> comment " + std::string(large, '-') + "--><OFX>\r\r\n<A>one\r<B>" +
      std::string(2 * large + 5, 'x') + "<3 & more</B>\n<!DOCTYPE x [<!ENTITY a \"b\">]>" +
      "<![CDATA[<raw> ]] " + std::string(large + 7, 'y') + "]]><C/><?pi " +
      std::string(large, 'z') + "?>\n<D attribute='" + std::string(100, 'q') + "'>end";
  const auto whole = tokens_of(text, text.size());
  CHECK(whole.find("+A@4 one") != std::string::npos);
  CHECK(whole.find("-B@5") != std::string::npos);
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{4'096}, large})
    CHECK((tokens_of(text, step) == whole));
}

TEST_CASE("rows come back in the order of their days, those of a day as they came") {
  const unsigned seed = 7;
  CAPTURE(seed);
  std::mt19937 random{seed};
  for (const std::size_t count : {0, 1, 100, 3'000}) {
    memory_scratch scratch;
    day_sorter sorter{scratch, {.run_bytes = 20'000, .merge_bytes = 40'000}};
    std::vector<statement_row> rows;
    for (std::size_t i = 0; i < count; ++i)
      rows.push_back(row_of(20'000 + static_cast<int>(random() % 40), i, random));
    for (const auto& row : rows) sorter.add(row);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.date < b.date; });
    CHECK(sorter.size() == count);
    for (const auto& row : rows) REQUIRE(sorter.next() == row);
    CHECK_FALSE(sorter.next());
    CHECK_FALSE(sorter.next());
  }
}

TEST_CASE("a file of more accounts than are kept is refused") {
  std::string text = "<OFX><BANKMSGSRSV1>";
  for (int i = 0; i < 1'100; ++i)
    text += "<STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>" + std::to_string(i) +
            "</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260101<TRNAMT>1</STMTTRN>"
            "</BANKTRANLIST></STMTRS>";
  const auto refused = parse_statement(text, {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == import_errc::too_large);
}
