#pragma once

#include <functional>
#include <memory>

#include "http/metrics.hpp"
#include "http/openapi.hpp"
#include "http/route_table.hpp"

namespace smartfin::http {

/// The documents the edge makes itself: GET /openapi.json and GET /metrics. Their rows go into the
/// table they describe, so the OpenAPI document is made afterwards, once.
class edge_documents {
public:
  /// `metrics` must outlive the table; `before_scrape` brings up to date what is not counted as it happens.
  explicit edge_documents(
      const http_metrics& metrics, std::function<void()> before_scrape = [] {});

  void add_routes(route_table& table) const;
  /// Call it when every row is in the table and before the first request; until then /openapi.json
  /// is 503.
  void describe(const route_table& table, const openapi_info& info = {});

private:
  struct document;
  const http_metrics& metrics_;
  std::function<void()> before_scrape_;
  std::shared_ptr<document> openapi_;
};

}  // namespace smartfin::http
