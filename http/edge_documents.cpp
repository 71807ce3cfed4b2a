#include "http/edge_documents.hpp"

#include "http/call.hpp"
#include "http/conditions.hpp"

namespace smartfin::http {

struct edge_documents::document {
  std::string text, etag;
};

edge_documents::edge_documents(const http_metrics& metrics, std::function<void()> before_scrape)
    : metrics_(metrics),
      before_scrape_(std::move(before_scrape)),
      openapi_(std::make_shared<document>()) {}

void edge_documents::add_routes(route_table& table) const {
  table.add(get("/openapi.json")
                .id("readOpenapi")
                .summary("This document.")
                .tag("edge")
                .open()
                .rate(rate_class::unlimited),
            [openapi = openapi_](call& c) {
              if (openapi->text.empty()) throw problem_error(problems::unavailable).retry_after(1);
              c.header("ETag", openapi->etag);
              c.bytes("application/json", openapi->text);
            });
  table.add(get("/metrics")
                .id("readMetrics")
                .summary("Metrics in the Prometheus text format.")
                .tag("edge")
                .open()
                .rate(rate_class::unlimited)
                .reply_type("text/plain; version=0.0.4; charset=utf-8"),
            [&metrics = metrics_, before = before_scrape_](call& c) {
              before();
              c.bytes(c.row().content_type_out, metrics.exposition());
            });
}

void edge_documents::describe(const route_table& table, const openapi_info& info) {
  openapi_->text = openapi_document(table, info);
  openapi_->etag = content_etag(openapi_->text);
}

}  // namespace smartfin::http
