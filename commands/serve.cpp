#include "commands/serve.hpp"

#include <signal.h>

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <cstdio>
#include <ostream>
#include <thread>

#include "commands/built_in_models.hpp"
#include "commands/outside_stores.hpp"
#include "config/listen_address.hpp"
#include "config/log.hpp"
#include "config/settings_file.hpp"
#include "http/edge.hpp"
#include "http/session_watch.hpp"
#include "storage/data_folder.hpp"
#include "storage/spool_folder.hpp"
#include "storage/storage_failure.hpp"
#include "supervisors/app_tree.hpp"

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

/// The models built into the program, or those of a folder. A node without good models is refused, not served by rules
/// in silence.
std::shared_ptr<const score_models> loaded_models(const std::string& folder) {
  auto models =
      folder.empty() ? score_models::from_files(built_in_models()) : score_models::load(folder);
  if (!models) throw storage_refusal{"the score's models cannot be used: " + models.error().detail};
  return std::make_shared<const score_models>(std::move(*models));
}

app_tree_options tree_options(const settings& s, const std::filesystem::path& data,
                              std::shared_ptr<object_store> objects, const spool_folder& spool) {
  app_tree_options options;
  options.objects = std::move(objects);
  options.open_scratch = [&spool] { return spool.open(); };
  options.limits = {s.supervision.intensity, s.supervision.period, s.supervision.delay_min,
                    s.supervision.delay_max, s.supervision.healthy_run};
  options.retry_down_after = s.supervision.retry_down_after;
  options.in_flight_max = s.services.in_flight_max;
  options.parked_max = s.services.parked_max;
  options.finance_readers = s.finance.readers;
  options.import_chunk_rows = s.finance.import_chunk_rows;
  options.import_rows_at_once_max = s.finance.import_rows_at_once_max;
  options.import_inline_time_max = s.finance.import_inline_time_max;
  options.password_hashers = s.auth.hashers;
  options.file_workers = s.files.workers;
  options.file_quota_bytes = s.files.quota_bytes_max;
  options.files_swept_after = s.files.sweep_after;
  options.audit_folder = data / "audit";
  options.delivery.kept = s.events.kept;
  options.models = loaded_models(s.prediction.models_dir);
  options.password = {s.auth.password_memory_kib, s.auth.password_passes};
  options.sessions = {s.auth.access_lifetime, s.auth.refresh_lifetime, s.auth.administrators};
  options.throttle = {s.auth.failures_free, s.auth.first_wait, s.auth.longest_wait,
                      s.auth.forget_after};
  return options;
}

http::edge_options door_options(const settings& s, const spool_folder& spool) {
  http::edge_options options;
  auto& front = options.front;
  front.host = s.http.host;
  front.port = s.http.port;
  front.workers = s.http.workers;
  front.header_bytes_max = s.http.header_bytes_max;
  front.body_bytes_max = s.http.body_bytes_max;
  front.body_memory_max = s.http.body_memory_max;
  front.open_spool = [&spool] { return spool.open(); };
  front.spool_bytes_min = s.http.spool_bytes_min;
  front.transfer_rate_min = s.http.transfer_rate_min;
  front.request_time_max = s.http.request_time_max;
  front.idle_time_max = s.http.idle_time_max;
  front.connections_max = s.http.connections_max;
  front.connections_per_address_max = s.http.connections_per_address_max;
  front.queue_max = s.http.queue_max;
  front.drain_time_max = s.http.drain_time_max;
  front.compress = s.http.compress;
  options.dispatch.cors_origins = s.http.cors_origins;
  options.import_bytes_max = s.http.import_bytes_max;
  options.file_bytes_max = s.files.bytes_max;
  const auto per_minute = [](std::uint32_t burst) { return http::rate_limit{burst, 60s}; };
  options.dispatch.rates = {
      per_minute(0), per_minute(s.rates.read_per_minute), per_minute(s.rates.write_per_minute),
      per_minute(s.rates.sign_in_per_minute), per_minute(s.rates.heavy_per_minute)};
  return options;
}

std::array<unsigned char, 32> cursor_key(const vault& keys) {
  std::array<unsigned char, 32> key{};
  const auto derived = keys.derive("cursors");
  std::copy_n(derived.data(), key.size(), key.begin());
  return key;
}

/// Blocks the signals that end a node in this thread and all it starts, so that only `wait` takes them.
class end_signals {
public:
  end_signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
  }
  void wait() const {
    int got = 0;
    sigwait(&set_, &got);
  }

private:
  sigset_t set_;
};

