#include "commands/node.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <thread>

#include "cluster/identity/local_identity.hpp"
#include "cluster/identity/node_identity.hpp"
#include "cluster/node/linked_node.hpp"
#include "cluster/node/single_job.hpp"
#include "cluster/node/whole_status.hpp"
#include "cluster/routing/placed_services.hpp"
#include "commands/cluster_options.hpp"
#include "commands/demo_login.hpp"
#include "commands/identity_watch.hpp"
#include "commands/node_options.hpp"
#include "commands/outside_stores.hpp"
#include "config/log.hpp"
#include "http/session_watch.hpp"
#include "storage/data_folder.hpp"
#include "supervisors/subscriptions.hpp"

namespace smartfin {
namespace {

using namespace std::chrono_literals;

instant wall_clock() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// Supervision as log lines, for operators.
class supervision_log final : public supervision_observer {
public:
  void on_event(const supervision_event& event) noexcept override {
    static constexpr const char* names[] = {"worker_started", "worker_down", "worker_restarting",
                                            "worker_gave_up", "worker_stopped"};
    const bool bad =
        event.kind == supervision_event_kind::down || event.kind == supervision_event_kind::gave_up;
    log_line(bad ? log_level::warn : log_level::debug, names[static_cast<int>(event.kind)],
             {{"supervisor", event.supervisor}, {"child", event.child}, {"reason", event.reason}});
  }
};

/// Until the other nodes know that this one drains.
constexpr auto time_to_hear = 500ms;

caf::actor_system_config& configured(caf::actor_system_config& config, const settings& s) {
  const std::size_t cores = std::max(2u, std::thread::hardware_concurrency());
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-threads", s.scheduler.threads ? s.scheduler.threads : cores);
  return config;
}

void report_crash(std::string_view actor, std::string_view what) {
  log_line(log_level::error, "worker_crashed", {{"actor", actor}, {"what", what}});
}

}  // namespace

struct node::parts {
  parts(const settings& s, const std::string& data);
  app_tree_options tree_options_of(const settings& s, const std::string& data);
  std::unique_ptr<linked_node> linked(const settings& s);
  bool is_gateway() const { return services_of(settings_).contains("gateway"); }
  http::edge_options edge_options_of(const settings& s) const;
  http::edge_services services(const settings& s);
  node_status status() const;
  identity_watch_deps watched();

