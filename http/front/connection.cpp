#include "http/front/connection.hpp"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace smartfin::http {
namespace {

/// Up to here a body is copied behind its head, past it a second piece of the same write costs
/// less.
constexpr std::size_t copied_body_max = 8 * 1024;

}  // namespace

connection::connection(int socket, std::string from, const front_options& options,
                       front_counters& counters)
    : address(std::move(from)),
      input(options, address),
      input_memory(counters.input_memory),
      output_memory(counters.output_memory),
      options_(options),
      counters_(counters),
      socket_(socket),
      active_at_(clock::now()),
      waiting_since_(active_at_) {}

connection::~connection() { ::close(socket_); }

bool connection::read(std::span<char> scratch, std::size_t budget, bool to_end) {
  undrained_ = false;
  const auto now = clock::now();
  while (!ended_) {
    const auto got = ::recv(socket_, scratch.data(), scratch.size(), MSG_DONTWAIT);
    if (got < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN || errno == EWOULDBLOCK;
    }
    const auto size = static_cast<std::size_t>(got);
    ended_ = size == 0;
    if (!closing_ && size > 0) input.append({scratch.data(), size}, now);
    front_counters::add(counters_.bytes_in, size);
    if (size < scratch.size() && !to_end) return true;
    if (size >= budget) {
      undrained_ = true;
      return true;
    }
    budget -= size;
  }
  return true;
}

void connection::put(outgoing&& answer) {
  if (out_.empty())
    out_ = std::move(answer.head);
  else
    out_ += answer.head;
  if (answer.body.size() > copied_body_max)
    tail_ = std::move(answer.body);
  else
    out_ += answer.body;
  source_ = std::move(answer.source);
  chunked_ = answer.chunked;
  if (source_) stream_until_ = clock::now() + options_.stream_time_max;
}

bool connection::put_next_piece() {
  std::string piece;
  try {
    if (clock::now() < stream_until_)
      piece = source_();
    else
      broken_off_ = true;
  } catch (...) {  // the client sees a body that ends too early; its maker tells the log
    broken_off_ = true;
  }
  if (broken_off_) {
    source_ = nullptr;
    const ::linger reset{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    return false;
  }
  if (piece.empty()) source_ = nullptr;
  if (!chunked_) {
    out_ += piece;
    return true;
  }
  std::array<char, 20> size{};
  out_.append(size.data(), static_cast<std::size_t>(
                               std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size())));
  out_.append(piece).append("\r\n");  // behind the size 0: no trailer fields
  return true;
}

connection::flushed connection::flush() {
  while (has_output()) {
    const auto first = std::min(sent_, out_.size());
    const auto second = sent_ - first;
    std::array<iovec, 2> pieces{iovec{out_.data() + first, out_.size() - first},
                                iovec{tail_.data() + second, tail_.size() - second}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    const auto sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return flushed::broken;
      if (!std::exchange(blocked_, true)) waiting_since_ = clock::now();
      return flushed::some;
    }
    sent_ += static_cast<std::size_t>(sent);
    front_counters::add(counters_.bytes_out, static_cast<std::uint64_t>(sent));
    if (sent_ == out_.size() + tail_.size()) break;
  }
  std::string{}.swap(out_);
  std::string{}.swap(tail_);
  sent_ = 0;
  blocked_ = false;
  return flushed::all;
}

void connection::close_after_output(bool refused) {
  closing_ = true;
  refused_ = refused;
}

answer_frame connection::frame(bool draining) const {
  return {.close = !input.keep_alive() || draining,
          .http_1_0 = input.http_1_0(),
          .head_only = input.current().method == "HEAD"};
}

void connection::finish_request() {
  active_at_ = clock::now();
  input.finish(active_at_);
  ++served_;
  front_counters::add(counters_.requests);
}

connection::clock::time_point connection::deadline() const {
  const auto earned = [this](std::size_t bytes) {
    return std::chrono::milliseconds{1000 * bytes /
                                     std::max<std::size_t>(1, options_.transfer_rate_min)};
  };
  if (lingering_) return waiting_since_ + options_.linger_time_max;
  if (has_output()) {
    const auto reading = waiting_since_ + options_.write_time_max + earned(sent_);
    return streaming() ? std::min(reading, stream_until_) : reading;
  }
  if (input.empty()) return active_at_ + options_.idle_time_max;
  const auto allowed = options_.request_time_max + earned(input.arrived());
  if (input.is_spooled()) return input.started() + allowed;
  return input.started() +
         std::min(allowed, std::max(options_.body_time_max, options_.request_time_max));
}

void connection::start_lingering() {
  lingering_ = true;
  waiting_since_ = clock::now();
  ::shutdown(socket_, SHUT_WR);
}

}  // namespace smartfin::http
