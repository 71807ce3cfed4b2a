#pragma once

#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "http/answer_headers.hpp"
#include "http/call.hpp"
#include "http/dispatcher.hpp"
#include "http/metrics.hpp"

namespace smartfin::http::samples {

using namespace std::chrono_literals;

struct new_account {
  std::string name;
  money opening{0, currency::usd()};
};
BOOST_DESCRIBE_STRUCT(new_account, (), (name, opening))

struct account_view {
  account_id id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(account_view, (), (id, name))

struct account_change {
  smartfin::patch<std::string> name;
};
BOOST_DESCRIBE_STRUCT(account_change, (), (name))

/// "good" is user 7, "root" an administrator, "old" has expired.
class stub_sessions : public session_check {
public:
  result<principal, auth_refusal> check(std::string_view token, instant) const override {
    if (token == "good") return principal{.user = {7}, .session = {70}};
    if (token == "other") return principal{.user = {8}, .session = {80}};
    if (token == "root") return principal{.user = {1}, .session = {10}, .administrator = true};
    if (token == "old") return failure{auth_refusal::expired_token};
    return failure{auth_refusal::invalid_token};
  }
};

/// A request only views its texts; those of a test live as long as the program.
inline std::string_view kept(std::string text) {
  static std::mutex mutex;
  static std::deque<std::string> texts;
  const std::lock_guard lock{mutex};
  return texts.emplace_back(std::move(text));
}

inline request ask(std::string_view method, std::string_view target, std::string_view body = {}) {
  request in;
  in.method = kept(std::string{method});
  in.target = kept(std::string{target});
  const auto mark = std::min(in.target.find('?'), in.target.size());
  in.path = in.target.substr(0, mark);
  in.query_string = in.target.substr(std::min(mark + 1, in.target.size()));
  in.body = body;
  in.remote_address = "192.0.2.1";
  if (!body.empty()) in.headers.push_back({"content-type", "application/json"});
  in.headers.push_back({"authorization", "Bearer good"});
  return in;
}

inline request with(request in, std::string_view name, std::string value) {
  std::erase_if(in.headers, [&](const auto& each) { return each.name == name; });
  if (!value.empty()) in.headers.push_back({kept(std::string{name}), kept(std::move(value))});
  return in;
}

/// A dispatcher over a few routes, on a clock that the test moves.
struct edge {
  stub_sessions sessions;
  http_metrics metrics;
  std::chrono::steady_clock::time_point now{1h};
  call_context seen;
  std::optional<std::int64_t> seen_version;
  std::vector<std::string> failures;
  dispatcher_settings settings{};
  std::unique_ptr<dispatcher> serve;

  explicit edge(dispatcher_settings chosen = {.rates = {}}) : settings(std::move(chosen)) {
    start();
  }

  void start(const static_files* files = nullptr) {
    dispatcher_deps deps{.sessions = &sessions, .metrics = &metrics, .files = files};
    deps.steady_clock = [this] { return now; };
    deps.wall_clock = [] { return *parse_rfc3339("2026-03-01T12:00:00Z"); };
    deps.on_failure = [this](const handler_failure& failure) {
      failures.push_back(std::string(failure.operation_id) + ": " + std::string(failure.what));
    };
    serve = std::make_unique<dispatcher>(table(), std::move(deps), settings);
  }

  route_table table() {
    route_table t;
    t.add(get("/api/v1/accounts")
              .id("listAccounts")
              .tag("accounts")
              .reply_page<account_view>()
              .query({.name = "kind", .allowed = {"cash", "card"}})
              .query({.name = "from", .type = parameter_type::date}),
          [](call& c) {
            const bool more = c.page_limit() < 50;
            c.page(std::vector<account_view>{{{1}, "Cash"}},
                   more ? std::optional<std::string>("abc") : std::nullopt);
          });
    t.add(post("/api/v1/accounts")
              .id("openAccount")
              .summary("Opens an account.")
              .tag("accounts")
              .body<new_account>()
              .reply<account_view>(201)
              .user(),
          [this](call& c) {
            seen = c.context();
            c.created(account_view{{9}, c.body<new_account>().name}, "/api/v1/accounts/9");
          });
    t.add(get("/api/v1/accounts/{id}").id("readAccount").tag("accounts").reply<account_view>(),
          [](call& c) {
            c.etag(12);
            c.ok(account_view{c.id<account_id>(), "Cash"});
          });
    t.add(patch("/api/v1/accounts/{id}")
              .id("changeAccount")
              .tag("accounts")
              .conditional()
              .merge_patch<account_change>()
              .reply<account_view>(),
          [this](call& c) {
            seen_version = c.expected_version();
            c.ok(account_view{c.id<account_id>(), c.body<account_change>().name.value()});
          });
    t.add(remove("/api/v1/accounts/{id}").id("closeAccount").conditional().no_content(),
          [](call& c) { c.no_content(); });
    t.add(get("/api/v1/accounts/archived").id("listArchived").reply_page<account_view>(),
          [](call& c) { c.page(std::vector<account_view>{}, {}); });
    t.add(get("/api/v1/admin/nodes").id("listNodes").administrator(),
          [](call& c) { c.no_content(); });
    t.add(get("/api/v1/status").id("readStatus").open(), [this](call& c) {
      seen = c.context();
      c.bytes("application/json", "{}");
    });
    t.add(get("/api/v1/broken").id("readBroken").open(),
          [](call&) { throw std::runtime_error("password=hunter2"); });
    t.add(get("/api/v1/notes/{text}").id("readNote").open(),
          [](call& c) { c.bytes("text/plain", c.path_text("text")); });
    return t;
  }

  response answer(const request& in) {
    response out;
    (*serve)(in, out);
    return out;
  }
  int status(const request& in) { return answer(in).status; }
};

inline std::string head(const response& out, std::string_view name) {
  return std::string(header_of(out, name));
}

}  // namespace smartfin::http::samples