/// A node from its parts, in the order in which each needs the one before; they go in reverse.
class node {
public:
  node(const settings& s, const serve_options& options)
      : data_(options.data, s.security.master_key_file, location_of(s.storage)),
        answers_(configured_cache(s.cache, data_.keys())),
        objects_(configured_objects(s.objects, data_.folder())),
        spool_(data_.folder() / "spool", s.http.spool_bytes_max),
        board_(std::make_shared<health_board>(s.node.name, wall_clock)),
        events_(std::make_shared<event_board>()),
        system_(configured(config_, s)),
        tree_(system_, tree_options(s, options.data, objects_, spool_),
              [this](const std::string& service) {
                return service_deps{
                    data_.database(service), &data_.keys(), report_crash, {}, answers_};
              },
              {{board_, std::make_shared<supervision_log>()}, events_, wall_clock}),
        edge_(door_options(s, spool_), services(s)) {
    for (const auto& router : tree_.routers()) board_->watch(router);
  }
  ~node() { stop(); }

  result<int, std::string> start() {
    child_spec watch{"session_watch", [this](caf::event_based_actor* supervisor) {
                       return supervisor->home_system().spawn(http::session_watch, tree_.auth(),
                                                              &sessions_);
                     }};
    tree_.start({watch});
    // Signed-in users can be told apart from the first request on.
    for (int i = 0; i < 1'000 && !sessions_.has_keys(); ++i) std::this_thread::sleep_for(10ms);
    if (!sessions_.has_keys()) return failure{std::string{"authentication does not start"}};
    return edge_.start();
  }
  void stop() {
    edge_.stop();
    tree_.stop();
  }

private:
  static caf::actor_system_config& configured(caf::actor_system_config& config, const settings& s) {
    const std::size_t cores = std::max(2u, std::thread::hardware_concurrency());
    config.set("scheduler.policy", caf::atom("sharing"));
    config.set("scheduler.max-threads", s.scheduler.threads ? s.scheduler.threads : cores);
    return config;
  }
  static void report_crash(std::string_view actor, std::string_view what) {
    log_line(log_level::error, "worker_crashed", {{"actor", actor}, {"what", what}});
  }
  http::edge_services services(const settings& s) {
    http::edge_services services{http::bridge{system_},
                                 tree_.auth(),
                                 tree_.profile(),
                                 tree_.ledger(),
                                 tree_.ledger_query(),
                                 tree_.imports(),
                                 tree_.import_query(),
                                 tree_.prediction(),
                                 tree_.notification(),
                                 tree_.files(),
                                 tree_.file_contents(),
                                 tree_.audit(),
                                 tree_.audit_log(),
                                 tree_.analytics_query(),
                                 sessions_,
                                 http::cursor_sealer{cursor_key(data_.keys())}};
    services.status = [this] {
      auto status = board_->snapshot();
      status.streams = events_->snapshot();
      for (auto& each : answers_->counts())
        status.caches.push_back({std::move(each.tier), each.available, each.hits, each.misses,
                                 each.failures, each.bytes});
      auto objects = objects_->counts();
      status.objects.push_back({std::move(objects.form), objects.available, objects.reads,
                                objects.writes, objects.removals, objects.failures});
      return status;
    };
    services.spool_bytes = [this] { return spool_.bytes(); };
    services.subscriber = [this](const std::string& name) { return tree_.subscriber(name); };
    if (s.faults.allowed)
      services.fail = [this](const std::string& name) { return tree_.fail(name); };
    services.log = [](const std::string& event, const std::string& detail) {
      log_line(log_level::error, event, {{"detail", detail}});
    };
    return services;
  }

  data_folder data_;
  std::shared_ptr<cache> answers_;
  std::shared_ptr<object_store> objects_;
  spool_folder spool_;
  http::session_keys sessions_;
  std::shared_ptr<health_board> board_;
  std::shared_ptr<event_board> events_;
  caf::actor_system_config config_;
  caf::actor_system system_;
  app_tree tree_;
  http::edge edge_;
};

int refuse(std::ostream& err, const std::string& sentence) {
  err << "smartfin: " << sentence << '\n';
  return 1;
}

}  // namespace

int run_serve(const serve_options& options, std::ostream&, std::ostream& err) {
  settings s;
  if (!options.config.empty()) {
    auto read = read_settings(options.config);
    if (!read) return refuse(err, to_text(read.error()));
    s = std::move(*read);
  }
  if (!options.listen.empty())
    if (const auto applied = apply_listen(s, options.listen); !applied)
      return refuse(err, applied.error());
  set_log_level(parse_log_level(s.log.level).value_or(log_level::info));
  const end_signals signals;
  try {
    node running{s, options};
    const auto port = running.start();
    if (!port) return refuse(err, port.error());
    log_line(log_level::notice, "ready",
             {{"node", s.node.name}, {"host", s.http.host}, {"port", *port}});
    signals.wait();
    log_line(log_level::notice, "draining", {});
    running.stop();
  } catch (const storage_refusal& refused) {
    return refuse(err, refused.what());
  }
  log_line(log_level::notice, "stopped", {});
  return 0;
}

}  // namespace smartfin
