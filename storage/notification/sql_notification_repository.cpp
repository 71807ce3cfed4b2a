#include "storage/notification/notification_repository.hpp"
#include "storage/service_tables.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

constexpr auto first_schema = with_service_tables({
    "CREATE TABLE notifications(id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, "
    "at INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, read_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX notifications_of_user ON notifications(user_id, id)",
    "CREATE INDEX unread_notifications ON notifications(user_id, id) WHERE read_at = 0",
});
constexpr migration steps[] = {{1, "inbox", first_schema},
                               {2, "who may deliver events", fenced_cursors}};

std::int64_t micros(instant at) { return at.time_since_epoch().count(); }
instant instant_of(std::int64_t micros) { return instant{std::chrono::microseconds{micros}}; }

class sql_notification_repository final : public notification_repository {
public:
  explicit sql_notification_repository(sql_session& s)
      : next_id_(s, s.dialect() == sql_dialect::sqlite
                        ? "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'notifications'"
                        : "SELECT nextval('notifications_id_seq')"),
        add_(s,
             "INSERT INTO notifications(id, user_id, at, kind, body, read_at) "
             "VALUES(:i, :u, :a, :k, :b, :r)"),
        all_(s,
             "SELECT id, at, kind, body, read_at FROM notifications "
             "WHERE user_id = :u AND id < :b ORDER BY id DESC LIMIT :l"),
        unread_(s,
                "SELECT id, at, kind, body, read_at FROM notifications "
                "WHERE user_id = :u AND id < :b AND read_at = 0 ORDER BY id DESC LIMIT :l"),
        count_(s, "SELECT COUNT(*) FROM notifications WHERE user_id = :u AND read_at = 0"),
        read_(
            s,
            "UPDATE notifications SET read_at = CASE read_at WHEN 0 THEN CAST(:n AS BIGINT) ELSE read_at END "
            "WHERE user_id = :u AND id = :i"),
        read_all_(s, "UPDATE notifications SET read_at = :n WHERE user_id = :u AND read_at = 0") {}

  notification_id next_id() override {
    return translated("next notification id", [&] {
      const auto row = next_id_.first();
      return notification_id{row ? std::get<0>(*row) : 1};
    });
  }
  void add(const notification_row& row) override {
    translate_sql_errors("add notification", [&] {
      add_.run(row.id.value, row.user.value, micros(row.at), row.kind, row.body,
               micros(row.read_at));
    });
  }
  std::vector<notification_row> list(const notification_selection& of) override {
    std::vector<notification_row> rows;
    translate_sql_errors("list notifications", [&] {
      (of.unread_only ? unread_ : all_)
          .each(of.user.value, of.before, of.limit,
                [&](std::int64_t id, std::int64_t at, const std::string& kind,
                    const std::string& body, std::int64_t read_at) {
                  rows.push_back({{id}, of.user, instant_of(at), kind, body, instant_of(read_at)});
                });
    });
    return rows;
  }
  std::int64_t count_unread(user_id user) override {
    return translated("count notifications",
                      [&] { return std::get<0>(count_.first(user.value).value()); });
  }
  bool mark_read(user_id user, notification_id id, instant now) override {
    return translated("mark read",
                      [&] { return read_.run(micros(now), user.value, id.value) == 1; });
  }
  void mark_all_read(user_id user, instant now) override {
    translate_sql_errors("mark all read", [&] { read_all_.run(micros(now), user.value); });
  }

private:
  using page =
      prepared<std::tuple<std::int64_t, std::int64_t, std::string, std::string, std::int64_t>(
          std::int64_t, std::int64_t, std::int64_t)>;

  prepared<std::tuple<std::int64_t>()> next_id_;
  command<std::int64_t, std::int64_t, std::int64_t, std::string, std::string, std::int64_t> add_;
  page all_, unread_;
  prepared<std::tuple<std::int64_t>(std::int64_t)> count_;
  command<std::int64_t, std::int64_t, std::int64_t> read_;
  command<std::int64_t, std::int64_t> read_all_;
};

}  // namespace

std::unique_ptr<notification_repository> make_sql_notification_repository(sql_session& session) {
  return std::make_unique<sql_notification_repository>(session);
}

std::span<const migration> notification_migrations() { return steps; }

}  // namespace smartfin
