#include "storage/file/memory_file_repository.hpp"

#include <algorithm>

namespace smartfin {
namespace {

class memory_file_repository final : public file_repository {
public:
  explicit memory_file_repository(memory_file_state& state) : state_(state) {}

  file_id next_id() override { return {state_.last_file + 1}; }
  void add(const file_row& row) override {
    demand(state_.contents.contains(row.object), "a file has a content");
    demand(state_.files.emplace(row.id, row).second, "a file's id is its own");
    state_.last_file = std::max(state_.last_file, row.id.value);
  }
  std::optional<file_row> find(user_id user, file_id id) override {
    const auto found = state_.files.find(id);
    if (found == state_.files.end() || found->second.user != user) return std::nullopt;
    return with_content(found->second);
  }
  std::vector<file_row> list(user_id user, std::int64_t before, int limit) override {
    std::vector<file_row> rows;
    for (auto at = state_.files.rbegin(); at != state_.files.rend(); ++at)
      if (at->second.user == user && at->first.value < before &&
          static_cast<int>(rows.size()) < limit)
        rows.push_back(with_content(at->second));
    return rows;
  }
  void remove(user_id user, file_id id) override {
    if (find(user, id)) state_.files.erase(id);
  }

  void add_content(const content_row& row) override {
    demand(row.size >= 0, "a size is not negative");
    demand(state_.contents.emplace(row.object, memory_file_state::content{row}).second,
           "an object's name is its own");
  }
  std::optional<content_row> find_content(user_id user, const std::string& tag) override {
    for (const auto& [object, held] : state_.contents)
      if (held.user == user && held.content_tag == tag && held.links > 0)
        return content_row{object, user, tag, held.size, {}};
    return std::nullopt;
  }
  std::optional<content_row> find_object(const std::string& object) override {
    const auto found = state_.contents.find(object);
    if (found == state_.contents.end()) return std::nullopt;
    return found->second;
  }
  bool link(const std::string& object) override {
    const auto found = state_.contents.find(object);
    if (found == state_.contents.end() || found->second.given_up) return false;
    ++found->second.links;
    return true;
  }
  void unlink(const std::string& object, instant now) override {
    const auto found = state_.contents.find(object);
    if (found == state_.contents.end()) return;
    demand(found->second.links > 0, "a loose content has no links");
    --found->second.links;
    found->second.loose_since = now;
  }
  std::int64_t bytes_used(user_id user) override {
    std::int64_t bytes = 0;
    for (const auto& [object, held] : state_.contents)
      if (held.user == user && held.links > 0) bytes += held.size;
    return bytes;
  }

  std::vector<std::string> give_up(instant before, int limit) override {
    std::vector<std::pair<instant, std::string>> given_up;
    for (auto& [object, held] : state_.contents) {
      if (held.links == 0 && held.loose_since < before) held.given_up = true;
      if (held.given_up) given_up.emplace_back(held.loose_since, object);
    }
    std::ranges::sort(given_up);
    std::vector<std::string> objects;
    for (auto& [since, object] : given_up)
      if (static_cast<int>(objects.size()) < limit) objects.push_back(std::move(object));
    return objects;
  }
  void forget(const std::string& object) override {
    const auto found = state_.contents.find(object);
    if (found != state_.contents.end() && found->second.given_up) state_.contents.erase(found);
  }

private:
  file_row with_content(file_row row) const {
    const auto& content = state_.contents.at(row.object);
    row.size = content.size;
    row.content_tag = content.content_tag;
    return row;
  }

  memory_file_state& state_;
};

}  // namespace

std::unique_ptr<file_repository> make_memory_file_repository(memory_file_state& state) {
  return std::make_unique<memory_file_repository>(state);
}

}  // namespace smartfin
