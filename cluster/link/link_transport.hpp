#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cluster/link/link_options.hpp"
#include "cluster/link/link_session.hpp"

namespace smartfin {

/// Connections of a node by gRPC over mutual TLS; the only place that knows gRPC.
class link_transport {
public:
  /// Makes the session for a connection of `node`, whose certificate is good. Null: nobody wants it.
  using welcome = std::function<std::shared_ptr<link_session>(const std::string& node)>;

  /// Throws link_refusal.
  link_transport(const link_options& options, welcome greet);
  ~link_transport();

  std::uint16_t port() const;
  /// Connects to `node` at `address` ("host:port") for `session`, which hears of success and failure alike. Throws
  /// link_refusal when the node's own files do not read.
  void dial(const std::string& address, const std::string& node,
            const std::shared_ptr<link_session>& session);
  /// Connections that were closed at once because too many others were strangers.
  std::uint64_t turned_away() const;
  /// Ends every connection and waits for it. Idempotent.
  void close();

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin
