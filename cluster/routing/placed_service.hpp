#pragma once

#include <caf/error.hpp>
#include <caf/fwd.hpp>
#include <caf/type_erased_tuple.hpp>

#include "cluster/routing/service_placement.hpp"

namespace smartfin {

/// Why a request that stays in this node is refused, or nothing. Called in the sender's thread; must not block.
using request_check =
    std::function<std::optional<caf::error>(const caf::type_erased_tuple& request)>;

/// A service as one other service asks it: wherever it works, and under the caller's name. Requests are forwarded in
/// the sender's thread and in its order. Where nobody works they answer `sec::request_receiver_down` at once, as while
/// a worker restarts.
class placed_service : public request_target {
public:
  placed_service(caf::actor_system& system, std::string caller,
                 std::shared_ptr<const service_placement> where, request_check check);

  const std::string& name() const override { return where_->workers()->name(); }
  const caf::strong_actor_ptr& handle_for(std::int64_t key) const override;
  const caf::strong_actor_ptr& handle() const override { return any_; }
  std::optional<ticket> admit() const override { return where_->workers()->admit(); }

private:
  const std::shared_ptr<const service_placement> where_;
  caf::strong_actor_ptr any_;
  std::vector<caf::strong_actor_ptr> shards_;
};

}  // namespace smartfin
