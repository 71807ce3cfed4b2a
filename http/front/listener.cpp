#include "http/front/listener.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace smartfin::http {
namespace {

constexpr int backlog = 4096;

std::string numeric(const sockaddr_storage& from) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (from.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(from);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  } else if (from.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(from);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
      ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
    else
      ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

int bound_port(int socket) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &size) != 0) return 0;
  return ntohs(name.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(name).sin6_port
                                          : reinterpret_cast<sockaddr_in&>(name).sin_port);
}

/// Bound, or -1 with errno.
int bind_at(const addrinfo& at) {
  const int socket = ::socket(at.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // accepted sockets inherit it
  if (::bind(socket, at.ai_addr, at.ai_addrlen) == 0) return socket;
  const int why = errno;
  ::close(socket);
  errno = why;
  return -1;
}

std::string refusal(const std::string& host, int port, const char* why) {
  return "cannot listen on " + host + " port " + std::to_string(port) + ": " + why;
}

}  // namespace

listener::listener(int socket, std::string host, int port)
    : socket_(socket), host_(std::move(host)), port_(port) {}

result<listener, std::string> listener::bind(const std::string& host, int port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const auto service = std::to_string(port);
  if (const int no = ::getaddrinfo(host.c_str(), service.c_str(), &wanted, &found); no != 0)
    return failure{refusal(host, port, ::gai_strerror(no))};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned{found, &::freeaddrinfo};
  int why = 0;
  for (const auto* at = found; at; at = at->ai_next) {
    if (const int socket = bind_at(*at); socket >= 0)
      return listener{socket, host, bound_port(socket)};
    why = errno;
  }
  return failure{refusal(host, port, std::strerror(why))};
}

result<nothing, std::string> listener::listen() const {
  if (::listen(socket_, backlog) == 0) return nothing{};
  return failure{refusal(host_, port_, std::strerror(errno))};
}

listener::~listener() { close(); }

listener::listener(listener&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      host_(std::move(other.host_)),
      port_(other.port_) {}

listener& listener::operator=(listener&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(host_, other.host_);
  std::swap(port_, other.port_);
  return *this;
}

void listener::close() {
  if (const int socket = std::exchange(socket_, -1); socket >= 0) ::close(socket);
}

accepted_socket listener::accept() const {
  for (;;) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int socket =
        ::accept4(socket_, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) return {.socket = socket, .address = numeric(from)};
    switch (errno) {
      case EINTR:
      case ECONNABORTED:
      case EPROTO:
        continue;  // that client is gone, the next may wait
      case EMFILE:
      case ENFILE:
      case ENOBUFS:
      case ENOMEM:
        return {.out_of_descriptors = true};
      default:
        return {};
    }
  }
}

std::string address_group(const std::string& address) {
  in6_addr v6{};
  if (::inet_pton(AF_INET6, address.c_str(), &v6) != 1) return address;
  return std::string{reinterpret_cast<const char*>(v6.s6_addr), 8};
}

}  // namespace smartfin::http
