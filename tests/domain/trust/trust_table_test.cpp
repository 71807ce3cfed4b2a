#include "domain/trust/trust_table.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

namespace smartfin {
namespace {

bool may(std::string_view caller, std::string_view callee, std::string_view message) {
  return check_sender({caller, callee, message}).has_value();
}

TEST_CASE("who the table names may send, and nobody else") {
  for (const auto& row : trust_rows())
    for (const auto caller : service_names()) {
      CAPTURE(row.callee, row.message, caller);
      CHECK(may(caller, row.callee, row.message) == (std::ranges::count(row.callers, caller) == 1));
    }
}

TEST_CASE("every row names services of this build, and at least one caller") {
  for (const auto& row : trust_rows()) {
    CAPTURE(row.callee, row.message);
    CHECK(service_named(row.callee));
    CHECK_FALSE(row.callers.front().empty());
    for (const auto caller : row.callers) CHECK((caller.empty() || service_named(caller)));
  }
}

TEST_CASE("what the table does not name is refused") {
  CHECK(check_sender({"gateway", "finance", "drop_everything"}).error() == trust_errc::not_allowed);
  CHECK_FALSE(may("gateway", "nobody", "find_profile"));
  CHECK_FALSE(may("nobody", "profile", "find_profile"));
  CHECK_FALSE(may("", "profile", "find_profile"));
  CHECK_FALSE(may("gateway", "", ""));
  CHECK_FALSE(may("gateway", "finance", "find_profile"));
  CHECK_FALSE(may("gateway", "profile", "find_profile "));
}

TEST_CASE("services read of each other what their work needs, and no more") {
  CHECK(may("prediction", "profile", "find_profile"));
  CHECK(may("prediction", "finance", "gather_ledger_facts"));
  CHECK_FALSE(may("prediction", "finance", "list_transactions"));
  CHECK_FALSE(may("prediction", "finance", "record_transaction"));
  CHECK_FALSE(may("prediction", "auth", "find_user"));
  CHECK(may("analytics", "finance", "snapshot_ledger"));
  CHECK_FALSE(may("analytics", "profile", "find_profile"));
  CHECK_FALSE(may("gateway", "finance", "snapshot_ledger"));
}

TEST_CASE("a group's inner messages stay inside the group, the gateway's too") {
  for (const auto caller : service_names()) {
    CAPTURE(caller);
    CHECK(may(caller, "auth", "verify_password") == (caller == "auth"));
    CHECK(may(caller, "finance", "import_rows") == (caller == "finance"));
    CHECK(may(caller, "file", "forget_contents") == (caller == "file"));
    CHECK(may(caller, "finance", "retire_events") == (caller == "finance"));
  }
}

TEST_CASE("only publishers deliver events, and each only its own stream") {
  CHECK(may("auth", "notification", "apply_events"));
  CHECK_FALSE(may("profile", "notification", "apply_events"));
  CHECK_FALSE(may("gateway", "audit", "apply_events"));
  CHECK(check_stream("auth", "auth").has_value());
  CHECK(check_stream("finance", "auth").error() == trust_errc::not_allowed);
  CHECK(check_stream("", "").error() == trust_errc::not_allowed);
}

TEST_CASE("a name that no row has is not shown") {
  CHECK(message_named("log_in") == "log_in");
  CHECK_FALSE(message_named("drop_everything"));
  CHECK(service_named("audit") == "audit");
  CHECK_FALSE(service_named("audi"));
  CHECK_FALSE(service_named("zebra"));
}

TEST_CASE("every refusal has a word of its own") {
  for (int i = 0; i <= static_cast<int>(trust_errc::not_allowed); ++i)
    for (int j = 0; j < i; ++j)
      CHECK(to_string(static_cast<trust_errc>(i)) != to_string(static_cast<trust_errc>(j)));
  CHECK(to_string(trust_errc::not_allowed) == "not_allowed");
  CHECK(to_string(trust_errc::expired) == "expired");
}

}  // namespace
}  // namespace smartfin
