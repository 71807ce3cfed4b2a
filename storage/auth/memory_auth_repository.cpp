#include "storage/auth/memory_auth_repository.hpp"

#include <algorithm>

namespace smartfin {
namespace {

template <class Rows>
auto next_id(const Rows& rows) {
  return typename Rows::key_type{rows.empty() ? 1 : rows.rbegin()->first.value + 1};
}

template <class Rows>
auto find_in(const Rows& rows, const typename Rows::key_type& key) {
  const auto found = rows.find(key);
  return found == rows.end() ? std::nullopt : std::optional{found->second};
}

class memory_auth_repository final : public auth_repository {
public:
  explicit memory_auth_repository(memory_auth_state& state) : state_(state) {}

  std::optional<user_row> find_user(const std::string& email_lookup) override {
    for (const auto& [id, row] : state_.users)
      if (row.email_lookup == email_lookup) return row;
    return std::nullopt;
  }
  std::optional<user_row> find_user(user_id user) override { return find_in(state_.users, user); }
  user_id next_user_id() override { return next_id(state_.users); }
  void add_user(const user_row& user) override {
    demand(!find_user(user.email_lookup), "an address belongs to one user");
    demand(state_.users.emplace(user.id, user).second, "a user's id is its own");
  }
  void save_password(user_id user, const std::string& password_hash) override {
    const auto found = state_.users.find(user);
    if (found != state_.users.end()) found->second.password_hash = password_hash;
  }

  session_id next_session_id() override { return next_id(state_.sessions); }
  void add_session(const session_row& session) override {
    demand(state_.users.contains(session.user), "a session belongs to a user");
    demand(state_.sessions.emplace(session.id, session).second, "a session's id is its own");
  }
  bool is_new_place(user_id user, const std::string& place) override {
    bool has_sessions = false;
    for (const auto& [id, row] : state_.sessions) {
      if (row.user != user) continue;
      if (row.place == place) return false;
      has_sessions = true;
    }
    return has_sessions;
  }
  void save_session(const session_row& session) override {
    const auto found = state_.sessions.find(session.id);
    if (found == state_.sessions.end()) return;
    auto& stored = found->second;
    stored.refresh_hash = session.refresh_hash;
    stored.last_used_at = session.last_used_at;
    stored.expires_at = session.expires_at;
    stored.ended_at = session.ended_at;
  }
  std::optional<session_row> find_session(session_id session) override {
    return find_in(state_.sessions, session);
  }
  std::vector<session_row> list_sessions(user_id user, instant now) override {
    constexpr std::size_t sessions_max = 500;
    std::vector<session_row> rows;
    for (auto it = state_.sessions.rbegin(); it != state_.sessions.rend(); ++it) {
      const auto& row = it->second;
      const bool open = row.ended_at == instant{} && row.expires_at > now;
      if (row.user == user && open && rows.size() < sessions_max) rows.push_back(row);
    }
    return rows;
  }
  std::vector<session_row> list_expired_sessions(user_id user, instant now, int limit) override {
    std::vector<session_row> rows;
    for (const auto& [id, row] : state_.sessions)
      if (row.user == user && row.ended_at == instant{} && row.expires_at <= now &&
          static_cast<int>(rows.size()) < limit)
        rows.push_back(row);
    return rows;
  }
  std::vector<session_id> sessions_ended_since(instant since) override {
    std::vector<session_id> ids;
    for (const auto& [id, row] : state_.sessions)
      if (row.ended_at > since && row.ended_at != instant{}) ids.push_back(id);
    return ids;
  }
  void add_used_token(const std::string& hash, session_id session) override {
    demand(state_.sessions.contains(session), "a token belongs to a session");
    demand(state_.used_tokens.emplace(hash, session).second, "a token is used once");
  }
  std::optional<session_id> find_used_token(const std::string& hash) override {
    return find_in(state_.used_tokens, hash);
  }
  void forget_used_tokens(session_id session) override {
    std::erase_if(state_.used_tokens, [&](const auto& each) { return each.second == session; });
  }

  std::vector<signing_key_row> list_signing_keys() override {
    auto rows = state_.signing_keys;
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.created_at > b.created_at; });
    return rows;
  }
  void add_signing_key(const signing_key_row& key) override {
    for (const auto& row : state_.signing_keys) demand(row.kid != key.kid, "a key's id is its own");
    state_.signing_keys.push_back(key);
  }

private:
  memory_auth_state& state_;
};

}  // namespace

std::unique_ptr<auth_repository> make_memory_auth_repository(memory_auth_state& state) {
  return std::make_unique<memory_auth_repository>(state);
}

}  // namespace smartfin
