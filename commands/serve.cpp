#include "commands/serve.hpp"

#include <signal.h>

#include <ostream>

#include "cluster/identity/identity_refusal.hpp"
#include "commands/cluster_options.hpp"
#include "commands/node.hpp"
#include "config/listen_address.hpp"
#include "config/log.hpp"
#include "config/settings_file.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

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
  if (!options.node.empty()) s.node.name = options.node;
  if (!options.services.empty()) s.cluster.services = options.services;
  if (!options.cluster.empty()) s.cluster.etcd = options.cluster;
  if (!options.demo_login.empty()) s.auth.demo_login_file = options.demo_login;
  if (const auto fit = check_cluster(s); !fit) return refuse(err, fit.error());
  set_log_level(parse_log_level(s.log.level).value_or(log_level::info));
  const end_signals signals;
  try {
    node running{s, options.data};
    const auto port = running.start();
    if (!port) return refuse(err, port.error());
    log_line(log_level::notice, "ready",
             {{"node", s.node.name}, {"host", s.http.host}, {"port", *port}});
    signals.wait();
    log_line(log_level::notice, "draining", {});
    running.stop();
  } catch (const storage_refusal& refused) {
    return refuse(err, refused.what());
  } catch (const identity_refusal& refused) {
    return refuse(err, refused.what());
  }
  log_line(log_level::notice, "stopped", {});
  return 0;
}

}  // namespace smartfin
