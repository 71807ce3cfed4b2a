#include "storage/audit/memory_audit_repository.hpp"

#include <algorithm>

#include "domain/audit/entry_bundle.hpp"

namespace smartfin {
namespace {

class memory_audit_repository final : public audit_repository {
public:
  explicit memory_audit_repository(memory_audit_state& state) : state_(state) {}

  std::int64_t append(std::span<const std::string> entries) override {
    const auto first = size();
    for (const auto& entry : entries)
      demand(entry.size() <= log_entry_size_max, "an audit entry has at most 65,535 bytes");
    state_.entries.insert(state_.entries.end(), entries.begin(), entries.end());
    return first;
  }
  std::vector<std::string> list(std::int64_t from, int limit) override {
    const auto first = std::clamp<std::int64_t>(from, 0, size());
    const auto count = std::clamp<std::int64_t>(limit, 0, size() - first);
    const auto begin = state_.entries.begin() + first;
    return {begin, begin + count};
  }
  std::int64_t size() override { return static_cast<std::int64_t>(state_.entries.size()); }

private:
  memory_audit_state& state_;
};

}  // namespace

std::unique_ptr<audit_repository> make_memory_audit_repository(memory_audit_state& state) {
  return std::make_unique<memory_audit_repository>(state);
}

}  // namespace smartfin
