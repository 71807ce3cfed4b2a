#pragma once

#include <memory>
#include <string>

#include "supervisors/service_router.hpp"

namespace smartfin {

/// How the services of a node ask each other, here or elsewhere. The tree's names are its own ("ledger_query"); a
/// service may have several. Thread-safe once every name is added.
class service_reach {
public:
  virtual ~service_reach() = default;
  /// `workers` answer for the name in this node. Once for each name, before anyone asks for it.
  virtual void add(const std::string& name, std::shared_ptr<service_router> workers) = 0;
  /// The name as the service `caller` asks it.
  virtual std::shared_ptr<const request_target> target(const std::string& caller,
                                                       const std::string& name) = 0;
};

}  // namespace smartfin
