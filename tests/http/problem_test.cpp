#include "http/problem.hpp"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>

#include "domain/money.hpp"
#include "http/answer_headers.hpp"
#include "http/error_status.hpp"

using namespace smartfin;
using namespace smartfin::http;

TEST_CASE("a problem is written with its type, status, trace and escaped texts") {
  response out;
  write_problem(out, problem_error(problems::unavailable, "say \"when\"").retry_after(7), "abc");
  CHECK(out.status == 503);
  CHECK(out.content_type == "application/problem+json");
  CHECK(header_of(out, "Retry-After") == "7");
  CHECK(out.body ==
        R"({"type":"/problems/unavailable","title":"The service is not available at the moment",)"
        R"("status":503,"detail":"say \"when\"","trace_id":"abc"})");
}

TEST_CASE("every refusal has one row, and one problem type has one status and title") {
  std::set<std::pair<std::string_view, int>> seen;
  std::map<std::string_view, std::pair<int, std::string_view>> types;
  for (const auto& row : error_rows()) {
    CAPTURE(row.category, int{row.code});
    CHECK(row.code != 0);
    CHECK(row.kind.status >= 400);
    CHECK(row.kind.status < 600);
    CHECK(seen.emplace(row.category, row.code).second);
    const auto meaning = std::pair(row.kind.status, row.kind.title);
    CHECK(types.emplace(row.kind.type, meaning).first->second == meaning);
  }
}

TEST_CASE("a refusal the table does not know is an internal error without text of its own") {
  CHECK(error_kind("money", static_cast<std::uint8_t>(money_errc::currency_mismatch)).status ==
        422);
  CHECK(error_kind("money", 200).status == 500);
  CHECK(error_kind("invented", 1).status == 500);
  CHECK_THROWS_AS(refuse("invented", 1), problem_error);
}
