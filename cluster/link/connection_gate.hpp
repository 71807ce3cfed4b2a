#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace smartfin {

/// Accepts connections, and closes at once those beyond the number of strangers that a node puts up with: who has
/// connected lately and has not become known.
class connection_gate {
public:
  struct limits {
    std::size_t strangers_max = 0;
    /// A connection is no longer counted after this: by then it is known or closed.
    std::chrono::milliseconds stranger_for{};
  };
  /// Owns the accepted socket from then on.
  using entrance = std::function<void(int accepted, int listener)>;

  /// Listens; nobody is let in yet. Throws link_refusal when the address cannot be listened at.
  connection_gate(const std::string& host, std::uint16_t port, limits how);
  ~connection_gate();
  void open(entrance enter);

  std::uint16_t port() const { return port_; }
  /// The connection from `address` ("127.0.0.1:4711") is no stranger's.
  void known(const std::string& address);
  std::uint64_t turned_away() const;
  /// Idempotent.
  void close();

private:
  struct stranger {
    std::chrono::steady_clock::time_point since;
    std::string address;
  };
  void run();
  bool admits(const std::string& address);

  const limits limits_;
  entrance enter_;
  int listener_ = -1;
  int wake_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::deque<stranger> strangers_;
  std::uint64_t turned_away_ = 0;
  std::thread thread_;
};

}  // namespace smartfin
