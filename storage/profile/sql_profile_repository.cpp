#include "storage/profile/profile_repository.hpp"
#include "storage/service_tables.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

constexpr auto first_schema = with_service_tables({
    "CREATE TABLE profiles(user_id INTEGER PRIMARY KEY, version INTEGER NOT NULL, "
    "facts TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT",
});
constexpr migration steps[] = {{1, "profiles", first_schema},
                               {2, "who may deliver events", fenced_cursors}};

class sql_profile_repository final : public profile_repository {
public:
  explicit sql_profile_repository(sql_session& s)
      : find_(s, "SELECT version, facts, changed_at FROM profiles WHERE user_id = :u"),
        add_(s,
             "INSERT INTO profiles(user_id, version, facts, changed_at) "
             "VALUES(:u, :v, :f, :c) ON CONFLICT DO NOTHING"),
        save_(s,
              "UPDATE profiles SET version = :v, facts = :f, changed_at = :c "
              "WHERE user_id = :u AND version = :w") {}

  std::optional<profile_row> find(user_id user) override {
    return translated("find profile", [&]() -> std::optional<profile_row> {
      const auto row = find_.first(user.value);
      if (!row) return std::nullopt;
      return profile_row{user, std::get<0>(*row), std::get<1>(*row),
                         instant{std::chrono::microseconds{std::get<2>(*row)}}};
    });
  }
  bool save(const profile_row& row) override {
    const auto at = row.changed_at.time_since_epoch().count();
    return translated("save profile", [&] {
      const auto changed =
          row.version == 1 ? add_.run(row.user.value, row.version, row.facts, at)
                           : save_.run(row.version, row.facts, at, row.user.value, row.version - 1);
      return changed == 1;
    });
  }

private:
  prepared<std::tuple<std::int64_t, std::string, std::int64_t>(std::int64_t)> find_;
  command<std::int64_t, std::int64_t, std::string, std::int64_t> add_;
  command<std::int64_t, std::string, std::int64_t, std::int64_t, std::int64_t> save_;
};

}  // namespace

std::unique_ptr<profile_repository> make_sql_profile_repository(sql_session& session) {
  return std::make_unique<sql_profile_repository>(session);
}

std::span<const migration> profile_migrations() { return steps; }

}  // namespace smartfin
