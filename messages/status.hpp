#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/instant.hpp"

namespace smartfin {

/// How well a service works, worst first.
enum class service_state : std::uint8_t {
  down,        // nobody answers; its supervisor gave up or stopped, and a retry may be far off
  restarting,  // nobody answers, but a worker is due within the restart delay
  degraded,    // some of its workers answer
  up,          // all of its workers answer
};
BOOST_DESCRIBE_ENUM(service_state, down, restarting, degraded, up)

struct service_status {
  std::string name;
  service_state state = service_state::down;
  /// Since when in this state, by the wall clock of the node.
  instant since{};
  /// Workers started again since the node started.
  std::int64_t restarts = 0;
  /// Requests admitted and not yet answered.
  std::int64_t in_flight = 0;
  /// Of those, the ones that wait for a worker.
  std::int64_t queue = 0;
  friend bool operator==(const service_status&, const service_status&) = default;
};
BOOST_DESCRIBE_STRUCT(service_status, (), (name, state, since, restarts, in_flight, queue))

/// How far one subscriber is in a stream: sequence = applied + parked + missing, and what is published beyond it is in
/// flight.
struct subscription_status {
  std::string subscriber;
  /// Whether it has told how far it is since its relay started; until then the numbers are not known and are 0.
  bool heard = false;
  std::int64_t applied = 0;
  std::int64_t parked = 0;
  std::int64_t missing = 0;  // had gone from the log before they were delivered
  std::int64_t in_flight = 0;
  std::int64_t oldest_age_ms = 0;  // of what is in flight
  /// How many events the subscriber has that its publisher does not know of: one of the two was restored alone.
  std::int64_t ahead = 0;
  friend bool operator==(const subscription_status&, const subscription_status&) = default;
};
BOOST_DESCRIBE_STRUCT(subscription_status, (),
                      (subscriber, heard, applied, parked, missing, in_flight, oldest_age_ms,
                       ahead))

/// One service's events, as its auditor last found them.
struct stream_status {
  std::string stream;
  std::int64_t published = 0;
  std::int64_t lost = 0;  // rows that the log should have and has not
  instant audited_at{};
  std::vector<subscription_status> subscribers;
  friend bool operator==(const stream_status&, const stream_status&) = default;
};
BOOST_DESCRIBE_STRUCT(stream_status, (), (stream, published, lost, audited_at, subscribers))

/// What one tier of the cache did since the start.
struct cache_status {
  std::string tier;  // memory, redis
  bool available = true;
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t failures = 0;
  std::int64_t bytes = 0;  // held by this process
  friend bool operator==(const cache_status&, const cache_status&) = default;
};
BOOST_DESCRIBE_STRUCT(cache_status, (), (tier, available, hits, misses, failures, bytes))

/// The store of files' contents, since the start.
struct object_store_status {
  std::string form;  // folder, s3
  bool available = true;
  std::int64_t reads = 0;
  std::int64_t writes = 0;
  std::int64_t removals = 0;
  std::int64_t failures = 0;
  friend bool operator==(const object_store_status&, const object_store_status&) = default;
};
BOOST_DESCRIBE_STRUCT(object_store_status, (), (form, available, reads, writes, removals, failures))

/// Requests of one service to another that were refused, since the start of the node. `caller` is as proved, or else as
/// claimed; "unknown" for what is no service.
struct refusal_status {
  std::string caller;
  std::string callee;
  std::string reason;  // a word of trust_errc
  std::int64_t count = 0;
  friend bool operator==(const refusal_status&, const refusal_status&) = default;
};
BOOST_DESCRIBE_STRUCT(refusal_status, (), (caller, callee, reason, count))

enum class node_state : std::uint8_t {
  unreachable,  // it is in the directory and does not answer
  draining,     // it gets no new work
  up,
};
BOOST_DESCRIBE_ENUM(node_state, unreachable, draining, up)

/// One node of a cluster.
struct node_line {
  std::string name;
  node_state state = node_state::unreachable;
  std::string build;
  std::string address;  // of its door
  std::vector<std::string> services;
  std::vector<service_status> states = {};  // as it says itself, like what follows
  std::vector<cache_status> caches = {};
  std::vector<object_store_status> objects = {};
  friend bool operator==(const node_line&, const node_line&) = default;
};
BOOST_DESCRIBE_STRUCT(node_line, (), (name, state, build, address, services, states, caches, objects))

/// Services in the order they were declared or first heard of.
struct node_status {
  std::string node;
  std::vector<service_status> services;
  std::vector<stream_status> streams;
  std::vector<cache_status> caches = {};  // the nearest first
  std::vector<object_store_status> objects = {};
  std::vector<refusal_status> refusals = {};
  std::vector<node_line> nodes = {};  // of a cluster, by name, this one among them
  friend bool operator==(const node_status&, const node_status&) = default;
};
BOOST_DESCRIBE_STRUCT(node_status, (), (node, services, streams, caches, objects, refusals, nodes))

}  // namespace smartfin
