#include "storage/profile/memory_profile_repository.hpp"

namespace smartfin {
namespace {

class memory_profile_repository final : public profile_repository {
public:
  explicit memory_profile_repository(memory_profile_state& state) : state_(state) {}

  std::optional<profile_row> find(user_id user) override {
    const auto found = state_.profiles.find(user);
    if (found == state_.profiles.end()) return std::nullopt;
    return found->second;
  }
  bool save(const profile_row& row) override {
    const auto stored = find(row.user);
    if ((stored ? stored->version : 0) != row.version - 1) return false;
    state_.profiles.insert_or_assign(row.user, row);
    return true;
  }

private:
  memory_profile_state& state_;
};

}  // namespace

std::unique_ptr<profile_repository> make_memory_profile_repository(memory_profile_state& state) {
  return std::make_unique<memory_profile_repository>(state);
}

}  // namespace smartfin
