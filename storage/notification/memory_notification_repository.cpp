#include "storage/notification/memory_notification_repository.hpp"

#include <algorithm>

namespace smartfin {
namespace {

constexpr instant unread{};

class memory_notification_repository final : public notification_repository {
public:
  explicit memory_notification_repository(memory_notification_state& state) : state_(state) {}

  notification_id next_id() override { return {state_.last_notification + 1}; }
  void add(const notification_row& row) override {
    demand(state_.notifications.emplace(row.id, row).second, "a notification's id is its own");
    state_.last_notification = std::max(state_.last_notification, row.id.value);
  }
  std::vector<notification_row> list(const notification_selection& of) override {
    std::vector<notification_row> rows;
    for (auto at = state_.notifications.rbegin(); at != state_.notifications.rend(); ++at) {
      const auto& row = at->second;
      if (row.user == of.user && row.id.value < of.before &&
          (!of.unread_only || row.read_at == unread) && static_cast<int>(rows.size()) < of.limit)
        rows.push_back(row);
    }
    return rows;
  }
  std::int64_t count_unread(user_id user) override {
    return std::count_if(state_.notifications.begin(), state_.notifications.end(),
                         [user](const auto& entry) {
                           return entry.second.user == user && entry.second.read_at == unread;
                         });
  }
  bool mark_read(user_id user, notification_id id, instant now) override {
    const auto found = state_.notifications.find(id);
    if (found == state_.notifications.end() || found->second.user != user) return false;
    if (found->second.read_at == unread) found->second.read_at = now;
    return true;
  }
  void mark_all_read(user_id user, instant now) override {
    for (auto& [id, row] : state_.notifications)
      if (row.user == user && row.read_at == unread) row.read_at = now;
  }

private:
  memory_notification_state& state_;
};

}  // namespace

std::unique_ptr<notification_repository> make_memory_notification_repository(
    memory_notification_state& state) {
  return std::make_unique<memory_notification_repository>(state);
}

}  // namespace smartfin
