#include "supervisors/app_tree.hpp"

#include <algorithm>
#include <caf/actor_system.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/exit_reason.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include "actors/analytics/analytics_query_service.hpp"
#include "actors/analytics/analytics_service.hpp"
#include "actors/audit/audit_service.hpp"
#include "actors/file/file_content_service.hpp"
#include "actors/file/file_service.hpp"
#include "actors/file/file_sweeper.hpp"
#include "actors/finance/import_service.hpp"
#include "actors/finance/ledger_query_service.hpp"
#include "actors/finance/ledger_service.hpp"
#include "actors/monitoring/monitoring_service.hpp"
#include "actors/notification/notification_service.hpp"
#include "actors/prediction/prediction_service.hpp"
#include "actors/profile/profile_service.hpp"
#include "supervisors/own_thread.hpp"
#include "supervisors/subscriptions.hpp"

namespace smartfin {
namespace {

using namespace std::chrono_literals;

/// An import holds a thread of the edge while it runs, so only a few run at once.
constexpr std::int64_t imports_in_flight_max = 4;
/// The same for contents, whose store may be slow; for each worker that waits for it.
constexpr std::size_t contents_in_flight_max = 4;

}  // namespace

app_tree::app_tree(caf::actor_system& system, app_tree_options options, deps_of deps,
                   shared_boards boards)
    : system_(system),
      options_(std::move(options)),
      deps_(std::move(deps)),
      boards_(std::move(boards)) {
  add_router("hashers", "auth", routing::round_robin, options_.password_hashers);
  add_router("auth", "auth", routing::by_key, 1);
  add_router("profile", "profile", routing::by_key, 1);
  add_router("ledger", "finance", routing::by_key, 1);
  add_router("ledger_query", "finance", routing::round_robin, options_.finance_readers);
  add_router("importer", "finance", routing::by_key, 1);
  add_router("prediction", "prediction", routing::by_key, 1);
  add_router("notification", "notification", routing::by_key, 1);
  add_router("file", "file", routing::by_key, 1);
  add_router("file_contents", "file", routing::round_robin, options_.file_workers);
  add_router("audit", "audit", routing::by_key, 1);
  add_router("audit_log", "audit", routing::by_key, 1);
  add_router("monitoring", "monitoring", routing::round_robin, 1);
  add_router("analytics", "analytics", routing::by_key, 1);
  add_router("analytics_query", "analytics", routing::round_robin, 1);
  for (const auto& [publisher, subscribers] : subscriptions)
    add_router(relay_of(publisher), publisher, routing::by_key, 1);
}

app_tree::~app_tree() { stop(); }

template <class Hint>
std::function<void()> app_tree::wakes(const std::string& router, Hint hint) const {
  return [to = routers_.at(router), hint] {
    caf::anon_send(caf::actor_cast<caf::actor>(to->handle()), hint);
  };
}

bool app_tree::works_here(const std::string& service) const {
  return options_.services.empty() || service == "monitoring" ||
         options_.services.contains(service);
}

app_tree::group app_tree::monitoring_group() const {
  const monitoring_deps watching{options_.status, deps_("monitoring").report};
  return {worker("board", "monitoring", 0, [watching](caf::event_based_actor* supervisor) {
    return caf::actor_cast<caf::actor>(
        supervisor->home_system().spawn(monitoring_service, watching));
  })};
}

app_tree::group app_tree::audit_group() const {
  auto entries = deps_("audit");
  entries.tell_durable = wakes("audit_log", entries_committed{});
  const log_publisher_deps publishing{deps_("audit"), options_.audit_folder, options_.audit_origin};
  return {worker("entries", "audit", 0, detached("audit", urgency::letter, audit_service, entries)),
          worker("publisher", "audit_log", 0,
                 detached("audit_log", urgency::letter, log_publisher, publishing))};
}

app_tree::group app_tree::notification_group() const {
  return {worker(
      "inbox", "notification", 0,
      detached("notification", urgency::letter, notification_service, deps_for("notification")))};
}

app_tree::group app_tree::analytics_group() const {
  const analytics_deps following{
      deps_("analytics"), reached_by<ledger_snapshot_actor>("analytics", "ledger_query").any(),
      boards_.clock};
  return {worker("follower", "analytics", 0,
                 detached("analytics", urgency::letter, analytics_service, following)),
          worker("reader", "analytics_query", 0,
                 detached("figures", urgency::call, analytics_query_service, deps_("analytics")))};
}

app_tree::group app_tree::auth_group() const {
  group g;
  const auto report = deps_for("auth").report;
  for (std::size_t i = 0; i < options_.password_hashers; ++i)
    g.push_back(
        worker("hasher" + std::to_string(i), "hashers", i,
               detached("hasher", urgency::call, password_hasher, options_.password, report)));
  const auth_deps sign_in{deps_for("auth"), within<password_hasher_actor>("hashers").any(),
                          options_.sessions, options_.throttle};
  g.push_back(
      worker("sessions", "auth", 0, detached("auth", urgency::call, auth_service, sign_in)));
  g.push_back(relay("auth", "auth/user"));
  return g;
}

app_tree::group app_tree::profile_group() const {
  return {worker("profile", "profile", 0,
                 detached("profile", urgency::call, profile_service, deps_for("profile"))),
          relay("profile", "profile/user")};
}

app_tree::group app_tree::finance_group() const {
  group g{worker("ledger", "ledger", 0,
                 detached("ledger", urgency::call, ledger_service, deps_for("finance")))};
  for (std::size_t i = 0; i < options_.finance_readers; ++i)
    g.push_back(
        worker("reader" + std::to_string(i), "ledger_query", i,
               detached("reader", urgency::call, ledger_query_service, deps_for("finance"))));
  import_deps importing{.ledger = within<import_ledger_actor>("ledger"),
                        .open_scratch = options_.open_scratch,
                        .chunk_rows = options_.import_chunk_rows,
                        .report = deps_for("finance").report};
  importing.rows_at_once_max = options_.import_rows_at_once_max;
  importing.inline_time_max = options_.import_inline_time_max;
  g.push_back(worker("importer", "importer", 0,
                     detached("importer", urgency::call, import_service, importing)));
  g.push_back(relay("finance", {}));
  return g;
}

app_tree::group app_tree::prediction_group() const {
  const prediction_deps scoring{
      deps_for("prediction"), reached_by<profile_actor>("prediction", "profile"),
      reached_by<ledger_query_actor>("prediction", "ledger_query"), options_.models};
  return {worker("prediction", "prediction", 0,
                 detached("prediction", urgency::call, prediction_service, scoring)),
          relay("prediction", {})};
}

app_tree::group app_tree::file_group() const {
  const auto store = deps_for("file");
  const auto keeper = within<file_keeper_actor>("file");
  group g{worker(
      "keeper", "file", 0,
      detached("file", urgency::call, file_service, file_deps{store, options_.file_quota_bytes}))};
  for (std::size_t i = 0; i < options_.file_workers; ++i)
    g.push_back(worker("contents" + std::to_string(i), "file_contents", i,
                       detached("contents", urgency::call, file_content_service,
                                file_content_deps{store, keeper, options_.objects})));
  file_sweeper_deps sweeping{keeper, options_.objects, boards_.clock};
  sweeping.after = options_.files_swept_after;
  sweeping.report = store.report;
  child_spec sweeper{"sweeper",
                     detached("sweeper", urgency::letter, file_sweeper, std::move(sweeping))};
  sweeper.shutdown = 5s;
  g.push_back(std::move(sweeper));
  return g;
}

void app_tree::start(std::vector<child_spec> edge) {
  static constexpr std::pair<const char*, group (app_tree::*)() const> groups[] = {
      {"monitoring", &app_tree::monitoring_group},
      {"audit", &app_tree::audit_group},
      {"notification", &app_tree::notification_group},
      {"analytics", &app_tree::analytics_group},
      {"auth", &app_tree::auth_group},
      {"profile", &app_tree::profile_group},
      {"finance", &app_tree::finance_group},
      {"prediction", &app_tree::prediction_group},
      {"file", &app_tree::file_group},
  };
  std::vector<child_spec> children;
  const auto add = [&](const std::string& service, group g) {
    supervisor_options options{"root/" + service, restart_strategy::one_for_one, options_.limits,
                               service, boards_.observers};
    children.push_back(supervisor_child(service, std::move(options), std::move(g),
                                        retry_after{options_.retry_down_after}));
  };
  // Subscribers first: what happened while a node was down finds them ready.
  for (const auto& [service, make] : groups)
    if (works_here(service)) add(service, (this->*make)());
  add("gateway", std::move(edge));
  root_ = spawn_supervisor(
      system_, {"root", restart_strategy::one_for_one, options_.limits, {}, boards_.observers},
      std::move(children));
}

service_deps app_tree::deps_for(const std::string& service) const {
  auto deps = deps_(service);
  if (subscriptions.contains(service))
    deps.tell_durable = wakes(relay_of(service), events_committed{});
  return deps;
}

child_spec app_tree::relay(const std::string& publisher, const std::string& user_keys) const {
  relay_deps deps{deps_(publisher),
                  publisher,
                  user_keys,
                  {},
                  options_.delivery,
                  options_.audit_every,
                  boards_.events.get(),
                  boards_.clock,
                  within<event_publishing_actor>(writer_of(publisher)).for_key(0)};
  for (const auto& name : subscriptions.at(publisher))
    deps.subscribers.push_back({name, reached_by<event_subscriber>(publisher, name).for_key(0)});
  const auto start = [deps, name = relay_of(publisher)](std::int64_t token) {
    auto fenced = deps;
    fenced.fence = token;
    return detached(name, urgency::letter, event_relay, std::move(fenced));
  };
  return worker("relay", relay_of(publisher), 0,
                options_.single ? options_.single("relay." + publisher, start) : start(0));
}

std::shared_ptr<const request_target> app_tree::target(const std::string& caller,
                                                       const std::string& name) const {
  if (options_.reach) return options_.reach->target(caller, name);
  return routers_.at(name);
}

std::vector<std::shared_ptr<service_router>> app_tree::routers() const {
  std::vector<std::shared_ptr<service_router>> all;
  for (const auto& [key, router] : routers_)
    if (works_here(router->name())) all.push_back(router);
  return all;
}

bool app_tree::fail(const std::string& service) {
  bool known = false;
  for (const auto& [key, router] : routers_) {
    if (router->name() != service || !works_here(service) || key == "hashers") continue;
    caf::anon_send(caf::actor_cast<caf::actor>(router->handle()), fail_on_purpose{});
    known = true;
  }
  return known;
}

void app_tree::stop() {
  if (root_) {
    caf::scoped_actor self{system_};
    self->monitor(root_);
    caf::anon_send_exit(root_, caf::exit_reason::user_shutdown);
    self->receive([](caf::down_msg&) {}, caf::after(30s) >> [] {});
    root_ = nullptr;
  }
  for (const auto& [key, router] : routers_) router->close();
}

std::int64_t app_tree::in_flight_max(const std::string& key) const {
  if (key == "importer") return imports_in_flight_max;
  if (key == "file_contents")
    return static_cast<std::int64_t>(options_.file_workers * contents_in_flight_max);
  return options_.in_flight_max;
}

void app_tree::add_router(const std::string& key, const std::string& service, routing how,
                          std::size_t workers) {
  auto router = std::make_shared<service_router>(
      system_, router_options{service, how, workers, in_flight_max(key), options_.parked_max});
  routers_.emplace(key, router);
  if (options_.reach) options_.reach->add(key, router);
}

child_spec app_tree::worker(const std::string& id, const std::string& router, std::size_t index,
                            child_start start) const {
  child_spec spec{id, std::move(start), restart_kind::permanent, 5s};
  spec.address = routers_.at(router)->worker(index);
  return spec;
}

}  // namespace smartfin
