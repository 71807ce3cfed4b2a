#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/instant.hpp"
#include "http/front/exchange.hpp"
#include "http/rate_limiter.hpp"
#include "http/route_table.hpp"
#include "http/session_check.hpp"

namespace smartfin::http {

class http_metrics;
class static_files;

struct dispatcher_settings {
  /// Clients come over TLS: answers carry Strict-Transport-Security.
  bool tls = false;
  /// Origins that may call from a browser page of their own; empty: none.
  std::vector<std::string> cors_origins = {};
  rate_limits rates = default_rate_limits;
};

/// A handler ended with an exception that is no refusal. The client saw an empty 500; this is for
/// the log.
struct handler_failure {
  std::string_view operation_id;
  std::string_view trace_id;
  std::string_view what;
};

/// One answered request, for the access log. The texts live as long as the call of the hook.
struct answered_request {
  std::string_view method;
  std::string_view operation_id;  // empty when no route matched
  std::string_view trace_id;
  std::string_view remote_address;
  user_id user;
  int status = 0;
  std::chrono::nanoseconds took{};
};

/// What the dispatcher works with; `sessions` must be set and all outlive it. Clocks default to the
/// machine's.
struct dispatcher_deps {
  const session_check* sessions = nullptr;
  http_metrics* metrics = nullptr;
  const static_files* files = nullptr;
  std::function<instant()> wall_clock = {};
  std::function<std::chrono::steady_clock::time_point()> steady_clock = {};
  std::function<void(const handler_failure&)> on_failure = {};
  std::function<void(const answered_request&)> on_answer = {};
  /// Runs last before the handler of every matched row: fills in the book, sheds load. May throw
  /// problem_error.
  std::function<void(call&)> prepare = {};
};

/// From a whole request to a whole answer: trace, route, limits, session, validation, conditions,
/// handler. Never throws. Thread-safe as far as its parts are. An answer to HEAD keeps the body of
/// GET: the socket side sends its length only.
class dispatcher {
public:
  dispatcher(route_table routes, dispatcher_deps deps, dispatcher_settings settings = {});
  ~dispatcher();

  void operator()(const request& in, response& out);
  /// The same as a function, for the socket side; the dispatcher must outlive it.
  handler as_handler();
  const route_table& routes() const;

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin::http
