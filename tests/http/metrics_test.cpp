#include "http/metrics.hpp"

#include "sample_routes.hpp"

using namespace smartfin::http;
using namespace smartfin::http::samples;

TEST_CASE("requests are counted by route template and refusals by reason") {
  edge e;
  e.answer(ask("GET", "/api/v1/accounts/5"));
  e.answer(ask("GET", "/api/v1/accounts/6"));
  e.answer(with(ask("GET", "/api/v1/accounts/6"), "authorization", ""));
  e.answer(ask("GET", "/api/v1/secret-of-a-user"));
  const auto text = e.metrics.exposition();
  CAPTURE(text);
  const auto has = [&](std::string_view line) { return text.find(line) != std::string::npos; };
  const std::string route = R"(method="GET",route="/api/v1/accounts/{id}")";
  CHECK(has("smartfin_http_requests_total{" + route + ",status=\"2xx\"} 2"));
  CHECK(has("smartfin_http_requests_total{" + route + ",status=\"4xx\"} 1"));
  CHECK(has("smartfin_http_request_duration_seconds_count{" + route + "} 3"));
  CHECK(has(R"(smartfin_http_refused_total{reason="session"} 1)"));
  CHECK(has(R"(smartfin_http_refused_total{reason="no_route"} 1)"));
  CHECK(has("smartfin_http_requests_in_flight 0"));
  CHECK_FALSE(has("secret-of-a-user"));
}
