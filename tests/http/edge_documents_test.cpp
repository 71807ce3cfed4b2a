#include "http/edge_documents.hpp"

#include "sample_routes.hpp"

using namespace smartfin::http;
using namespace smartfin::http::samples;

TEST_CASE("the edge serves its OpenAPI document with an ETag and its metrics as text") {
  edge e;
  edge_documents documents(e.metrics);
  auto table = e.table();
  documents.add_routes(table);
  dispatcher serve(std::move(table), {.sessions = &e.sessions, .metrics = &e.metrics});
  const auto answer = [&](request in) {
    response out;
    serve(with(std::move(in), "authorization", ""), out);
    return out;
  };
  CHECK(answer(ask("GET", "/openapi.json")).status == 503);
  documents.describe(serve.routes());
  const auto first = answer(ask("GET", "/openapi.json"));
  CHECK(first.status == 200);
  CHECK(first.body == openapi_document(serve.routes()));
  CHECK(first.body.find(R"("/openapi.json":{"get")") != std::string::npos);
  const auto again = with(ask("GET", "/openapi.json"), "if-none-match", head(first, "ETag"));
  CHECK(answer(again).status == 304);
  const auto metrics = answer(with(ask("GET", "/metrics"), "accept", "text/plain;version=0.0.4"));
  CHECK(metrics.status == 200);
  CHECK(metrics.content_type.starts_with("text/plain"));
  CHECK(metrics.body.find("smartfin_http_requests_total{") != std::string::npos);
}
