#include "cluster/routing/placed_service.hpp"

#include "cluster/proxy/early_answer.hpp"

#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/exit_reason.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_actor.hpp>
#include <caf/monitorable_actor.hpp>
#include <caf/sec.hpp>
#include <caf/system_messages.hpp>
#include <utility>

namespace smartfin {
namespace {

/// What all doors of one caller to one service share.
struct passage {
  std::string caller;
  std::shared_ptr<const service_placement> where;
  request_check check;
};

/// Has no mailbox and is never scheduled. Without a shard: for what belongs to nobody.
class door : public caf::monitorable_actor {
public:
  door(caf::actor_config& config, std::shared_ptr<const passage> through,
       std::optional<std::size_t> shard)
      : caf::monitorable_actor(config), through_(std::move(through)), shard_(shard) {}

  const char* name() const override { return "placed_service"; }

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* context) override {
    const auto& content = what->content();
    if (content.match_elements<caf::exit_msg>() || content.match_elements<caf::down_msg>()) return;
    const auto& [caller, where, check] = *through_;
    const auto to = shard_ ? where->holder_of(*shard_, caller) : where->anyone(caller);
    if (!to.handle) return bounce(what, caf::make_error(caf::sec::request_receiver_down));
    // What another node gets, that node checks.
    if (to.is_here && check)
      if (const auto refused = check(content)) return answer_early(*what, *refused);
    to.handle->enqueue(std::move(what), context);
  }

  void on_destroy() override {
    if (!getf(is_cleaned_up_flag)) cleanup(caf::make_error(caf::exit_reason::unreachable), nullptr);
  }

private:
  const std::shared_ptr<const passage> through_;
  const std::optional<std::size_t> shard_;
};

caf::strong_actor_ptr make_door(caf::actor_system& system, std::shared_ptr<const passage> through,
                                std::optional<std::size_t> shard) {
  caf::actor_config config{system.dummy_execution_unit()};
  return caf::make_actor<door, caf::strong_actor_ptr>(system.next_actor_id(), system.node(),
                                                      &system, config, std::move(through), shard);
}

}  // namespace

placed_service::placed_service(caf::actor_system& system, std::string caller,
                               std::shared_ptr<const service_placement> where, request_check check)
    : where_(where) {
  const auto through = std::make_shared<const passage>(
      passage{std::move(caller), std::move(where), std::move(check)});
  any_ = make_door(system, through, std::nullopt);
  if (where_->workers()->routes_by_key())
    for (std::size_t shard = 0; shard < shard_count; ++shard)
      shards_.push_back(make_door(system, through, shard));
}

const caf::strong_actor_ptr& placed_service::handle_for(std::int64_t key) const {
  return shards_.empty() ? any_ : shards_[shard_of(key)];
}

}  // namespace smartfin
