#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "bank_fixture.hpp"

using namespace smartfin;
using namespace smartfin::test;

namespace {

enum class formats { csv, ofx, mixed };  // `csv` without bank ids

/// Downloads of one account: windows cut between days, rows shuffled, some files twice. Covers
/// every day.
std::vector<std::string> random_downloads(const std::vector<true_row>& truth, formats mode,
                                          std::mt19937& random) {
  const auto pick = [&random](std::size_t limit) { return random() % limit; };
  const std::size_t count = 2 + pick(5);
  std::vector<std::string> files;
  const std::size_t dialects = mode == formats::mixed ? csv_dialects : csv_dialects - 1;
  const auto first = truth.front().date, last = truth.back().date;
  const auto days = static_cast<std::size_t>(last.days() - first.days()) + 1;
  for (std::size_t i = 0; i < count; ++i) {
    const auto from = i == 0 ? first : first.plus_days(static_cast<int>(pick(days)));
    const auto to = i <= 1 ? last : from.plus_days(static_cast<int>(pick(days)));
    std::vector<true_row> window;
    std::copy_if(truth.begin(), truth.end(), std::back_inserter(window),
                 [&](const auto& row) { return row.date >= from && row.date <= to; });
    std::shuffle(window.begin(), window.end(), random);
    const bool ofx = mode == formats::ofx || (mode == formats::mixed && pick(2) == 0);
    files.push_back(ofx ? as_ofx(window, pick(2) == 0)
                        : as_csv(window, static_cast<int>(pick(dialects))));
    if (pick(3) == 0) files.push_back(files.back());
  }
  return files;
}

test_ledger imported(std::vector<std::string> files, std::mt19937& random) {
  std::shuffle(files.begin(), files.end(), random);
  test_ledger ledger;
  for (const auto& file : files) ledger.import(file);
  const auto size = ledger.size();
  for (const auto& file : files) REQUIRE(ledger.import(file) == 0);
  REQUIRE(ledger.size() == size);
  return ledger;
}

std::vector<std::string> truth_lines(const std::vector<true_row>& truth) {
  std::vector<std::string> lines;
  for (const auto& row : truth) {
    statement_row shown;
    shown.date = row.date;
    shown.amount = {row.cents, *currency::parse("EUR")};
    shown.payee = row.payee;
    shown.note = row.note;
    lines.push_back(content_text({}, shown));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

void check_law(formats mode, id_style ids, int cases, unsigned seed) {
  std::mt19937 random{seed};
  CAPTURE(seed);
  for (int i = 0; i < cases; ++i) {
    CAPTURE(i);
    const auto truth = random_account(random, ids);
    if (truth.empty()) continue;
    const auto files = random_downloads(truth, mode, random);
    const auto one = imported(files, random), other = imported(files, random);
    const bool with_notes = mode == formats::csv;
    REQUIRE(one.contents(with_notes) == other.contents(with_notes));
    if (ids == id_style::constant && mode != formats::csv) continue;
    REQUIRE(one.size() == truth.size());
    if (with_notes) REQUIRE(one.contents(true) == truth_lines(truth));
  }
}

}  // namespace

TEST_CASE("overlapping CSV files in any order give the ledger that really happened") {
  check_law(formats::csv, id_style::unique, 300, 1);
}

TEST_CASE("overlapping OFX files in any order give the ledger that really happened") {
  check_law(formats::ofx, id_style::unique, 250, 2);
}

TEST_CASE("OFX files of a bank that numbers each day afresh give the ledger that really happened") {
  check_law(formats::ofx, id_style::per_day, 250, 3);
}

TEST_CASE("CSV and OFX files of one account, mixed, give the ledger that really happened") {
  check_law(formats::mixed, id_style::unique, 300, 4);
  check_law(formats::mixed, id_style::per_day, 200, 5);
}

TEST_CASE("a bank that gives every transaction one id still gives one ledger in any order") {
  check_law(formats::mixed, id_style::constant, 200, 6);
}

TEST_CASE("10,000 random accounts obey the law in every mix of formats and ids", "[.long]") {
  for (unsigned seed = 100; seed < 110; ++seed) {
    check_law(formats::csv, id_style::unique, 200, seed);
    check_law(formats::ofx, id_style::per_day, 200, seed + 10);
    check_law(formats::mixed, id_style::unique, 300, seed + 20);
    check_law(formats::mixed, id_style::per_day, 200, seed + 30);
    check_law(formats::mixed, id_style::constant, 100, seed + 40);
  }
}
