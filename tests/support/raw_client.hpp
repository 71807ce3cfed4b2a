#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/patience.hpp"

namespace smartfin::test {

struct raw_reply {
  int status = 0;
  std::string head;  ///< status line and fields
  std::string body;

  /// The first field of that name; nothing when absent.
  std::optional<std::string> header(std::string_view name) const;
};

/// Where a node answers. On this machine unless told.
struct node_door {
  // NOLINTNEXTLINE(google-explicit-constructor): most tests know one machine
  node_door(int its_port) : port(its_port) {}
  node_door(std::string its_host, int its_port) : host(std::move(its_host)), port(its_port) {}

  std::string host = "127.0.0.1";
  int port;
};

/// A TCP client that sends bytes as they are given. Every wait ends after
/// `patience_ms`, which then fails the test that waits, instead of hanging it.
class raw_client {
public:
  static constexpr int patience_ms = 20'000 * slowness;

  /// `receive_buffer_bytes` makes a slow reader slow soon; 0 leaves the system's.
  explicit raw_client(const node_door& to, int receive_buffer_bytes = 0);
  ~raw_client();
  raw_client(raw_client&& other) noexcept;
  raw_client& operator=(raw_client&&) = delete;

  /// False when the server no longer takes it.
  bool send(std::string_view bytes);
  /// Sends no more; still reads.
  void finish_sending();
  /// Closes with a reset.
  void reset();

  /// The next answer, put together when it comes in chunks; nothing when the connection ends before it.
  /// `head_only`: no body follows.
  std::optional<raw_reply> reply(bool head_only = false);
  /// `send` and `reply`.
  std::optional<raw_reply> ask(std::string_view bytes);
  /// What comes until the server closes; nothing if it does not.
  std::optional<std::string> rest();
  /// The server closes without another byte.
  bool closes() { return rest() == std::string{}; }
  /// A byte or an end has arrived that is not read yet.
  bool readable_now() const;

private:
  bool fill();
  std::optional<std::string> chunks();

  int socket_;
  std::string in_;
  bool ended_ = false;
};

/// Raises the soft limit of open files to the hard one; returns it.
std::size_t raise_descriptor_limit();

}  // namespace smartfin::test
