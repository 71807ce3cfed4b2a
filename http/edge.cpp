#include "http/edge.hpp"

#include "http/answer_headers.hpp"
#include "http/docs_files.hpp"
#include "http/edge_documents.hpp"
#include "http/front/readiness_front.hpp"
#include "http/metrics.hpp"
#include "http/routes/routes.hpp"
#include "http/service_metrics.hpp"
#include "http/static_files.hpp"
#include "http/trace.hpp"

namespace smartfin::http {

std::span<const embedded_file> app_files();

namespace {

std::vector<embedded_file> all_files() {
  std::vector<embedded_file> files;
  for (const auto set : {docs_files(), app_files()})
    files.insert(files.end(), set.begin(), set.end());
  return files;
}

void add_service_routes(route_table& table, const edge_services& services,
                        std::size_t import_bytes_max, std::size_t file_bytes_max) {
  add_auth_routes(table, services);
  add_profile_routes(table, services);
  add_account_routes(table, services);
  add_transaction_routes(table, services);
  add_import_routes(table, services, import_bytes_max);
  add_file_routes(table, services, file_bytes_max);
  add_export_routes(table, services);
  add_report_routes(table, services);
  add_score_routes(table, services);
  add_notification_routes(table, services);
  add_analytics_routes(table, services);
  add_audit_routes(table, services);
  add_event_routes(table, services);
}

void add_operators_routes(route_table& table, const edge_services& services) {
  add_status_routes(table, services);
  table.add(get("/livez")
                .id("liveness")
                .tag("Monitoring")
                .open()
                .summary("Whether the process answers at all")
                .reply_type("text/plain"),
            [](call& c) { c.bytes("text/plain", "alive\n"); });
}

/// What the front refuses before a request is whole, in the words and headers of all other refusals.
response refused_by_front(int status, std::string_view detail) {
  const auto kind = [status]() -> problem_kind {
    switch (status) {
      case 401:
        return problems::sign_in_required;
      case 507:
        return {507, "no-room", "There is no room for the file at the moment"};
      case 408:
        return {408, "too-slow", "The request took too long to arrive"};
      case 411:
        return {411, "length-required", "The request does not say how long it is"};
      case 413:
        return problems::too_large;
      case 414:
        return {414, "target-too-long", "The address is too long"};
      case 417:
        return {417, "expectation-failed", "The expectation cannot be met"};
      case 429:
        return problems::too_many_requests;
      case 431:
        return {431, "headers-too-large", "The headers are too large"};
      case 500:
        return problems::internal;
      case 501:
        return {501, "not-supported", "The method or coding is not supported"};
      case 503:
        return {503, "overloaded", "Too many requests are waiting for this service"};
      case 505:
        return {505, "version-not-supported", "This version of HTTP is not supported"};
      default:
        return {status, "bad-request", "The request is not acceptable"};
    }
  }();
  response out;
  write_problem(out, problem_error(kind, std::string{detail}), continue_trace({}).trace_id);
  add_security_headers(out, false);
  add_cache_headers(out, false);
  return out;
}

/// Answered by the front itself, so that it is quick while every worker is busy.
bool answer_liveness(const request& in, response& out) {
  if (in.path != "/livez" || in.method != "GET") return false;
  out.content_type = "text/plain";
  out.headers.emplace_back("Cache-Control", "no-store");
  out.body = "alive\n";
  return true;
}

}  // namespace

struct edge::parts {
  parts(edge_options options, edge_services with)
      : services(std::move(with)),
        is_gateway(options.is_gateway),
        import_bytes_max(options.import_bytes_max),
        file_bytes_max(options.file_bytes_max),
        embedded(is_gateway ? all_files() : std::vector<embedded_file>{}),
        files(embedded, "/index.html"),
        gauges(metrics,
               {services.status, [this] { return front.statistics(); }, services.spool_bytes}),
        documents(metrics, [this] { gauges.refresh(); }),
        dispatch(with_documents(), dispatcher_parts(), options.dispatch),
        front(with_limits(std::move(options.front)), dispatch.as_handler()) {
    documents.describe(dispatch.routes());
  }

  route_table with_documents() {
    route_table table;
    if (is_gateway) add_service_routes(table, services, import_bytes_max, file_bytes_max);
    add_operators_routes(table, services);
    documents.add_routes(table);
    return table;
  }

  dispatcher_deps dispatcher_parts() {
    dispatcher_deps deps{.sessions = &services.sessions, .metrics = &metrics, .files = &files};
    deps.on_failure = [this](const handler_failure& failure) {
      services.log("handler_failed",
                   std::string{failure.operation_id} + " trace " + std::string{failure.trace_id});
    };
    // Whoever registers gets a book of their own, which has their number.
    deps.prepare = [](call& c) { c.context().book = book_id{c.context().who.user.value}; };
    return deps;
  }

  bool is_signed_in(const request& head) const {
    const auto credentials = head.header("Authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (!credentials.starts_with(scheme) && !credentials.starts_with("bearer ")) return false;
    const auto now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    return services.sessions.check(credentials.substr(scheme.size()), now).has_value();
  }

  front_options with_limits(front_options options) {
    options.inline_handler = answer_liveness;
    options.problem = refused_by_front;
    const auto largest = options.body_bytes_max;
    options.body_limit_of = [this, largest](std::string_view method, std::string_view path) {
      const auto match = dispatch.routes().match(method, path);
      if (match.what != route_match::outcome::found) return largest;
      return dispatch.routes().at(match.index).body_bytes_max;
    };
    options.admits_file = [this](const request& head) { return is_signed_in(head); };
    options.takes_files = [this](std::string_view method, std::string_view path) {
      const auto match = dispatch.routes().match(method, path);
      return match.what == route_match::outcome::found &&
             dispatch.routes().at(match.index).takes_files;
    };
    return options;
  }

  edge_services services;
  bool is_gateway;
  std::size_t import_bytes_max, file_bytes_max;
  std::vector<embedded_file> embedded;
  static_files files;
  http_metrics metrics;
  service_metrics gauges;
  edge_documents documents;
  dispatcher dispatch;
  readiness_front front;
};

edge::edge(edge_options options, edge_services services)
    : parts_(std::make_unique<parts>(std::move(options), std::move(services))) {}

edge::~edge() { stop(); }

result<nothing, std::string> edge::reserve() { return parts_->front.reserve(); }
result<int, std::string> edge::start() { return parts_->front.start(); }
void edge::stop() { parts_->front.stop(); }
front_statistics edge::statistics() const { return parts_->front.statistics(); }

}  // namespace smartfin::http
