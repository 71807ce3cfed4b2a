#include "tests/cluster/linked_nodes.hpp"

namespace smartfin::testing {

link_observer link_diary::observer() {
  return {.up = [this](const peer_info& peer) { note("up " + peer.node); },
          .down = [this](const std::string& node,
                         const std::string& why) { note("down " + node + ": " + why); },
          .refused = [this](const std::string& who,
                            const std::string& why) { note("refused " + who + ": " + why); }};
}

void link_diary::note(std::string entry) {
  {
    const std::lock_guard lock{mutex_};
    entries_.push_back(std::move(entry));
  }
  changed_.notify_all();
}

std::string link_diary::wait_for(const std::string& start) {
  std::unique_lock lock{mutex_};
  std::string found;
  changed_.wait_for(lock, patience, [&] {
    while (seen_ < entries_.size())
      if (const auto& each = entries_[seen_++]; each.starts_with(start)) {
        found = each;
        return true;
      }
    return false;
  });
  return found;
}

std::vector<std::string> link_diary::entries() const {
  const std::lock_guard lock{mutex_};
  return entries_;
}

test_node::test_node(link_options options, call_check check) : name(options.node) {
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-threads", std::size_t{2});
  system = std::make_unique<caf::actor_system>(config);
  exports = std::make_unique<exported_services>(*system, std::move(check));
  hub = std::make_unique<link_hub>(std::move(options), *exports, diary.observer());
}

test_node::~test_node() {
  hub->close();
  exports->close();
  for (const auto& router : routers) router->close();
}

link_options options_for(test_authority& authority, const std::string& node) {
  return {.deployment = "test",
          .node = node,
          .incarnation = node + "-1",
          .build = "test",
          .services = {},
          .files = authority.issue(node),
          .open_scratch = [] { return std::make_shared<memory_scratch>(); }};
}

call_context patient_context(std::int64_t user) {
  call_context ctx;
  ctx.who.user = user_id{user};
  ctx.deadline = std::chrono::steady_clock::now() + patience;
  ctx.trace_id = "0123456789abcdef0123456789abcdef";
  return ctx;
}

}  // namespace smartfin::testing
