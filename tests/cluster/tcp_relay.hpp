#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace smartfin::testing {

/// Between a client and a server on loopback: passes bytes on, keeps a copy of them, and cuts the connection on demand.
class tcp_relay {
public:
  explicit tcp_relay(std::uint16_t to);
  ~tcp_relay();

  std::uint16_t port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  /// Ends every connection; new ones are taken.
  void cut();
  /// All bytes of both directions so far.
  std::string seen() const;
  int connections() const { return count_; }

private:
  void accept_all();
  void pass_on(int from, int to);

  const std::uint16_t to_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> count_{0};
  mutable std::mutex mutex_;
  std::string seen_;
  std::list<int> open_;
  std::list<std::thread> threads_;
  bool is_closed_ = false;
  std::thread acceptor_;
};

/// A connection to a port of loopback. Throws std::runtime_error.
int connect_to(std::uint16_t port);
/// Whether the other side closes `socket` within the tests' patience; what it sends is passed over.
bool is_closed_by_peer(int socket);

}  // namespace smartfin::testing
