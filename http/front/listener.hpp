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

/// A listening TCP socket.
class listener {
public:
  /// The error is a sentence that names the address.
  static result<listener, std::string> open(const std::string& host, int port);
  ~listener();
  listener(listener&& other) noexcept;
  listener& operator=(listener&& other) noexcept;

  /// Takes one waiting client, never blocks.
  accepted_socket accept() const;
  int socket() const { return socket_; }
  int port() const { return port_; }
  void close();

private:
  listener(int socket, int port) : socket_(socket), port_(port) {}

  int socket_ = -1;
  int port_ = 0;
};

/// What connections are counted by: the address, or the first half of an IPv6 one.
std::string address_group(const std::string& address);

}  // namespace smartfin::http
