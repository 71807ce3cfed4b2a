#include "cluster/link/link_hub.hpp"

#include <algorithm>

namespace smartfin {

using namespace std::chrono_literals;

std::optional<peer_info> link_peer::info() const {
  const std::lock_guard lock{mutex_};
  return session_ ? std::optional{info_} : std::nullopt;
}

std::shared_ptr<link_session> link_peer::session() const {
  const std::lock_guard lock{mutex_};
  return session_;
}

void link_peer::ask(link_call call, call_completion done) const {
  if (const auto link = session())
    link->ask(std::move(call), std::move(done));
  else if (done)
    done(call_loss::not_sent);
}

void link_peer::join(std::shared_ptr<link_session> session, peer_info info) {
  std::shared_ptr<link_session> replaced;
  {
    const std::lock_guard lock{mutex_};
    replaced = std::exchange(session_, std::move(session));
    info_ = std::move(info);
  }
  if (replaced) replaced->end("the node connected anew");
}

bool link_peer::leave(const std::shared_ptr<link_session>& session) {
  const std::lock_guard lock{mutex_};
  if (session_ != session) return false;
  session_.reset();
  return true;
}

link_hub::link_hub(link_options options, call_receiver& receiver, link_observer observer)
    : options_(std::move(options)),
      observer_(std::move(observer)),
      around_{options_, receiver, *this, worker_},
      transport_(options_, [this](const std::string& node) { return make_session(node); }) {
  worker_.post([this] { look_after(); });
}

link_hub::~link_hub() { close(); }

std::shared_ptr<link_peer> link_hub::peer(const std::string& node) {
  const std::lock_guard lock{mutex_};
  auto& found = peers_[node];
  if (!found) found = std::make_shared<link_peer>(node);
  return found;
}

void link_hub::reach(const std::string& node, const std::string& address) {
  {
    const std::lock_guard lock{mutex_};
    targets_[node].address = address;
  }
  if (options_.node < node) worker_.post([this, node] { dial(node); });
}

void link_hub::forget(const std::string& node) {
  {
    const std::lock_guard lock{mutex_};
    targets_.erase(node);
  }
  if (const auto link = peer(node)->session()) link->end("the node has left");
}

std::shared_ptr<link_session> link_hub::make_session(const std::string& node) {
  if (node == options_.node) {
    observer_.refused(node, "another node uses this one's name");
    return nullptr;
  }
  auto session = std::make_shared<link_session>(around_, node);
  const std::lock_guard lock{mutex_};
  if (is_closed_) return nullptr;
  sessions_.insert(session);
  return session;
}

/// On the worker.
void link_hub::dial(const std::string& node) {
  std::string address;
  {
    const std::lock_guard lock{mutex_};
    const auto found = targets_.find(node);
    if (found == targets_.end() || found->second.is_dialling) return;
    if (const auto known = peers_.find(node); known != peers_.end() && known->second->up()) return;
    found->second.is_dialling = true;
    address = found->second.address;
  }
  const auto session = make_session(node);
  if (!session) return;
  try {
    transport_.dial(address, node, session);
  } catch (const link_refusal& refused) {
    session->on_ended(refused.what());
  }
}

void link_hub::dial_later(const std::string& node) {
  const std::lock_guard lock{mutex_};
  const auto found = targets_.find(node);
  if (found == targets_.end() || options_.node > node) return;
  found->second.is_dialling = false;
  const auto& times = options_.times;
  const auto all = std::min(times.backoff_max,
                            times.backoff_first * (1 << std::min(found->second.failures, 10)));
  ++found->second.failures;
  std::uniform_int_distribution<std::int64_t> between{all.count() / 2, all.count()};
  worker_.post_at(std::chrono::steady_clock::now() + std::chrono::milliseconds{between(random_)},
                  [this, node] { dial(node); });
}

/// On the worker, again and again.
void link_hub::look_after() {
  std::set<std::shared_ptr<link_session>> all;
  {
    const std::lock_guard lock{mutex_};
    all = sessions_;
  }
  const auto now = std::chrono::steady_clock::now();
  for (const auto& session : all) session->expire(now);
  worker_.post_at(now + 100ms, [this] { look_after(); });
}

bool link_hub::session_opened(const std::shared_ptr<link_session>& session, const peer_info& info) {
  const auto whom = peer(info.node);
  {
    const std::lock_guard lock{mutex_};
    if (is_closed_) return false;
    if (const auto found = targets_.find(info.node); found != targets_.end())
      found->second.failures = 0;
  }
  whom->join(session, info);
  observer_.up(info);
  return true;
}

void link_hub::session_ended(const std::shared_ptr<link_session>& session, const std::string& why) {
  const auto& node = session->peer();
  if (peer(node)->leave(session))
    observer_.down(node, why);
  else
    observer_.refused(node, why);
  {
    const std::lock_guard lock{mutex_};
    sessions_.erase(session);
  }
  dial_later(node);
}

void link_hub::close() {
  std::set<std::shared_ptr<link_session>> all;
  {
    const std::lock_guard lock{mutex_};
    is_closed_ = true;
    targets_.clear();
    all = sessions_;
  }
  worker_.stop();
  for (const auto& session : all) session->end("the node is stopping");
  transport_.close();
}

}  // namespace smartfin
