#pragma once

#include <functional>
#include <memory>

#include "http/front/front_options.hpp"
#include "http/metrics.hpp"
#include "messages/status.hpp"

namespace smartfin::http {

/// The services and the front as gauges on the metrics page, read anew at each scrape.
class service_metrics {
public:
  struct sources {
    std::function<node_status()> status;
    std::function<front_statistics()> front;
    std::function<std::uint64_t()> spool_bytes = {};
  };
  /// Both `metrics` and what the sources read must outlive it.
  service_metrics(http_metrics& metrics, sources from);
  ~service_metrics();

  /// Before a scrape. Thread-safe.
  void refresh();

private:
  struct gauges;
  sources from_;
  std::unique_ptr<gauges> gauges_;
};

}  // namespace smartfin::http
