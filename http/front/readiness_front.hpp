#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/result.hpp"
#include "http/front/exchange.hpp"
#include "http/front/front_options.hpp"
#include "http/front/listener.hpp"

namespace smartfin::http {

/// An HTTP/1.1 server in which a client costs no thread until its request is whole: one thread
/// waits for every connection and reads under limits of size and time, `workers` threads run the
/// handler. Requests of one connection are answered one after the other, in their order.
///
/// Not thread-safe but for `statistics`: start, stop and destroy from one thread.
class readiness_front {
public:
  readiness_front(front_options options, handler serve);
  /// Stops, if that has not been done.
  ~readiness_front();
  readiness_front(const readiness_front&) = delete;
  readiness_front& operator=(const readiness_front&) = delete;

  /// Takes the port, at which clients are refused until `start`: an operator hears at once that it is taken. The error
  /// is a sentence for the operator.
  result<nothing, std::string> reserve();

  /// Listens, at the port that was reserved if one was, and starts the threads; returns the port. The error is a
  /// sentence for the operator, as when the port is taken; then nothing was started. Once only.
  result<int, std::string> start();

  /// The port listened on; 0 before `start`.
  int port() const;

  /// Drains: accepts no more, closes connections that have been idle for a moment, lets started
  /// requests finish (each answer says "Connection: close") for `drain_time_max` at most, then closes
  /// what is left and joins the threads. Waits for a handler that runs past that, so a handler needs
  /// a deadline of its own. Idempotent.
  void stop();

  front_statistics statistics() const;

private:
  class running;
  front_options options_;
  handler serve_;
  std::optional<listener> reserved_;
  std::unique_ptr<running> running_;
};

}  // namespace smartfin::http
