#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>

#include "cluster/link/link_options.hpp"
#include "cluster/link/link_peer.hpp"
#include "cluster/link/link_session.hpp"
#include "cluster/link/link_transport.hpp"
#include "cluster/link/work_thread.hpp"

namespace smartfin {

/// The links of one node: one connection to each peer, opened by the node whose name sorts first and kept up from then
/// on. Thread-safe.
class link_hub : private session_owner {
public:
  /// Listens. `receiver` outlives the hub. Throws link_refusal.
  link_hub(link_options options, call_receiver& receiver, link_observer observer = {});
  ~link_hub() override;

  std::uint16_t port() const { return transport_.port(); }
  /// The node is at `address` ("host:port"): keeps a link to it up. With another address, the next attempt goes there.
  void reach(const std::string& node, const std::string& address);
  /// The node is no more: ends the link and tries no more. It may still come by itself.
  void forget(const std::string& node);
  /// The same object for the same node, always.
  std::shared_ptr<link_peer> peer(const std::string& node);
  /// Connections that were closed at once because too many others had not said who they are.
  std::uint64_t turned_away() const { return transport_.turned_away(); }

  /// Ends every link; what is on its way is answered. Nothing is called afterwards. Idempotent.
  void close();

private:
  struct target {
    std::string address;
    int failures = 0;
    bool is_dialling = false;
  };
  std::shared_ptr<link_session> make_session(const std::string& node);
  void dial(const std::string& node);
  void dial_later(const std::string& node);
  void look_after();

  bool session_opened(const std::shared_ptr<link_session>& session, const peer_info& info) override;
  void session_ended(const std::shared_ptr<link_session>& session, const std::string& why) override;

  const link_options options_;
  const link_observer observer_;
  work_thread worker_;
  const session_surroundings around_;

  std::mutex mutex_;
  bool is_closed_ = false;
  std::map<std::string, std::shared_ptr<link_peer>> peers_;
  std::map<std::string, target> targets_;
  std::set<std::shared_ptr<link_session>> sessions_;
  std::minstd_rand random_{std::random_device{}()};

  link_transport transport_;  // last: its threads use the rest
};

}  // namespace smartfin
