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
        published(gauge(r, "smartfin_events_published", "Events ever published, by stream.")),
        lost(gauge(r, "smartfin_events_lost", "Rows that an event log should have and has not.")),
        undelivered(gauge(r, "smartfin_events_undelivered", "Published and not yet applied.")),
        parked(gauge(r, "smartfin_events_parked", "Events that their subscriber refused.")),
        missing(gauge(r, "smartfin_events_missing", "Events gone before they were delivered.")),
        age(gauge(r, "smartfin_events_oldest_undelivered_seconds", "Age of the oldest of those.")),
        cache_hits(gauge(r, "smartfin_cache_hits", "Answers found, by tier, since the start.")),
        cache_misses(gauge(r, "smartfin_cache_misses", "Answers not found, by tier.")),
        cache_failures(
            gauge(r, "smartfin_cache_failures", "Outages and damaged entries, by tier.")),
        cache_available(gauge(r, "smartfin_cache_available", "0 while a tier is left alone.")),
        cache_bytes(gauge(r, "smartfin_cache_bytes", "Bytes held by this process.")),
        object_requests(gauge(r, "smartfin_object_requests", "Requests to the object store.")),
        object_failures(gauge(r, "smartfin_object_failures", "Requests that it did not serve.")),
        object_available(gauge(r, "smartfin_object_store_available", "0 while it is left alone.")),
        refusals(gauge(r, "smartfin_service_requests_refused",
                       "Requests of one service to another that it may not send.")),
        connections(gauge(r, "smartfin_http_connections", "Open connections, by what they do.")),
        refused(gauge(r, "smartfin_http_front_refused", "Refused before they were whole.")),
        bytes(gauge(r, "smartfin_http_bytes", "Bytes since the start, by direction.")),
        spool(gauge(r, "smartfin_spool_bytes",
                    "Held on the disk of files that arrive or are read.")) {}

  std::mutex mutex;
  family &state, &restarts, &in_flight, &queue;
  family &published, &lost, &undelivered, &parked, &missing, &age;
  family &cache_hits, &cache_misses, &cache_failures, &cache_available, &cache_bytes;
  family &object_requests, &object_failures, &object_available;
  family& refusals;
  family &connections, &refused, &bytes, &spool;

  void set(const stream_status& stream);
  void set(const cache_status& tier);
  void set(const object_store_status& store);
  void set(const refusal_status& refusal);
};

void service_metrics::gauges::set(const stream_status& stream) {
  const auto as_double = [](auto number) { return static_cast<double>(number); };
  published.Add({{"stream", stream.stream}}).Set(as_double(stream.published));
  lost.Add({{"stream", stream.stream}}).Set(as_double(stream.lost));
  for (const auto& each : stream.subscribers) {
    if (!each.heard) continue;
    const std::map<std::string, std::string> label{{"stream", stream.stream},
                                                   {"subscriber", each.subscriber}};
    undelivered.Add(label).Set(as_double(each.in_flight));
    parked.Add(label).Set(as_double(each.parked));
    missing.Add(label).Set(as_double(each.missing));
    age.Add(label).Set(as_double(each.oldest_age_ms) / 1000);
  }
}

void service_metrics::gauges::set(const cache_status& tier) {
  const std::map<std::string, std::string> label{{"tier", tier.tier}};
  cache_hits.Add(label).Set(static_cast<double>(tier.hits));
  cache_misses.Add(label).Set(static_cast<double>(tier.misses));
  cache_failures.Add(label).Set(static_cast<double>(tier.failures));
  cache_available.Add(label).Set(tier.available ? 1 : 0);
  cache_bytes.Add(label).Set(static_cast<double>(tier.bytes));
}

void service_metrics::gauges::set(const object_store_status& store) {
  const auto requests = [&](const char* kind, std::int64_t count) {
    object_requests.Add({{"store", store.form}, {"kind", kind}}).Set(static_cast<double>(count));
  };
  requests("read", store.reads);
  requests("write", store.writes);
  requests("remove", store.removals);
  object_failures.Add({{"store", store.form}}).Set(static_cast<double>(store.failures));
  object_available.Add({{"store", store.form}}).Set(store.available ? 1 : 0);
}

void service_metrics::gauges::set(const refusal_status& refusal) {
  refusals.Add({{"caller", refusal.caller}, {"callee", refusal.callee}, {"reason", refusal.reason}})
      .Set(static_cast<double>(refusal.count));
}

service_metrics::service_metrics(http_metrics& metrics, sources from)
    : from_(std::move(from)), gauges_(std::make_unique<gauges>(metrics.registry())) {}

service_metrics::~service_metrics() = default;

void service_metrics::refresh() {
  const auto as_double = [](auto number) { return static_cast<double>(number); };
  const std::lock_guard lock{gauges_->mutex};
  const auto status = from_.status();
  for (const auto& stream : status.streams) gauges_->set(stream);
  for (const auto& tier : status.caches) gauges_->set(tier);
  for (const auto& store : status.objects) gauges_->set(store);
  for (const auto& refusal : status.refusals) gauges_->set(refusal);
  for (const auto& service : status.services) {
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
  if (from_.spool_bytes) gauges_->spool.Add({}).Set(as_double(from_.spool_bytes()));
  for (std::size_t i = 0; i < front.refused.size(); ++i) {
    const auto reason = static_cast<refusal_reason>(i);
    gauges_->refused.Add({{"reason", std::string{to_string(reason)}}})
        .Set(as_double(front.refused[i]));
  }
}

}  // namespace smartfin::http
