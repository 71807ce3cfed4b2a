#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

#include "actors/auth/auth_service.hpp"
#include "actors/finance/ledger_service.hpp"
#include "actors/profile/profile_service.hpp"
#include "domain/text_rules.hpp"
#include "storage/data_folder.hpp"
#include "tests/actors/asking.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
namespace fs = std::filesystem;

namespace {

/// The files of the folder that hold the word in any case, the log of each database included.
std::vector<std::string> files_with(const fs::path& folder, const std::string& word) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator{folder}) {
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    if (ascii_lower(bytes).find(ascii_lower(word)) != std::string::npos)
      found.push_back(entry.path().filename());
  }
  return found;
}

call_context context_with(const std::string& idempotency_key) {
  call_context ctx;
  ctx.who.user = {1};
  ctx.book = {1};
  ctx.now = instant{std::chrono::hours{12}};
  ctx.idempotency_key = idempotency_key;
  ctx.remote_address = "203.0.113.77";
  return ctx;
}

}  // namespace

TEST_CASE("no word that a person wrote stands in the clear in any file of the data folder") {
  const temporary_folder place;
  const data_folder data{place / "data", {}};
  virtual_system world;
  const auto deps = [&](const char* service) {
    return service_deps{data.database(service), &data.keys(), {}};
  };
  const auto hasher = world.actors().spawn(password_hasher, password_cost{8, 1}, crash_report{});
  const auto auth = world.actors().spawn(auth_service, auth_deps{deps("auth"), hasher, {}, {}});
  const auto ledger = world.actors().spawn(ledger_service, deps("finance"));
  const auto profile = world.actors().spawn(profile_service, deps("profile"));

  const auto tokens = ask<session_tokens>(
      world, auth,
      register_user{context_with("r"),
                    {"canarymail@canarydomain.org", secret{"canarypassword"}, "Canaryname"},
                    "Canaryagent/1.0"});
  REQUIRE(tokens);
  const auto account = ask<account_view>(
      world, ledger,
      open_account{context_with("a"),
                   {"Canaryaccount", account_type::checking, currency::usd(), {}}});
  REQUIRE(account);
  new_transaction body;
  body.account_id = account->id;
  body.amount.minor = -1;
  body.payee = "Canarypayee & Sons";
  body.note = "canarynote for the canarydoctor";
  const auto row =
      ask<transaction_view>(world, ledger, record_transaction{context_with("t"), body});
  REQUIRE(row);
  transaction_change edit;
  edit.note = std::string{"canaryedit"};
  REQUIRE(ask<transaction_view>(world, ledger,
                                change_transaction{context_with("e"), row->id, 0, edit}));
  profile_change facts;
  facts.name = std::string{"Canaryprofile"};
  facts.locale = std::string{"canarylocale"};
  REQUIRE(ask<versioned_profile>(world, profile, change_profile{context_with("p"), 0, facts}));

  CHECK(files_with(data.folder(), "canary").empty());
  CHECK(files_with(data.folder(), "203.0.113.77").empty());
  CHECK(files_with(data.folder(), tokens->refresh_token.substr(2)).empty());
  // The search itself finds what is there.
  CHECK_FALSE(files_with(data.folder(), "argon2id").empty());

  for (const auto& service :
       {caf::actor_cast<caf::actor>(auth), caf::actor_cast<caf::actor>(ledger),
        caf::actor_cast<caf::actor>(profile)})
    caf::anon_send_exit(service, caf::exit_reason::kill);
}
