#pragma once

#include <memory>
#include <string>

#include "domain/result.hpp"
#include "http/dispatcher.hpp"
#include "http/edge_services.hpp"
#include "http/front/front_options.hpp"

namespace smartfin::http {

struct edge_options {
  /// False: only what operators ask every node (health, status, metrics), no service's routes and no pages.
  bool is_gateway = true;
  front_options front;
  dispatcher_settings dispatch;
  std::size_t import_bytes_max = 512 << 20;
  std::size_t file_bytes_max = 32 << 20;
};

/// The node's door: every route, the pages and the documents, behind one readiness front. `services` is copied; what it
/// refers to outlives the edge.
class edge {
public:
  edge(edge_options options, edge_services services);
  ~edge();

  /// Takes the port, at which clients are refused until `start`. The error is a sentence for the operator.
  result<nothing, std::string> reserve();
  /// Listens; the port. The error is a sentence for the operator.
  result<int, std::string> start();
  /// Drains and joins every thread, so that no thread waits for an actor afterwards. Idempotent.
  void stop();
  front_statistics statistics() const;

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin::http
