#include "supervisors/supervisor.hpp"

#include <caf/actor_system.hpp>
#include <caf/send.hpp>
#include <utility>

#include "supervisors/crash_policy.hpp"
#include "supervisors/supervisor_actor.hpp"

namespace smartfin {

caf::error make_error(supervision_errc code) {
  return caf::error{static_cast<std::uint8_t>(code), caf::atom("supervise")};
}

caf::actor spawn_supervisor(caf::actor_system& system, supervisor_options options,
                            std::vector<child_spec> children) {
  return system.spawn<detail::supervisor_actor>(std::move(options), std::move(children));
}

child_spec supervisor_child(std::string id, supervisor_options options,
                            std::vector<child_spec> children, give_up_rule on_give_up) {
  if (options.name.empty()) options.name = id;
  if (options.service.empty()) options.service = id;
  auto start = [options = std::move(options),
                children = std::move(children)](caf::event_based_actor* parent) -> caf::actor {
    return parent->spawn<detail::supervisor_actor>(options, children);
  };
  return {.id = std::move(id),
          .start = std::move(start),
          .shutdown = shutdown_unlimited,
          .kind = child_kind::supervisor,
          .on_give_up = on_give_up};
}

void kill_child(const caf::actor& supervisor, std::string path) {
  caf::anon_send(supervisor, detail::kill_below{std::move(path)});
}

std::string reason_text(caf::actor_system& system, const caf::error& reason) {
  if (!reason) return "normal";
  if (reason == supervision_errc::gave_up) return "gave up";
  auto text = system.render(caf::error{reason.code(), reason.category()});
  if (const auto type = noted_exception(reason); !type.empty()) text += ": " + type;
  return text;
}

}  // namespace smartfin
