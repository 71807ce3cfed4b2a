#include "domain/imports/identity.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace smartfin;

namespace {

identity_digest digest(std::uint8_t kind, std::uint8_t number) {
  identity_digest made{};
  made[0] = kind;
  made[1] = number;
  return made;
}
row_identity plain(std::uint8_t group, std::uint8_t content) {
  return {digest(1, group), digest(5, 1), digest(2, content), {}, {}};
}
row_identity with_id(std::uint8_t group, std::uint8_t content, std::uint8_t id) {
  return {digest(1, group), digest(5, 2), digest(2, content), digest(3, id), digest(4, id)};
}
using file = std::vector<row_identity>;

std::size_t rows_after(std::initializer_list<file> files) {
  std::vector<known_row> ledger;
  for (const auto& rows : files) ledger = plan_import(ledger, rows).rows;
  return ledger.size();
}

}  // namespace

TEST_CASE("n equal rows against m known ones add the difference and never less than nothing") {
  const auto one = plain(1, 1);
  CHECK(rows_after({{one, one}, {one, one, one}}) == 3);
  CHECK(rows_after({{one, one, one}, {one}}) == 3);
  CHECK(rows_after({{one}, {plain(1, 2)}}) == 2);
}

TEST_CASE("a row with a bank id and one without are one transaction, whichever came first") {
  const file ofx{with_id(1, 1, 1)}, csv{plain(1, 2)};
  CHECK(rows_after({ofx, csv}) == 1);
  CHECK(rows_after({csv, ofx}) == 1);
  CHECK(rows_after({csv, ofx, csv, ofx}) == 1);
}

TEST_CASE("two kinds of file that describe one transaction in other words add it once") {
  auto other = plain(1, 9);
  other.source = digest(5, 9);
  CHECK(rows_after({{plain(1, 1), plain(1, 2)}, {other, other}, {plain(1, 1)}}) == 2);
  CHECK(rows_after({{other}, {plain(1, 1), plain(1, 2)}}) == 2);
}

TEST_CASE("two rows of one file are two rows even when the ledger took them for one") {
  const file ofx{with_id(1, 1, 1)}, csv{plain(1, 2)}, both{with_id(1, 1, 1), plain(1, 2)};
  CHECK(rows_after({ofx, csv, both, both}) == 2);
  CHECK(rows_after({both, ofx, csv}) == 2);
}

TEST_CASE("an id that a file gives to different rows loses none of them") {
  const file reused{with_id(1, 1, 7), with_id(1, 2, 7), with_id(2, 3, 7)};
  CHECK(rows_after({reused, reused}) == 3);
  CHECK(rows_after({{with_id(1, 1, 7)}, reused}) == 3);
  CHECK(rows_after({{with_id(1, 1, 7), with_id(1, 1, 7)}}) == 1);
}
