#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "http/front/answer.hpp"
#include "http/front/connection_table.hpp"
#include "http/front/listener.hpp"
#include "http/front/worker.hpp"

namespace smartfin::http {

/// The thread that owns every connection no worker holds: accepts, reads until a request is whole,
/// finishes output that a reader did not take at once, refuses, and gives up on clients that are
/// too slow.
class front_loop {
public:
  front_loop(front_shared& shared, listener listening);
  ~front_loop();

  /// Until the front drains and no connection is left, or the time for that is over.
  void run();

private:
  using clock = connection::clock;

  void turn();
  int wait_ms() const;
  bool accept_waiting();
  void admit(accepted_socket arrived);
  void pause_accepting();
  void listen_for(std::uint32_t events);

  void on_ready(std::uint64_t key, std::uint32_t events);
  void take_handbacks();
  void look_at_due();
  void continue_unfinished();

  void tend(connection& client, bool to_end);
  void converse(connection& client);
  bool flush(connection& client);
  bool answer_inline(connection& client);
  void refuse(connection& client, const refusal& why);
  void linger(connection& client);
  void drop(connection& client);
  void make_ready(connection& client);
  void go_on_streaming(connection& client);
  void write_body(connection& client);
  void dispatch();
  void overload(connection& client);
  response problem(int status, std::string_view detail) const;

  void begin_drain();
  clock::time_point deadline_of(const connection& client) const;

  front_shared& shared_;
  listener listening_;
  int poller_;
  connection_table clients_;
  std::unique_ptr<answer_maker> maker_;
  std::vector<char> scratch_;
  std::vector<connection_ptr> ready_;       // whole requests, a worker's already, not yet queued
  std::vector<connection_ptr> unfinished_;  // sockets with more to read, for the next turn
  std::vector<connection_ptr> returned_;
  bool accepting_ = true;
  clock::time_point accept_again_at_ = clock::time_point::max();
  bool draining_ = false;
  clock::time_point drained_by_ = clock::time_point::max();
  clock::time_point greeted_by_ =
      clock::time_point::max();  // the first request of a new client, when draining
};

}  // namespace smartfin::http
