#include "cluster/identity/doorkeeper.hpp"

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "tests/cluster/identity/deployment_samples.hpp"

namespace smartfin {
namespace {

using namespace samples;

struct door {
  deployment home;
  credential_check check{home.bundle()};
  refusal_counts refusals;
  doorkeeper keeper{check, refusals};

  std::string from(const std::string& service, std::string_view callee = "finance") const {
    return forged(home.own(service), service, callee);
  }
  trust_errc refusal(std::string_view credential, std::string_view message, instant now = noon) {
    const auto found = keeper.admit({credential, "finance", message}, now);
    return found ? trust_errc::none : found.error();
  }
};

TEST_CASE("a service that proves its name is let in with what it may send") {
  door at;
  CHECK(*at.keeper.admit({at.from("gateway"), "finance", "record_transaction"}, noon) == "gateway");
  CHECK(*at.keeper.admit({at.from("finance"), "finance", "import_rows"}, noon) == "finance");
  CHECK(at.refusals.totals().empty());
  CHECK(at.refusals.take_facts().empty());
}

TEST_CASE("a service that proves its name is not let in with what it may not send") {
  door at;
  CHECK(at.refusal(at.from("auth"), "record_transaction") == trust_errc::not_allowed);
  CHECK(at.refusal(at.from("gateway"), "import_rows") == trust_errc::not_allowed);
  CHECK(at.refusal(at.from("gateway"), "drop_everything") == trust_errc::not_allowed);
}

TEST_CASE("every refusal is counted by caller, callee and reason") {
  door at;
  const deployment other{"other"};
  for (int i = 0; i < 3; ++i) at.refusal(at.from("auth"), "record_transaction");
  at.refusal("", "record_transaction");
  at.refusal(forged(other.own("gateway"), "gateway", "finance"), "record_transaction");
  const auto totals = at.refusals.totals();
  REQUIRE(totals.size() == 3);
  CHECK(totals[0].caller == "auth");
  CHECK(totals[0].callee == "finance");
  CHECK(totals[0].reason == trust_errc::not_allowed);
  CHECK(totals[0].count == 3);
  CHECK(totals[1].caller == "gateway");  // as claimed
  CHECK(totals[1].reason == trust_errc::unknown_authority);
  CHECK(totals[2].caller == "unknown");
  CHECK(totals[2].reason == trust_errc::no_credential);
}

TEST_CASE("AUDIT is told once of many refusals of one kind, with how many and when") {
  door at;
  for (int i = 0; i < 1'000; ++i)
    at.refusal(at.from("auth"), "record_transaction", noon + i * 10ms);
  const auto facts = at.refusals.take_facts();
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].caller == "auth");
  CHECK(facts[0].callee == "finance");
  CHECK(facts[0].message == "record_transaction");
  CHECK(facts[0].reason == "not_allowed");
  CHECK(facts[0].count == 1'000);
  CHECK(facts[0].first_at == noon);
  CHECK(facts[0].last_at == noon + 9'990ms);
  CHECK(at.refusals.take_facts().empty());
  CHECK(at.refusals.totals().front().count == 1'000);
}

TEST_CASE("facts that could not be written are told the next time, with what came since") {
  door at;
  at.refusal(at.from("auth"), "record_transaction", noon);
  const auto facts = at.refusals.take_facts();
  at.refusal(at.from("auth"), "record_transaction", noon + 5s);
  at.refusals.put_back(facts);
  const auto again = at.refusals.take_facts();
  REQUIRE(again.size() == 1);
  CHECK(again[0].count == 2);
  CHECK(again[0].first_at == noon);
  CHECK(again[0].last_at == noon + 5s);
}

TEST_CASE("names that strangers make up become unknown, so labels and facts stay few") {
  refusal_counts refusals;
  std::mt19937 random{7};
  for (int i = 0; i < 5'000; ++i) {
    const auto name = "x" + std::to_string(random());
    refusals.add({name, name, name}, trust_errc::malformed, noon);
  }
  REQUIRE(refusals.totals().size() == 1);
  CHECK(refusals.totals().front().caller == "unknown");
  CHECK(refusals.totals().front().callee == "unknown");
  const auto facts = refusals.take_facts();
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].message == "unknown");
  CHECK(facts[0].count == 5'000);
}

}  // namespace
}  // namespace smartfin
