#include "http/dispatcher.hpp"

#include <exception>

#include "http/answer_headers.hpp"
#include "http/call.hpp"
#include "http/conditions.hpp"
#include "http/idempotency.hpp"
#include "http/media_type.hpp"
#include "http/metrics.hpp"
#include "http/query_check.hpp"
#include "http/rate_key.hpp"
#include "http/static_files.hpp"
#include "http/trace.hpp"

namespace smartfin::http {

using time_point = std::chrono::steady_clock::time_point;

struct dispatcher::parts {
  parts(route_table table, dispatcher_deps given, dispatcher_settings chosen)
      : routes(std::move(table)),
        deps(std::move(given)),
        settings(std::move(chosen)),
        limiter(settings.rates) {}

  route_table routes;
  dispatcher_deps deps;
  dispatcher_settings settings;
  rate_limiter limiter;
  std::vector<std::size_t> meters;  // by row
  std::size_t file_meter = 0;
};

namespace {

bool is_read(std::string_view method) { return method == "GET" || method == "HEAD"; }

/// One request on its way: each step refuses by throwing or lets it pass. `Parts` is
/// dispatcher::parts, which has no name out here.
template <class Parts>
class passage {
public:
  passage(Parts& parts, const request& in, response& out)
      : parts_(parts),
        in_(in),
        out_(out),
        now_(parts.deps.steady_clock()),
        trace_(continue_trace(in.header("traceparent"))) {}

  void run() {
    if (metrics() != nullptr) metrics()->started();
    try {
      dispatch();
    } catch (const problem_error& problem) {
      out_.headers.clear();
      write_problem(out_, problem, trace_.trace_id);
    } catch (const std::exception& failure) {
      fail(failure.what());
    } catch (...) {
      fail("an exception of an unknown type");
    }
    finish();
  }

private:
  http_metrics* metrics() const { return parts_.deps.metrics; }

  [[noreturn]] void refuse(route_refusal why, const problem_error& problem) {
    if (metrics() != nullptr) metrics()->refused(why);
    throw problem;
  }

  void dispatch() {
    route_match match = parts_.routes.match(in_.method, raw_path(in_.target));
    switch (match.what) {
      case route_match::outcome::bad_path:
        refuse(route_refusal::bad_path,
               problem_error(problems::bad_request, "The path is not properly encoded."));
      case route_match::outcome::no_such_path:
        return serve_file();
      case route_match::outcome::no_such_method:
        return answer_method(match.allow);
      case route_match::outcome::found:
        break;
    }
    row_ = &parts_.routes.at(match.index);
    if (metrics() != nullptr) meter_ = parts_.meters[match.index];
    handle(call(in_, out_, *row_, std::move(match)));
  }

  void handle(call&& request_call) {
    check_media();
    call_context& context = request_call.context();
    context.now = parts_.deps.wall_clock();
    authenticate(context);
    check_rate(context.who);
    check_values(request_call);
    check_conditions(request_call);
    fill(context);
    if (parts_.deps.prepare) parts_.deps.prepare(request_call);
    out_.status = row_->success_status;
    row_->handle(request_call);
    if (out_.status == 200 && is_read(in_.method)) answer_unchanged();
  }

  void serve_file() {
    if (parts_.deps.files != nullptr && parts_.deps.files->serve(in_, out_)) {
      meter_ = parts_.file_meter;
      return;
    }
    refuse(route_refusal::no_route, problem_error(problems::not_found));
  }

  void answer_method(std::string& allow) {
    allow_ = std::move(allow);
    own_headers_.emplace_back("Allow", allow_);
    if (in_.method != "OPTIONS")
      refuse(route_refusal::method, problem_error(problems::method_not_allowed));
    out_.status = 204;
  }

  void check_media() {
    if (in_.body_bytes() > row_->body_bytes_max && !row_->content_types_in.empty())
      refuse(route_refusal::too_large, problem_error(problems::too_large));
    if (in_.body_bytes() > 0 && !is_one_of(in_.header("Content-Type"), row_->content_types_in))
      refuse(route_refusal::media_type, problem_error(problems::unsupported_type));
    const auto coding = in_.header("Content-Encoding");
    if (!coding.empty() && coding != "identity")
      refuse(route_refusal::media_type,
             problem_error(problems::unsupported_type, "Content codings are not read here."));
    if (row_->success_status != 204 && !accepts(in_.header("Accept"), row_->content_type_out))
      refuse(route_refusal::media_type, problem_error(problems::not_acceptable));
  }

  void authenticate(call_context& context) {
    const auto credentials = in_.header("Authorization");
    constexpr std::string_view scheme = "Bearer ";
    const bool has_token = credentials.size() > scheme.size() &&
                           (credentials.starts_with(scheme) || credentials.starts_with("bearer "));
    if (has_token) {
      const auto checked =
          parts_.deps.sessions->check(credentials.substr(scheme.size()), context.now);
      if (checked)
        user_ = (context.who = *checked).user;
      else if (row_->access != access_level::open)
        refuse_session(checked.error());
    } else if (row_->access != access_level::open) {
      check_rate({});
      own_headers_.emplace_back("WWW-Authenticate", "Bearer");
      refuse(route_refusal::session, problem_error(problems::sign_in_required));
    }
    if (row_->access == access_level::administrator && !context.who.administrator)
      refuse(route_refusal::forbidden, problem_error(problems::forbidden));
  }

  /// Guessing tokens costs the address its budget.
  [[noreturn]] void refuse_session(auth_refusal why) {
    check_rate({});
    own_headers_.emplace_back("WWW-Authenticate", R"(Bearer error="invalid_token")");
    const bool expired = why == auth_refusal::expired_token;
    refuse(route_refusal::session,
           problem_error(problems::session_refused, expired ? "The token has expired." : ""));
  }

