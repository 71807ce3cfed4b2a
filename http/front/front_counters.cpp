#include "http/front/front_counters.hpp"

#include <algorithm>

namespace smartfin::http {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(refusal_reason::count)> names{
    "malformed",   "target_too_long", "header_too_large", "body_too_large", "unsupported",
    "too_slow",    "queue_full",      "connections_full", "address_full",   "memory_full",
    "slow_reader", "no_descriptor",   "no_room",          "not_admitted"};

}  // namespace

std::string_view to_string(refusal_reason reason) {
  const auto index = static_cast<std::size_t>(reason);
  return index < names.size() ? names[index] : "unknown";
}

front_statistics front_counters::snapshot() const {
  const auto read = [](const number& n) { return n.load(std::memory_order_relaxed); };
  front_statistics now;
  now.connections = read(connections);
  now.queued = read(queued);
  now.in_flight = read(in_flight);
  now.idle = now.connections - std::min(now.connections, now.queued + now.in_flight);
  now.accepted = read(accepted);
  now.requests = read(requests);
  now.bytes_in = read(bytes_in);
  now.bytes_out = read(bytes_out);
  now.input_memory = read(input_memory);
  now.output_memory = read(output_memory);
  for (std::size_t i = 0; i < refused.size(); ++i) now.refused[i] = read(refused[i]);
  return now;
}

}  // namespace smartfin::http