  const settings settings_;
  data_folder data_;
  std::shared_ptr<cache> answers_;
  std::shared_ptr<object_store> objects_;
  spool_folder spool_;
  http::session_keys sessions_;
  std::shared_ptr<health_board> board_;
  std::shared_ptr<event_board> events_;
  node_identity identity_;
  caf::actor_system_config config_;
  caf::actor_system system_;
  placed_services reach_;
  std::unique_ptr<linked_node> links_;  // null: a node by itself
  app_tree tree_;
  http::edge edge_;
};

node::parts::parts(const settings& s, const std::string& data)
    : settings_(s),
      data_(data, s.security.master_key_file, location_of(s.storage)),
      answers_(configured_cache(s.cache, data_.keys())),
      objects_(configured_objects(s.objects, data_.folder())),
      spool_(data_.folder() / "spool", s.http.spool_bytes_max),
      board_(std::make_shared<health_board>(s.node.name, wall_clock)),
      events_(std::make_shared<event_board>()),
      identity_(is_clustered(s) ? std::filesystem::path{s.cluster.keys_folder}
                                : ensure_local_identity(data_.folder(), wall_clock())),
      system_(configured(config_, s)),
      reach_(system_, s.node.name, {identity_.credentials, identity_.door, wall_clock}),
      links_(linked(s)),
      tree_(
          system_, tree_options_of(s, data),
          [this](const std::string& service) {
            return service_deps{data_.database(service), &data_.keys(), report_crash, {}, answers_};
          },
          {{board_, std::make_shared<supervision_log>()}, events_, wall_clock}),
      edge_(edge_options_of(s), services(s)) {
  for (const auto& router : tree_.routers()) board_->watch(router);
}

app_tree_options node::parts::tree_options_of(const settings& s, const std::string& data) {
  auto options = tree_options(s, data, objects_, spool_);
  options.reach = &reach_;
  options.services = services_of(s);
  options.status = [this] { return status(); };
  if (links_)
    options.single = [this](const std::string& job, auto start) -> child_start {
      return [this, job, start](caf::event_based_actor* supervisor) {
        const auto begin = [start](caf::event_based_actor* parent, fencing_token token) {
          return start(token.value)(parent);
        };
        return supervisor->home_system().spawn(single_job, &links_->members(), job, begin);
      };
    };
  return options;
}

std::unique_ptr<linked_node> node::parts::linked(const settings& s) {
  if (!is_clustered(s)) return nullptr;
  return std::make_unique<linked_node>(
      system_, reach_, node_trust{identity_.credentials, identity_.door, wall_clock},
      link_options_of(s, spool_, wall_clock()), services_of(s));
}

http::edge_options node::parts::edge_options_of(const settings& s) const {
  auto options = door_options(s, spool_);
  options.is_gateway = is_gateway();
  return options;
}

http::edge_services node::parts::services(const settings& s) {
  const auto asked = [this]<class Handle>(std::type_identity<Handle>, const char* name) {
    return tree_.reached_by<Handle>("gateway", name);
  };
  http::edge_services services{
      http::bridge{system_},
      asked(std::type_identity<auth_actor>{}, "auth"),
      asked(std::type_identity<profile_actor>{}, "profile"),
      asked(std::type_identity<ledger_actor>{}, "ledger"),
      asked(std::type_identity<ledger_query_actor>{}, "ledger_query"),
      asked(std::type_identity<import_actor>{}, "importer"),
      asked(std::type_identity<import_query_actor>{}, "ledger_query"),
      asked(std::type_identity<prediction_actor>{}, "prediction"),
      asked(std::type_identity<notification_actor>{}, "notification"),
      asked(std::type_identity<file_actor>{}, "file"),
      asked(std::type_identity<file_content_actor>{}, "file_contents"),
      asked(std::type_identity<audit_actor>{}, "audit"),
      asked(std::type_identity<audit_publisher_actor>{}, "audit_log"),
      asked(std::type_identity<analytics_query_actor>{}, "analytics_query"),
      sessions_,
      http::cursor_sealer{cursor_key(data_.keys())}};
  services.status = [this] { return status(); };
  if (links_ && is_gateway())
    services.whole_status = [this] {
      const auto others = ask_others(system_, *reach_.placement("monitoring"), 500ms);
      return whole_status(status(), *links_->view(), others);
    };
  services.is_ready = [this] {
    return !is_gateway() || (sessions_.has_keys() && (!links_ || reach_.all_reachable()));
  };
  services.spool_bytes = [this] { return spool_.bytes(); };
  services.subscriber = [this](const std::string& name) {
    return is_subscriber(name) ? std::optional{tree_.reached_by<event_subscriber>("gateway", name)}
                               : std::nullopt;
  };
  if (s.faults.allowed)
    services.fail = [this](const std::string& name) {
      return tree_.fail(name) || (links_ && reach_.fail(name));
    };
  if (!s.auth.demo_login_file.empty())
    services.demo_login = read_demo_login(s.auth.demo_login_file);
  services.log = [](const std::string& event, const std::string& detail) {
    log_line(log_level::error, event, {{"detail", detail}});
  };
  return services;
}

node_status node::parts::status() const {
  auto status = board_->snapshot();
  status.streams = events_->snapshot();
  for (auto& each : answers_->counts())
    status.caches.push_back(
        {std::move(each.tier), each.available, each.hits, each.misses, each.failures, each.bytes});
  for (const auto& each : identity_.refusals.totals())
    status.refusals.push_back({std::string{each.caller}, std::string{each.callee},
                               std::string{to_string(each.reason)}, each.count});
  auto objects = objects_->counts();
  status.objects.push_back({std::move(objects.form), objects.available, objects.reads,
                            objects.writes, objects.removals, objects.failures});
  return status;
}

identity_watch_deps node::parts::watched() {
  const auto own = *services_of(settings_).begin();  // on whose behalf the node speaks
  return {&identity_.refusals, tree_.reached_by<refusal_book_actor>(own, "auth").for_key(0),
          links_ ? std::filesystem::path{} : data_.folder(), wall_clock};
}

node::node(const settings& s, const std::string& data) : parts_(std::make_unique<parts>(s, data)) {}
node::~node() { stop(); }

result<int, std::string> node::start() {
  auto& p = *parts_;
  if (const auto taken = p.edge_.reserve(); !taken) return failure{taken.error()};
  const auto auth = p.tree_.reached_by<auth_actor>("gateway", "auth");
  child_spec watch{"session_watch", [&p, auth](caf::event_based_actor* supervisor) {
                     return supervisor->home_system().spawn(http::session_watch, auth,
                                                            &p.sessions_);
                   }};
  child_spec identity{"identity_watch", [&p](caf::event_based_actor* supervisor) {
                        return supervisor->home_system().spawn(identity_watch, p.watched());
                      }};
  if (p.links_) p.links_->join(directory_of(p.settings_, p.links_->deployment()));
  if (!p.is_gateway()) {
    p.tree_.start({identity});
    return p.edge_.start();
  }
  p.tree_.start({watch, identity});
  // Signed-in users can be told apart from the first request on, and services of other nodes are given time to start.
  const auto patience = p.links_ ? 60s : 10s;
  const auto has_all = [&p] {
    return p.sessions_.has_keys() && (!p.links_ || p.reach_.all_reachable());
  };
  for (auto left = patience / 10ms; left > 0 && !has_all(); --left)
    std::this_thread::sleep_for(10ms);
  if (!p.sessions_.has_keys()) return failure{std::string{"authentication does not start"}};
  return p.edge_.start();
}

void node::stop() {
  auto& p = *parts_;
  if (p.links_) {
    p.links_->drain();
    std::this_thread::sleep_for(time_to_hear);
  }
  p.edge_.stop();
  p.tree_.stop();
  if (p.links_) p.links_->stop();
  p.reach_.close();
}

}  // namespace smartfin
