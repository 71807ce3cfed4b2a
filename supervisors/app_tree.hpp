#pragma once

#include <caf/actor.hpp>
#include <caf/fwd.hpp>
#include <map>
#include <memory>
#include <set>
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
#include "messages/status.hpp"
#include "supervisors/health_board.hpp"
#include "supervisors/service_reach.hpp"
#include "supervisors/service_router.hpp"
#include "supervisors/supervisor.hpp"

namespace smartfin {

class object_store;

struct app_tree_options {
  /// The services that work in this node; empty: all.
  std::set<std::string> services;
  /// How they reach each other; outlives the tree. Null: directly, all in this node.
  service_reach* reach = nullptr;
  /// How a job is done by at most one node at a time: what to start here for it, given how a worker starts that was
  /// told its fencing token. Null: by this one, without a token.
  std::function<child_start(const std::string& job, std::function<child_start(std::int64_t)>)>
      single;
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
  /// What this node's services are doing.
  std::function<node_status()> status;
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

  /// A service as another one asks it. Names are there before anything runs, so that the edge can be built on them.
  template <class Handle>
  service<Handle> reached_by(const std::string& caller, const std::string& name) const {
    return service<Handle>{target(caller, name)};
  }
  /// For the status page.
  std::vector<std::shared_ptr<service_router>> routers() const;

  /// Starts every service, in order; `edge` are the edge's own actors and come last.
  void start(std::vector<child_spec> edge);
  /// Ends a worker of that service as a bug would; false when there is no such service.
  bool fail(const std::string& service);
  /// Idempotent.
  void stop();

private:
  using group = std::vector<child_spec>;  // one service's, in start order
  std::shared_ptr<const request_target> target(const std::string& caller,
                                               const std::string& name) const;
  /// Another part of the caller's own group, which is always in this node.
  template <class Handle>
  service<Handle> within(const std::string& name) const {
    return service<Handle>{routers_.at(name)};
  }
  bool works_here(const std::string& service) const;
  group monitoring_group() const;
  group audit_group() const;
  group notification_group() const;
  group analytics_group() const;
  group auth_group() const;
  group profile_group() const;
  group finance_group() const;
  group prediction_group() const;
  group file_group() const;
  template <class Hint>
  std::function<void()> wakes(const std::string& router, Hint hint) const;
  service_deps deps_for(const std::string& service) const;
  child_spec relay(const std::string& publisher, const std::string& user_keys) const;
  std::int64_t in_flight_max(const std::string& key) const;
  void add_router(const std::string& key, const std::string& service, routing how,
                  std::size_t workers);
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
