#pragma once

#include <cstdint>
#include <string>

#include "domain/result.hpp"

namespace smartfin::http {

struct accepted_socket {
  int socket = -1;  ///< non-blocking; negative when nobody waits or there is no descriptor
  bool out_of_descriptors = false;
  std::string address{};  ///< numeric, without the port
};

/// A TCP socket that clients connect to.
class listener {
public:
  /// Takes the port, where clients are refused until `listen`. The error is a sentence that names the address.
  static result<listener, std::string> bind(const std::string& host, int port);
  /// As of `bind`; also when another one that had the port as well was first.
  result<nothing, std::string> listen() const;
  ~listener();
  listener(listener&& other) noexcept;
  listener& operator=(listener&& other) noexcept;

  /// Takes one waiting client, never blocks.
  accepted_socket accept() const;
  int socket() const { return socket_; }
  int port() const { return port_; }
  void close();

private:
  listener(int socket, std::string host, int port);

  int socket_ = -1;
  std::string host_;
  int port_ = 0;
};

/// What connections are counted by: the address, or the first half of an IPv6 one.
std::string address_group(const std::string& address);

}  // namespace smartfin::http
