#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "messages/status.hpp"
#include "supervisors/service_router.hpp"
#include "supervisors/supervision_observer.hpp"

namespace smartfin {

/// What every service of this node is doing: written by supervisors and routers, read by the status
/// page. Thread-safe; survives every restart.
class health_board : public supervision_observer {
public:
  using wall_clock = std::function<instant()>;

  health_board(std::string node, wall_clock now);

  /// Lists a service that has not started yet, as down. Idempotent.
  void declare(const std::string& service);
  /// Reads a service's load from its router, which may go first; a service may have several.
  void watch(const std::shared_ptr<service_router>& router);

  void on_event(const supervision_event& event) noexcept override;
  node_status snapshot() const;

private:
  struct member_record {
    child_kind is = child_kind::worker;
    /// False once it stopped: it no longer counts.
    bool counts = false;
    service_state state = service_state::down;
    std::int64_t starts = 0;
  };
  struct service_record {
    service_status status;
    /// By supervisor and child.
    std::map<std::pair<std::string, std::string>, member_record> members;
    std::vector<std::weak_ptr<service_router>> routers;
  };

  service_record& record_of(const std::string& service);
  static service_state state_of(const service_record& record);

  const std::string node_;
  const wall_clock now_;
  mutable std::mutex mutex_;
  std::vector<service_record> records_;
};

}  // namespace smartfin
