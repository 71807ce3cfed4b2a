#include "tests/cluster/tcp_relay.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace smartfin::testing {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

}  // namespace

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(port);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    throw std::runtime_error{"cannot connect"};
  }
  return socket;
}

bool is_closed_by_peer(int socket) {
  constexpr int patience_ms = 60'000;
  std::array<char, 4096> bytes;
  pollfd watched{socket, POLLIN, 0};
  while (::poll(&watched, 1, patience_ms) > 0)
    if (::recv(socket, bytes.data(), bytes.size(), 0) <= 0) return true;
  return false;
}

tcp_relay::tcp_relay(std::uint16_t to) : to_(to) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t length = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, plain, length) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, plain, &length) != 0)
    throw std::runtime_error{"cannot listen"};
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

tcp_relay::~tcp_relay() {
  {
    const std::lock_guard lock{mutex_};
    is_closed_ = true;
  }
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  cut();
  for (auto& each : threads_) each.join();
  for (const int socket : open_) ::close(socket);
  ::close(listener_);
}

void tcp_relay::cut() {
  const std::lock_guard lock{mutex_};
  for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
}

std::string tcp_relay::seen() const {
  const std::lock_guard lock{mutex_};
  return seen_;
}

void tcp_relay::accept_all() {
  for (int client = -1; (client = ::accept(listener_, nullptr, nullptr)) >= 0;) {
    int server = -1;
    try {
      server = connect_to(to_);
    } catch (const std::runtime_error&) {
      ::close(client);
      continue;
    }
    ++count_;
    const std::lock_guard lock{mutex_};
    if (is_closed_) {
      ::close(client);
      ::close(server);
      return;
    }
    open_.insert(open_.end(), {client, server});
    threads_.emplace_back([=, this] { pass_on(client, server); });
    threads_.emplace_back([=, this] { pass_on(server, client); });
  }
}

void tcp_relay::pass_on(int from, int to) {
  std::array<char, 16 << 10> bytes;
  for (ssize_t got = 0; (got = ::recv(from, bytes.data(), bytes.size(), 0)) > 0;) {
    {
      const std::lock_guard lock{mutex_};
      seen_.append(bytes.data(), static_cast<std::size_t>(got));
    }
    if (::send(to, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) break;
  }
  ::shutdown(to, SHUT_RDWR);
  ::shutdown(from, SHUT_RDWR);
}

}  // namespace smartfin::testing
