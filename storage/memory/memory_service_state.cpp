#include "storage/memory/memory_service_state.hpp"

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

class memory_idempotency_repository final : public idempotency_repository {
public:
  explicit memory_idempotency_repository(memory_service_state& state) : state_(state) {}

  std::optional<remembered_answer> find(user_id user, const std::string& key) override {
    const auto found = state_.answers.find({user, key});
    if (found == state_.answers.end()) return std::nullopt;
    return found->second.answer;
  }

  void save(user_id user, const std::string& key, const remembered_answer& answer,
            instant now) override {
    if (!state_.answers.try_emplace({user, key}, answer, now).second)
      throw storage_conflict{"another process has answered the key"};
  }

  void forget_before(instant limit) override {
    std::erase_if(state_.answers,
                  [limit](const auto& entry) { return entry.second.given_at < limit; });
  }

private:
  memory_service_state& state_;
};

class memory_key_repository final : public key_repository {
public:
  explicit memory_key_repository(memory_service_state& state) : state_(state) {}

  std::optional<std::string> find(std::int64_t subject) override {
    const auto found = state_.subject_keys.find(subject);
    if (found == state_.subject_keys.end()) return std::nullopt;
    return found->second;
  }

  void save(std::int64_t subject, const std::string& wrapped) override {
    demand(state_.subject_keys.emplace(subject, wrapped).second, "a subject has one key");
  }

private:
  memory_service_state& state_;
};

}  // namespace

std::unique_ptr<idempotency_repository> make_memory_idempotency_repository(
    memory_service_state& state) {
  return std::make_unique<memory_idempotency_repository>(state);
}

std::unique_ptr<key_repository> make_memory_key_repository(memory_service_state& state) {
  return std::make_unique<memory_key_repository>(state);
}

void demand(bool holds, const char* rule) {
  if (!holds) throw storage_failure{std::string{"broken rule: "} + rule};
}

}  // namespace smartfin
