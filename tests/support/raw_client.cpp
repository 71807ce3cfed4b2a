#include "tests/support/raw_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace smartfin::test {

std::optional<std::string> raw_reply::header(std::string_view name) const {
  for (std::size_t at = head.find("\r\n"); at != std::string::npos;
       at = head.find("\r\n", at + 2)) {
    const auto line = std::string_view{head}.substr(at + 2);
    if (line.size() <= name.size() || line[name.size()] != ':' ||
        ::strncasecmp(line.data(), name.data(), name.size()) != 0)
      continue;
    auto value = line.substr(name.size() + 1, line.find("\r\n") - name.size() - 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    return std::string{value};
  }
  return std::nullopt;
}

raw_client::raw_client(const node_door& door, int receive_buffer_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (socket_ < 0) throw std::runtime_error{"no socket"};
  if (receive_buffer_bytes > 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                 sizeof receive_buffer_bytes);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(door.port));
  ::inet_pton(AF_INET, door.host.c_str(), &to.sin_addr);
  const timeval patience{.tv_sec = patience_ms / 1000, .tv_usec = 0};  // to connect and to send
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    ::close(socket_);
    throw std::runtime_error{"no connection"};
  }
}

raw_client::~raw_client() {
  if (socket_ >= 0) ::close(socket_);
}

raw_client::raw_client(raw_client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), in_(std::move(other.in_)), ended_(other.ended_) {}

bool raw_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void raw_client::finish_sending() { ::shutdown(socket_, SHUT_WR); }

void raw_client::reset() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(std::exchange(socket_, -1));
}

bool raw_client::readable_now() const {
  pollfd wait{socket_, POLLIN, 0};
  return ::poll(&wait, 1, 0) > 0;
}

bool raw_client::fill() {
  if (ended_) return false;
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, patience_ms) <= 0) throw std::runtime_error{"no answer in time"};
  std::array<char, 65536> buffer;
  const auto got = ::recv(socket_, buffer.data(), buffer.size(), 0);
  ended_ = got <= 0;
  if (!ended_) in_.append(buffer.data(), static_cast<std::size_t>(got));
  return !ended_;
}

std::optional<raw_reply> raw_client::reply(bool head_only) {
  std::size_t end = 0;
  while ((end = in_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return std::nullopt;
  raw_reply got;
  got.head = in_.substr(0, end + 2);
  got.status = std::atoi(got.head.c_str() + 9);
  in_.erase(0, end + 4);
  if (!head_only && got.header("Transfer-Encoding") == "chunked") {
    auto body = chunks();
    if (!body) return std::nullopt;
    got.body = std::move(*body);
    return got;
  }
  const auto length = got.header("Content-Length");
  const auto size = head_only || !length ? 0 : std::stoul(*length);
  while (in_.size() < size)
    if (!fill()) return std::nullopt;
  got.body = in_.substr(0, size);
  in_.erase(0, size);
  return got;
}

/// Every chunk up to the empty one; nothing when the connection ends before it.
std::optional<std::string> raw_client::chunks() {
  std::string body;
  for (;;) {
    std::size_t line = 0;
    while ((line = in_.find("\r\n")) == std::string::npos)
      if (!fill()) return std::nullopt;
    const auto size = std::stoul(in_.substr(0, line), nullptr, 16);
    while (in_.size() < line + 2 + size + 2)
      if (!fill()) return std::nullopt;
    body.append(in_, line + 2, size);
    in_.erase(0, line + 2 + size + 2);
    if (size == 0) return body;
  }
}

std::optional<raw_reply> raw_client::ask(std::string_view bytes) {
  send(bytes);  // an early refusal may have closed the way there and still be readable
  return reply();
}

std::optional<std::string> raw_client::rest() {
  try {
    while (fill()) continue;
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
  return std::exchange(in_, {});
}

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace smartfin::test
