#include "cluster/link/connection_gate.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "cluster/link/link_options.hpp"

namespace smartfin {
namespace {

constexpr int backlog = 128;

int listen_at(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    throw link_refusal{"there is no address " + host + " to listen at"};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{found, &::freeaddrinfo};
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    const int socket =
        ::socket(each->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, each->ai_protocol);
    if (socket < 0) continue;
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(socket, each->ai_addr, each->ai_addrlen) == 0 && ::listen(socket, backlog) == 0)
      return socket;
    ::close(socket);
  }
  throw link_refusal{"cannot listen at " + host + ":" + std::to_string(port) + ": " +
                     std::generic_category().message(errno)};
}

std::string numeric(const sockaddr_storage& address, socklen_t length) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (::getnameinfo(reinterpret_cast<const sockaddr*>(&address), length, host.data(), host.size(),
                    port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return {};
  return std::string{host.data()} + ":" + port.data();
}

std::uint16_t port_of(int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

connection_gate::connection_gate(const std::string& host, std::uint16_t port, limits how)
    : limits_(how), listener_(listen_at(host, port)) {
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  port_ = port_of(listener_);
}

connection_gate::~connection_gate() {
  close();
  ::close(wake_);
  ::close(listener_);
}

void connection_gate::open(entrance enter) {
  enter_ = std::move(enter);
  thread_ = std::thread([this] { run(); });
}

void connection_gate::close() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
  thread_.join();
  ::shutdown(listener_, SHUT_RDWR);
}

void connection_gate::known(const std::string& address) {
  const std::lock_guard lock{mutex_};
  std::erase_if(strangers_, [&](const stranger& each) { return each.address == address; });
}

std::uint64_t connection_gate::turned_away() const {
  const std::lock_guard lock{mutex_};
  return turned_away_;
}

bool connection_gate::admits(const std::string& address) {
  const std::lock_guard lock{mutex_};
  const auto now = std::chrono::steady_clock::now();
  while (!strangers_.empty() && now - strangers_.front().since > limits_.stranger_for)
    strangers_.pop_front();
  if (strangers_.size() >= limits_.strangers_max) {
    ++turned_away_;
    return false;
  }
  strangers_.push_back({now, address});
  return true;
}

void connection_gate::run() {
  std::array<pollfd, 2> watched{{{listener_, POLLIN, 0}, {wake_, POLLIN, 0}}};
  while (true) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return;
    if (watched[1].revents != 0) return;
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const int accepted = ::accept4(listener_, reinterpret_cast<sockaddr*>(&address), &length,
                                   SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted < 0) {
      // Out of descriptors: give those time who will close one.
      if (errno == EMFILE || errno == ENFILE) ::poll(&watched[1], 1, 50);
      continue;
    }
    if (!admits(numeric(address, length))) {
      ::close(accepted);
      continue;
    }
    const int on = 1;
    ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    enter_(accepted, listener_);
  }
}

}  // namespace smartfin
