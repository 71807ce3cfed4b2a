#include "http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>

namespace smartfin::http {
namespace {

constexpr std::array<std::string_view, route_refusal_count> reason_names = {
    "no_route", "bad_path",  "method", "too_large",  "media_type",
    "session",  "forbidden", "rate",   "validation", "precondition"};
constexpr std::array<const char*, 5> status_classes = {"1xx", "2xx", "3xx", "4xx", "5xx"};

const prometheus::Histogram::BucketBoundaries duration_bounds_s = {0.001, 0.005, 0.01, 0.025, 0.05,
                                                                   0.1,   0.25,  1,    5};

using labels = std::map<std::string, std::string>;

/// Everything counted about one row. Series are made when they first count: most rows never see
/// most statuses, and a scrape pays for every series. Two threads that make one at once get the
/// same one from the registry.
struct route_series {
  explicit route_series(labels of_row) : row(std::move(of_row)) {}

  labels row;
  std::array<std::atomic<prometheus::Counter*>, status_classes.size()> by_status{};
  std::atomic<prometheus::Histogram*> duration{};
};

}  // namespace

struct http_metrics::series {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("smartfin_http_requests_total")
          .Help("Answered requests by route, method and class of status.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("smartfin_http_request_duration_seconds")
          .Help("From the whole request to the whole answer, by route and method.")
          .Register(registry);
  prometheus::Gauge& in_flight = prometheus::BuildGauge()
                                     .Name("smartfin_http_requests_in_flight")
                                     .Help("Requests between their first and last step.")
                                     .Register(registry)
                                     .Add({});
  std::array<prometheus::Counter*, route_refusal_count> refusals{};
  std::deque<route_series> routes;
};

http_metrics::http_metrics() : series_(std::make_unique<series>()) {
  auto& family = prometheus::BuildCounter()
                     .Name("smartfin_http_refused_total")
                     .Help("Requests that never reached their handler, by reason.")
                     .Register(series_->registry);
  for (std::size_t i = 0; i < reason_names.size(); ++i)
    series_->refusals[i] = &family.Add({{"reason", std::string(reason_names[i])}});
  add_route("none", "none");
}
http_metrics::~http_metrics() = default;

std::size_t http_metrics::add_route(std::string_view method, std::string_view path_template) {
  series_->routes.emplace_back(
      labels{{"method", std::string(method)}, {"route", std::string(path_template)}});
  return series_->routes.size() - 1;
}

void http_metrics::started() { series_->in_flight.Increment(); }

void http_metrics::finished(std::size_t route, int status, double seconds) {
  route_series& counted = series_->routes[route];
  const auto status_class = static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1);
  prometheus::Counter* requests = counted.by_status[status_class].load(std::memory_order_acquire);
  if (requests == nullptr) {
    labels with_status = counted.row;
    with_status["status"] = status_classes[status_class];
    requests = &series_->requests.Add(with_status);
    counted.by_status[status_class].store(requests, std::memory_order_release);
  }
  prometheus::Histogram* duration = counted.duration.load(std::memory_order_acquire);
  if (duration == nullptr) {
    duration = &series_->durations.Add(counted.row, duration_bounds_s);
    counted.duration.store(duration, std::memory_order_release);
  }
  requests->Increment();
  duration->Observe(seconds);
  series_->in_flight.Decrement();
}

void http_metrics::refused(route_refusal why) {
  series_->refusals[static_cast<std::size_t>(why)]->Increment();
}

prometheus::Registry& http_metrics::registry() { return series_->registry; }

std::string http_metrics::exposition() const {
  return prometheus::TextSerializer().Serialize(series_->registry.Collect());
}

}  // namespace smartfin::http
