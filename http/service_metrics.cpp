#include "http/service_metrics.hpp"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <mutex>

namespace smartfin::http {
namespace {

using family = prometheus::Family<prometheus::Gauge>;

family& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

}  // namespace

struct service_metrics::gauges {
  explicit gauges(prometheus::Registry& r)
      : state(gauge(r, "smartfin_service_state", "0 down, 1 restarting, 2 degraded, 3 up.")),
        restarts(gauge(r, "smartfin_service_restarts", "Workers started again since the start.")),
        in_flight(gauge(r, "smartfin_service_in_flight", "Requests admitted and not answered.")),
        queue(gauge(r, "smartfin_service_queue", "Of those, the ones that wait for a worker.")),
        connections(gauge(r, "smartfin_http_connections", "Open connections, by what they do.")),
        refused(gauge(r, "smartfin_http_front_refused", "Refused before they were whole.")),
        bytes(gauge(r, "smartfin_http_bytes", "Bytes since the start, by direction.")) {}

  std::mutex mutex;
  family &state, &restarts, &in_flight, &queue, &connections, &refused, &bytes;
};

service_metrics::service_metrics(http_metrics& metrics, sources from)
    : from_(std::move(from)), gauges_(std::make_unique<gauges>(metrics.registry())) {}

service_metrics::~service_metrics() = default;

void service_metrics::refresh() {
  const auto as_double = [](auto number) { return static_cast<double>(number); };
  const std::lock_guard lock{gauges_->mutex};
  for (const auto& service : from_.status().services) {
    const std::map<std::string, std::string> label{{"service", service.name}};
    gauges_->state.Add(label).Set(as_double(static_cast<int>(service.state)));
    gauges_->restarts.Add(label).Set(as_double(service.restarts));
    gauges_->in_flight.Add(label).Set(as_double(service.in_flight));
    gauges_->queue.Add(label).Set(as_double(service.queue));
  }
  const auto front = from_.front();
  gauges_->connections.Add({{"state", "open"}}).Set(as_double(front.connections));
  gauges_->connections.Add({{"state", "idle"}}).Set(as_double(front.idle));
  gauges_->connections.Add({{"state", "queued"}}).Set(as_double(front.queued));
  gauges_->bytes.Add({{"direction", "in"}}).Set(as_double(front.bytes_in));
  gauges_->bytes.Add({{"direction", "out"}}).Set(as_double(front.bytes_out));
  for (std::size_t i = 0; i < front.refused.size(); ++i) {
    const auto reason = static_cast<refusal_reason>(i);
    gauges_->refused.Add({{"reason", std::string{to_string(reason)}}})
        .Set(as_double(front.refused[i]));
  }
}

}  // namespace smartfin::http
