#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "cluster/link/link_call.hpp"
#include "cluster/link/link_options.hpp"

namespace smartfin {

class link_session;

/// Another node, whether there is a link to it or not. Thread-safe.
class link_peer {
public:
  explicit link_peer(std::string node) : node_(std::move(node)) {}

  const std::string& node() const { return node_; }
  bool up() const { return session() != nullptr; }
  /// What it said of itself; nothing while there is no link.
  std::optional<peer_info> info() const;
  /// Calls it over the link; without one `not_sent` is the outcome at once.
  void ask(link_call call, call_completion done) const;

private:
  friend class link_hub;
  void join(std::shared_ptr<link_session> session, peer_info info);
  /// False: another session has taken its place, or it never was the one.
  bool leave(const std::shared_ptr<link_session>& session);
  std::shared_ptr<link_session> session() const;

  const std::string node_;
  mutable std::mutex mutex_;
  std::shared_ptr<link_session> session_;
  peer_info info_;
};

}  // namespace smartfin
