#pragma once

#include <caf/actor.hpp>
#include <caf/fwd.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actors/audit/log_publisher.hpp"
#include "actors/auth/auth_service.hpp"
#include "actors/events/event_relay.hpp"
#include "actors/service_deps.hpp"
#include "learning/score_models.hpp"
#include "messages/analytics.hpp"
#include "messages/auth.hpp"
#include "messages/files.hpp"
#include "messages/imports.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/notification.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "supervisors/health_board.hpp"
#include "supervisors/service_router.hpp"
#include "supervisors/supervisor.hpp"

namespace smartfin {

class object_store;

struct app_tree_options {
  restart_limits limits;
  std::chrono::milliseconds retry_down_after{10'000};
  std::int64_t in_flight_max = 4096;
  std::size_t parked_max = 1024;
  std::size_t finance_readers = 2;
  scratch_maker open_scratch;  ///< for what does not fit into memory
  std::size_t import_chunk_rows = 1'000;
  std::size_t import_rows_at_once_max = 20'000;
  std::chrono::milliseconds import_inline_time_max{20'000};
  std::size_t password_hashers = 2;
  std::size_t file_workers = 4;
  std::int64_t file_quota_bytes = 1LL << 30;
  std::chrono::minutes files_swept_after{60};
  std::shared_ptr<object_store> objects;  // where the contents of files are
  password_cost password;
  session_rules sessions;
  throttle_rules throttle;
  delivery_rules delivery;
  std::chrono::milliseconds audit_every{1'000};
  std::filesystem::path audit_folder;  // where the audit log is published
  std::string audit_origin = "smartfin/audit";
  std::shared_ptr<const score_models> models;  // null: the rule score answers
};

/// The services of one node, running: the tree of supervisors, and the names under which services
/// are reached. Stops the tree, closes the names and forgets every handle when it is stopped or
/// destroyed, which must be before the actor system ends.
class app_tree {
public:
  /// The data of each service: its database, the deployment's keys, where crashes are told.
  using deps_of = std::function<service_deps(const std::string& service)>;

  /// What is written by the tree and read by the status page; both outlive it.
  struct shared_boards {
    std::vector<std::shared_ptr<supervision_observer>> observers;
    std::shared_ptr<event_board> events;
    std::function<instant()> clock;
  };

  app_tree(caf::actor_system& system, app_tree_options options, deps_of deps, shared_boards boards);
  ~app_tree();

  /// Names the services before anything runs, so that the edge can be built on them.
  service<auth_actor> auth() const { return service<auth_actor>{routers_.at("auth")}; }
  service<profile_actor> profile() const { return service<profile_actor>{routers_.at("profile")}; }
  service<ledger_actor> ledger() const { return service<ledger_actor>{routers_.at("ledger")}; }
  service<import_actor> imports() const { return service<import_actor>{routers_.at("importer")}; }
  service<import_query_actor> import_query() const {
    return service<import_query_actor>{routers_.at("ledger_query")};
  }
  service<ledger_query_actor> ledger_query() const {
    return service<ledger_query_actor>{routers_.at("ledger_query")};
  }
  service<prediction_actor> prediction() const {
    return service<prediction_actor>{routers_.at("prediction")};
  }
  service<notification_actor> notification() const {
    return service<notification_actor>{routers_.at("notification")};
  }
  service<file_actor> files() const { return service<file_actor>{routers_.at("file")}; }
  service<file_content_actor> file_contents() const {
    return service<file_content_actor>{routers_.at("file_contents")};
  }
  service<audit_actor> audit() const { return service<audit_actor>{routers_.at("audit")}; }
  service<audit_publisher_actor> audit_log() const {
    return service<audit_publisher_actor>{routers_.at("audit_log")};
  }
  service<analytics_query_actor> analytics_query() const {
    return service<analytics_query_actor>{routers_.at("analytics_query")};
  }
  /// The service as one that learns of others' events; nothing when it is none.
  std::optional<service<event_subscriber>> subscriber(const std::string& name) const;
  /// For the status page.
  std::vector<std::shared_ptr<service_router>> routers() const;

  /// Starts every service, in order; `edge` are the edge's own actors and come last.
  void start(std::vector<child_spec> edge);
  /// Ends a worker of that service as a bug would; false when there is no such service.
  bool fail(const std::string& service);
  /// Idempotent.
  void stop();

private:
  struct group {
    std::string service;
    restart_strategy strategy;
    std::vector<child_spec> children;
  };
  std::vector<group> groups();
  group file_group() const;
  template <class Hint>
  std::function<void()> wakes(const std::string& router, Hint hint) const;
  service_deps deps_for(const std::string& service) const;
  child_spec relay(const std::string& publisher, const std::string& user_keys) const;
  std::int64_t in_flight_max(const std::string& key) const;
  std::shared_ptr<service_router> add_router(const std::string& key, const std::string& service,
                                             routing how, std::size_t workers);
  child_spec worker(const std::string& id, const std::string& router, std::size_t index,
                    child_start start) const;

  caf::actor_system& system_;
  app_tree_options options_;
  deps_of deps_;
  shared_boards boards_;
  std::map<std::string, std::shared_ptr<service_router>> routers_;
  caf::actor root_;
};

}  // namespace smartfin
