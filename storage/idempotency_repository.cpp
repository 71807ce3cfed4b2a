#include "storage/idempotency_repository.hpp"

#include "storage/sql/prepared.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

class sql_idempotency_repository final : public idempotency_repository {
public:
  explicit sql_idempotency_repository(sql_session& session)
      : find_(session,
              "SELECT digest, reply FROM idempotency_keys WHERE user_id = :u AND key = :k"),
        save_(session,
              "INSERT INTO idempotency_keys(user_id, key, digest, reply, answered_at) "
              "VALUES(:u, :k, :d, :r, :t) ON CONFLICT DO NOTHING RETURNING answered_at"),
        forget_(session,
                "DELETE FROM idempotency_keys WHERE (user_id, key) IN (SELECT user_id, key FROM "
                "idempotency_keys WHERE answered_at < :t LIMIT 200)") {}

  std::optional<remembered_answer> find(user_id user, const std::string& key) override {
    std::optional<remembered_answer> answer;
    translate_sql_errors("find idempotency key", [&] {
      if (auto row = find_.first(user.value, key))
        answer = remembered_answer{std::get<0>(*row), std::get<1>(*row)};
    });
    return answer;
  }

  void save(user_id user, const std::string& key, const remembered_answer& answer,
            instant now) override {
    const auto saved = translated("save idempotency key", [&] {
      return save_.first(user.value, key, answer.request_digest, answer.reply,
                         now.time_since_epoch().count());
    });
    if (!saved) throw storage_conflict{"another process has answered the key"};
  }

  void forget_before(instant limit) override {
    translate_sql_errors("forget idempotency keys",
                         [&] { forget_.run(limit.time_since_epoch().count()); });
  }

private:
  prepared<std::tuple<std::string, std::string>(std::int64_t, std::string)> find_;
  prepared<std::tuple<std::int64_t>(std::int64_t, std::string, std::string, std::string,
                                    std::int64_t)>
      save_;
  command<std::int64_t> forget_;
};

}  // namespace

std::unique_ptr<idempotency_repository> make_sql_idempotency_repository(sql_session& session) {
  return std::make_unique<sql_idempotency_repository>(session);
}

}  // namespace smartfin
