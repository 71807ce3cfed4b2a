#include "actors/finance/imported_file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <random>

using namespace smartfin;

namespace {

import_file file_of(std::string bytes, bool atomic = false) {
  import_file file;
  file.bytes = std::make_shared<memory_scratch>(std::move(bytes));
  file.content_type = "text/csv";
  file.atomic = atomic;
  return file;
}

struct outcome {
  result<std::unique_ptr<imported_file>, file_refusal> file;
  import_view view;
};

outcome read(const import_file& what, std::size_t rows_at_once_max = 1'000) {
  import_view view;
  auto file = imported_file::read(what, std::make_shared<memory_scratch>(), rows_at_once_max, view);
  return {std::move(file), std::move(view)};
}

std::string csv_of(int days, int rows_a_day) {
  std::string text = "Date,Payee,Amount\n";
  for (int row = 0; row < rows_a_day; ++row)
    for (int day = days; day > 0; --day)  // newest first, each day scattered over the file
      text += civil_date::from_days(20'000 + day)->to_string() + ",Shop " + std::to_string(row) +
              ",-1.00\n";
  return text;
}

}  // namespace

TEST_CASE("the parts of a file are whole days in their order, at least so many rows each") {
  auto [file, view] = read(file_of(csv_of(40, 7)));
  REQUIRE(file);
  CHECK(view.rows_read == 280);
  std::size_t rows = 0;
  std::optional<civil_date> last;
  while (const auto part = (*file)->next_part(20)) {
    CHECK((part->rows.size() == 21 || rows + part->rows.size() == 280));
    CHECK((!last || *last < part->rows.front().date));
    for (std::size_t i = 1; i < part->rows.size(); ++i)
      CHECK(part->rows[i - 1].date <= part->rows[i].date);
    CHECK(part->rows.front().payee == "Shop 0");
    last = part->rows.back().date;
    rows += part->rows.size();
  }
  CHECK(rows == 280);
  CHECK_FALSE((*file)->next_part(20));
}

TEST_CASE("a file with more rows of one day than are held at once is refused by that day") {
  const auto [file, view] = read(file_of(csv_of(1, 6)), 5);
  REQUIRE_FALSE(file);
  CHECK(file.error().code == ledger_errc::too_many_rows);
  CHECK(file.error().detail == "The file has more than 5 rows of 2024-10-05.");
  CHECK(read(file_of(csv_of(1, 5)), 5).file);
}

TEST_CASE("an atomic import of more rows than are held at once is refused, others are not") {
  const auto [file, view] = read(file_of(csv_of(6, 1), true), 5);
  REQUIRE_FALSE(file);
  CHECK(file.error().code == ledger_errc::too_many_rows);
  CHECK(read(file_of(csv_of(5, 1), true), 5).file);
  CHECK(read(file_of(csv_of(6, 1)), 5).file);
}

TEST_CASE("an atomic import with a row that cannot be read is refused by its first") {
  const std::string text = "Date,Payee,Amount\n2026-01-02,a,1\n2026-13-02,b,1\n2026-01-03,c,x\n";
  const auto refused = read(file_of(text, true));
  REQUIRE_FALSE(refused.file);
  CHECK(refused.file.error().code == ledger_errc::rows_rejected);
  CHECK(refused.file.error().detail.starts_with("2 rows cannot be read; the first is line 3"));
  CHECK(read(file_of(text)).view.rows_rejected == 2);
}

TEST_CASE("rejected rows are named up to a thousand, in the file's order, and all are counted") {
  std::string text = "Date,Payee,Amount,Currency\n2026-01-02,a,1.00,USD\n";
  for (int i = 0; i < 1'500; ++i)
    text += i % 2 == 0 ? "2026-01-02,a,1.00,EUR\n" : "2026-01-02,a,one,USD\n";
  auto [file, view] = read(file_of(text));
  REQUIRE(file);
  CHECK(view.rows_rejected == 1'500);
  REQUIRE(view.rejected.size() == 1'000);
  for (std::size_t i = 1; i < view.rejected.size(); ++i)
    CHECK(view.rejected[i].line == view.rejected[i - 1].line + 1);
  const auto part = (*file)->next_part(1);
  REQUIRE(part);
  CHECK(part->rows.size() == 1);
}

TEST_CASE("of a file with several accounts one is to be named, and only its rows are taken") {
  std::string text = "<OFX><BANKMSGSRSV1>";
  for (const char* account : {"1", "2"})
    text += std::string{"<STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>"} + account +
            "</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260101<TRNAMT>" + account +
            "</STMTTRN></BANKTRANLIST></STMTRS>";
  auto file = file_of(text);
  CHECK(read(file).file.error().detail.ends_with("statement_account: \"1\" \"2\""));
  file.statement_account = "2";
  auto chosen = read(file);
  REQUIRE(chosen.file);
  CHECK((*chosen.file)->next_part(10)->rows.front().amount.minor == 200);
  file.statement_account = "3";
  CHECK(read(file).file.error().detail == "The file has no rows of that account.");
}
