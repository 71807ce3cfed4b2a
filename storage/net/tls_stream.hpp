#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace smartfin {

/// When a call gives up.
using time_limit = std::chrono::steady_clock::time_point;

/// Readies the network library; to be called before the first use of it, any number of times, by any thread. From then
/// on a peer that hangs up is an error and not a signal.
void start_network();

/// The other side of a conversation over TLS.
struct tls_peer {
  std::string host;  ///< the name that its certificate must bear
  std::uint16_t port = 0;
  std::filesystem::path
      ca_file;  ///< the authority that must have signed it; empty: those of the system
};

/// Bytes to and from a peer over TLS 1.2 or newer that proved its name. After an error it is good for nothing. Owned by
/// one thread at a time.
class tls_stream {
public:
  /// Throws storage_failure: not there in time, no TLS, another's certificate.
  tls_stream(const tls_peer& peer, time_limit until);
  ~tls_stream();
  tls_stream(tls_stream&& other) noexcept;
  tls_stream& operator=(tls_stream&& other) noexcept;

  /// Throws storage_failure when not everything could be sent in time.
  void send(std::string_view bytes, time_limit until);
  /// At least one byte. Throws storage_failure when none came in time, or the peer has ended.
  std::size_t receive(std::span<char> into, time_limit until);

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin
