#include <algorithm>
#include <boost/core/demangle.hpp>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <utility>

#include "domain/trust/trust_table.hpp"
#include "messages/analytics.hpp"
#include "messages/audit.hpp"
#include "messages/auth.hpp"
#include "messages/file_keeping.hpp"
#include "messages/files.hpp"
#include "messages/imports.hpp"
#include "messages/ledger.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/ledger_snapshot.hpp"
#include "messages/monitoring.hpp"
#include "messages/notification.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "messages/trust.hpp"

namespace smartfin {
namespace {

/// A service and the name of a message of one of its interfaces.
using call = std::pair<std::string, std::string>;

template <class Message>
std::string name_of() {
  const auto full = boost::core::demangle(typeid(Message).name());
  return full.substr(full.rfind(':') + 1);
}

template <class Message, class Reply>
void add(std::set<call>& calls, const std::string& service,
         caf::typed_mpi<caf::detail::type_list<Message>, Reply>) {
  calls.emplace(service, name_of<Message>());
}

template <class... Signatures>
void add_all(std::set<call>& calls, const std::string& service,
             caf::detail::type_list<Signatures...>) {
  (add(calls, service, Signatures{}), ...);
}

template <class... Interfaces>
void add_service(std::set<call>& calls, const std::string& service) {
  (add_all(calls, service, typename Interfaces::signatures{}), ...);
}

std::set<call> calls_of_interfaces() {
  std::set<call> calls;
  add_service<analytics_actor, analytics_query_actor>(calls, "analytics");
  add_service<audit_actor, audit_publisher_actor>(calls, "audit");
  add_service<auth_actor, refusal_book_actor, event_publishing_actor, relay_actor>(calls, "auth");
  add_service<file_actor, file_content_actor, file_keeper_actor>(calls, "file");
  add_service<ledger_actor, ledger_query_actor, ledger_snapshot_actor, import_actor,
              import_ledger_actor, import_query_actor, event_publishing_actor, relay_actor>(
      calls, "finance");
  add_service<monitoring_actor>(calls, "monitoring");
  add_service<notification_actor>(calls, "notification");
  add_service<prediction_actor, event_publishing_actor, relay_actor>(calls, "prediction");
  add_service<profile_actor, event_publishing_actor, relay_actor>(calls, "profile");
  return calls;
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Every type that a header says an actor handles.
std::set<std::string> handled_in(const std::string& folder) {
  static const std::regex handled{R"((?:replies_to|reacts_to)<(?:smartfin::)?(\w+)>)"};
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (entry.path().extension() != ".hpp") continue;
    const auto text = contents(entry.path());
    for (std::sregex_iterator at{text.begin(), text.end(), handled}, end; at != end; ++at)
      names.insert((*at)[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("every message of every interface has a row that says who may send it") {
  const auto calls = calls_of_interfaces();
  REQUIRE(calls.size() > 60);
  for (const auto& [callee, message] : calls) {
    CAPTURE(callee, message);
    CHECK(std::ranges::any_of(trust_rows(), [&](const trust_row& row) {
      return row.callee == callee && row.message == message;
    }));
  }
}

TEST_CASE("no row is left of a message that no interface has") {
  auto calls = calls_of_interfaces();
  // The group's own, whose interface lies with its actors.
  calls.emplace("auth", "hash_password");
  calls.emplace("auth", "verify_password");
  for (const auto& row : trust_rows()) {
    CAPTURE(row.callee, row.message);
    CHECK(calls.contains({std::string{row.callee}, std::string{row.message}}));
  }
}

TEST_CASE("a new interface is not forgotten: what any header says is handled has a row") {
  // A worker's messages to itself, which no router carries.
  const std::set<std::string> to_itself{"audit_tick",     "delivery_due",     "flush_batch",
                                        "gathering_ends", "look_after_books", "publish_tick",
                                        "store_page",     "store_standings",  "sweep_contents"};
  auto names = handled_in("messages");
  REQUIRE(names.size() > 50);
  names.merge(handled_in("actors"));
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK((message_named(name) || to_itself.contains(name)));
  }
}

}  // namespace smartfin
