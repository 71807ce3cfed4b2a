#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "http/front/answer.hpp"
#include "http/front/front_counters.hpp"
#include "http/front/request_assembler.hpp"

namespace smartfin::http {

/// Whose a connection is. The poller is told once of each change of readiness (edge-triggered) and
/// never re-armed, so what arrives while a worker owns the connection is left as a note for that
/// worker.
class ownership {
public:
  /// Front: it is ready. True if the front owns it; otherwise its worker has been told.
  bool notice_ready() {
    auto expected = owner::worker;
    return !owner_.compare_exchange_strong(expected, owner::worker_told,
                                           std::memory_order_acq_rel) &&
           expected == owner::front;
  }
  bool is_front() const { return owner_.load(std::memory_order_acquire) == owner::front; }
  /// Front, owning it.
  void give_to_worker() { owner_.store(owner::worker, std::memory_order_release); }
  /// Worker: true if the front owns it from now on; false if something arrived meanwhile, and it
  /// stays.
  bool give_back() {
    auto expected = owner::worker;
    if (owner_.compare_exchange_strong(expected, owner::front, std::memory_order_acq_rel))
      return true;
    owner_.store(owner::worker, std::memory_order_relaxed);
    return false;
  }
  /// Front, when a worker has handed it over with work left to do.
  void take() { owner_.store(owner::front, std::memory_order_release); }

private:
  enum class owner : std::uint8_t { front, worker, worker_told };
  std::atomic<owner> owner_{owner::front};
};

/// One client: its socket, what it has sent, what it is still to be sent. Touched by its owner
/// alone; closes the socket when the last holder lets go, so a number is never reused while a
/// thread may still use it.
class connection {
public:
  using clock = std::chrono::steady_clock;
  enum class flushed : std::uint8_t { all, some, broken };

  connection(int socket, std::string from, const front_options& options, front_counters& counters);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Reads until the socket is dry, or `budget` bytes have come. `to_end`: also look for the end of
  /// the stream behind a short read. False when the connection is broken.
  bool read(std::span<char> scratch, std::size_t budget, bool to_end);
  /// The socket may hold more than has been read.
  bool undrained() const { return undrained_; }
  /// The client will send no more.
  bool ended() const { return ended_; }

  void put(outgoing&& answer);
  bool has_output() const { return sent_ < out_.size() || !tail_.empty(); }
  /// Enough output is held that it should go before more is made.
  bool wants_flush() const { return !tail_.empty() || out_.size() >= flush_bytes; }
  flushed flush();
  /// The answer has a body that is still being made; its next piece is made when all output is sent.
  bool streaming() const { return static_cast<bool>(source_); }
  /// Worker: puts the next piece, or the end. False when it cannot be made in time: the connection is
  /// then only fit to be dropped, with a reset, so that no client takes the body for whole.
  bool put_next_piece();
  bool broken_off() const { return broken_off_; }
  /// More may have arrived than the poller will tell again.
  void note_unread() { undrained_ = true; }
  std::size_t unsent() const { return out_.size() + tail_.size() - sent_; }

  /// Nothing more is read as a request; `refused`: the client may still be sending one.
  void close_after_output(bool refused);
  bool closing() const { return closing_; }
  bool refused() const { return refused_; }

  /// How the answer to the current request is to be framed.
  answer_frame frame(bool draining) const;
  /// The current request has been answered.
  void finish_request();

  /// When to give up on the client as things stand; only for a connection without a worker.
  clock::time_point deadline() const;
  bool lingering() const { return lingering_; }
  void start_lingering();

  clock::time_point idle_since() const { return active_at_; }
  int socket() const { return socket_; }
  std::uint64_t served() const { return served_; }

  const std::string address;  ///< numeric
  ownership owner;
  request_assembler input;
  memory_share input_memory;
  memory_share output_memory;
  clock::time_point alarm =
      clock::time_point::max();  ///< the earliest entry among the front's deadlines
  std::uint64_t key = 0;         ///< place in the front's table

private:
  static constexpr std::size_t flush_bytes = 64 * 1024;

  const front_options& options_;
  front_counters& counters_;
  int socket_;
  std::string out_;   // heads and small bodies
  std::string tail_;  // a large body, sent after out_
  std::size_t sent_ = 0;
  body_source source_;
  bool chunked_ = true;
  bool broken_off_ = false;
  clock::time_point stream_until_;
  std::uint64_t served_ = 0;
  bool undrained_ = false;
  bool ended_ = false;
  bool closing_ = false;
  bool refused_ = false;
  bool lingering_ = false;
  bool blocked_ = false;  // the output has met a full socket
  clock::time_point active_at_;
  clock::time_point waiting_since_;
};

using connection_ptr = std::shared_ptr<connection>;

}  // namespace smartfin::http