  void check_rate(const principal& who) {
    const auto verdict = parts_.limiter.take(rate_key(who, in_.remote_address), row_->rate, now_);
    if (verdict.limit == 0) return;
    own_headers_.emplace_back("RateLimit-Limit", std::to_string(verdict.limit));
    own_headers_.emplace_back("RateLimit-Remaining", std::to_string(verdict.remaining));
    own_headers_.emplace_back("RateLimit-Reset", std::to_string(verdict.reset_s));
    if (verdict.allowed) return;
    refuse(route_refusal::rate,
           problem_error(problems::too_many_requests).retry_after(verdict.retry_after_s));
  }

  void check_values(const call& request_call) {
    for (const auto& [name, value] : request_call.path_values())
      if (names_an_id(name) && !parse_id(value))
        refuse(route_refusal::no_route, problem_error(problems::not_found));
    if (in_.query_string.empty() && row_->query.empty()) return;
    field_errors errors;
    check_query(in_, *row_, errors);
    if (!errors.empty())
      refuse(route_refusal::validation, problem_error(problems::bad_query, {}, std::move(errors)));
  }

  void check_conditions(call& request_call) {
    const if_match wanted = parse_if_match(in_.header("If-Match"));
    switch (wanted.what) {
      case if_match::form::absent:
        if (!row_->conditional) break;
        refuse(route_refusal::precondition, problem_error(problems::version_required));
      case if_match::form::any:
        break;
      case if_match::form::version:
        request_call.expect_version(wanted.version);
        break;
      case if_match::form::other:
        refuse(route_refusal::precondition, problem_error(problems::stale_version));
      case if_match::form::malformed:
        refuse(route_refusal::precondition,
               problem_error(problems::bad_request, "If-Match takes one quoted ETag or *."));
    }
    const auto key = in_.header("Idempotency-Key");
    if (key.empty()) return;
    if (!is_idempotency_key(key))
      refuse(route_refusal::precondition,
             problem_error(problems::bad_request,
                           "Idempotency-Key takes 1 to 255 visible ASCII characters."));
    request_call.context().idempotency_key = key;
    request_call.context().is_repeatable = true;
    request_call.context().request_digest = digest_of(in_);
  }

  void fill(call_context& context) {
    const bool knows_arrival = in_.received_at != time_point{};
    context.deadline = (knows_arrival ? in_.received_at : now_) + row_->deadline;
    context.trace_id = trace_.trace_id;
    context.span_id = trace_.span_id;
    context.remote_address = in_.remote_address;
    context.is_repeatable = in_.method == "GET" || in_.method == "HEAD";
    // It waited for a worker for so long that nobody waits for the answer any more.
    if (now_ >= context.deadline) throw problem_error(problems::unavailable).retry_after(1);
  }

  void answer_unchanged() {
    const auto list = in_.header("If-None-Match");
    const auto tag = header_of(out_, "ETag");
    if (list.empty() || tag.empty() || !names_etag(list, tag)) return;
    out_.status = 304;
    out_.body.clear();
    out_.content_type.clear();
  }

  void fail(std::string_view what) {
    out_ = {};
    write_problem(out_, problem_error(problems::internal), trace_.trace_id);
    if (!parts_.deps.on_failure) return;
    parts_.deps.on_failure({operation(), trace_.trace_id, what});
  }

  void finish() {
    out_.headers.reserve(out_.headers.size() + own_headers_.size() + 11);
    for (auto& header : own_headers_) out_.headers.push_back(std::move(header));
    out_.headers.emplace_back("traceparent", to_traceparent(trace_));
    add_cache_headers(out_, row_ != nullptr && row_->access != access_level::open);
    add_security_headers(out_, parts_.settings.tls);
    add_cors_headers(in_, out_, parts_.settings.cors_origins, allow_);
    const auto took = parts_.deps.steady_clock() - now_;
    add_timing(out_, took);
    if (metrics() != nullptr)
      metrics()->finished(meter_, out_.status, std::chrono::duration<double>(took).count());
    if (parts_.deps.on_answer)
      parts_.deps.on_answer(
          {in_.method, operation(), trace_.trace_id, in_.remote_address, user_, out_.status, took});
  }

  std::string_view operation() const { return row_ ? std::string_view(row_->operation_id) : ""; }

  Parts& parts_;
  const request& in_;
  response& out_;
  time_point now_;
  trace_ids trace_;
  const route* row_ = nullptr;
  user_id user_;
  std::size_t meter_ = 0;
  std::string allow_;
  std::vector<std::pair<std::string, std::string>> own_headers_;  // survive a refusal
};

instant machine_time() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace

dispatcher::dispatcher(route_table routes, dispatcher_deps deps, dispatcher_settings settings)
    : parts_(new parts(std::move(routes), std::move(deps), std::move(settings))) {
  if (!parts_->deps.wall_clock) parts_->deps.wall_clock = machine_time;
  if (!parts_->deps.steady_clock) parts_->deps.steady_clock = &std::chrono::steady_clock::now;
  if (http_metrics* metrics = parts_->deps.metrics) {
    for (const route& row : parts_->routes.rows())
      parts_->meters.push_back(metrics->add_route(method_name(row.method), row.path));
    parts_->file_meter = metrics->add_route("GET", "files");
  }
}
dispatcher::~dispatcher() = default;

void dispatcher::operator()(const request& in, response& out) { passage(*parts_, in, out).run(); }

handler dispatcher::as_handler() {
  return [this](const request& in, response& out) { (*this)(in, out); };
}

const route_table& dispatcher::routes() const { return parts_->routes; }

}  // namespace smartfin::http
