#include "storage/events/event_cursors.hpp"
#include "storage/sql/prepared.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

#define SMARTFIN_PARKED_COLUMNS \
  "stream, sequence, kind, version, user_id, book_id, at, trace_id, payload, reason, parked_at"

std::int64_t micros(instant at) { return at.time_since_epoch().count(); }
instant instant_of(std::int64_t micros) { return instant{std::chrono::microseconds{micros}}; }

class sql_event_cursors final : public event_cursors {
public:
  explicit sql_event_cursors(sql_session& s)
      : find_(
            s,
            "SELECT sequence, applied, parked, missing, fence FROM event_cursors WHERE stream = :s"),
        // Where another transaction moves it at this moment, PostgreSQL waits for that one and looks again.
        save_(s,
              "INSERT INTO event_cursors(stream, sequence, applied, parked, missing, fence) "
              "VALUES(:s, :q, :a, :p, :m, :f) ON CONFLICT(stream) DO UPDATE SET "
              "sequence = excluded.sequence, applied = excluded.applied, "
              "parked = excluded.parked, missing = excluded.missing, fence = excluded.fence "
              "WHERE event_cursors.sequence = :b AND event_cursors.applied = :c "
              "AND event_cursors.fence <= excluded.fence "
              "RETURNING sequence"),
        park_(s, "INSERT INTO parked_events(" SMARTFIN_PARKED_COLUMNS
                 ") VALUES(:s, :q, :k, :v, :u, :b, :a, :t, :p, :r, :d) RETURNING id"),
        find_parked_(s, "SELECT id, " SMARTFIN_PARKED_COLUMNS " FROM parked_events WHERE id = :i"),
        list_parked_(s, "SELECT id, " SMARTFIN_PARKED_COLUMNS
                        " FROM parked_events WHERE id < :b ORDER BY id DESC LIMIT :l"),
        remove_parked_(s, "DELETE FROM parked_events WHERE id = :i") {}

  event_cursor find(const std::string& stream) override {
    event_cursor cursor;
    translate_sql_errors("find event cursor", [&] {
      if (const auto row = find_.first(stream))
        std::tie(cursor.sequence, cursor.applied, cursor.parked, cursor.missing, cursor.fence) =
            *row;
    });
    return cursor;
  }
  void save(const std::string& stream, const event_cursor& before, const event_cursor& c) override {
    const auto saved = translated("save event cursor", [&] {
      return save_.first(stream, c.sequence, c.applied, c.parked, c.missing, c.fence,
                         before.sequence, before.applied);
    });
    if (!saved) throw storage_failure{"another process has moved the cursor"};
  }
  std::int64_t park(const parked_event_row& row) override {
    return translated("park event", [&] {
      const auto& e = row.event;
      const auto id =
          park_.first(row.stream, e.sequence, e.kind, e.version, e.user.value, e.book.value,
                      micros(e.at), e.trace_id, e.payload, row.reason, micros(row.parked_at));
      return std::get<0>(id.value());
    });
  }
  std::optional<parked_event_row> find_parked(std::int64_t id) override {
    std::optional<parked_event_row> found;
    translate_sql_errors("find parked event", [&] {
      find_parked_.each(id, [&](const auto&... columns) { found = row_of(columns...); });
    });
    return found;
  }
  std::vector<parked_event_row> list_parked(std::int64_t before, int limit) override {
    std::vector<parked_event_row> rows;
    translate_sql_errors("list parked events", [&] {
      list_parked_.each(before, limit,
                        [&](const auto&... columns) { rows.push_back(row_of(columns...)); });
    });
    return rows;
  }
  void remove_parked(std::int64_t id) override {
    translate_sql_errors("remove parked event", [&] { remove_parked_.run(id); });
  }

private:
  using parked_columns =
      std::tuple<std::int64_t, std::string, std::int64_t, std::string, std::int64_t, std::int64_t,
                 std::int64_t, std::int64_t, std::string, std::string, std::string, std::int64_t>;

  template <class... Columns>
  static parked_event_row row_of(const Columns&... columns) {
    const auto& [id, stream, sequence, kind, version, user, book, at, trace_id, payload, reason,
                 parked_at] = std::tie(columns...);
    return {id,
            stream,
            {sequence, kind, version, {user}, {book}, instant_of(at), trace_id, payload, true},
            reason,
            instant_of(parked_at)};
  }

  prepared<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
      std::string)>
      find_;
  prepared<std::tuple<std::int64_t>(std::string, std::int64_t, std::int64_t, std::int64_t,
                                    std::int64_t, std::int64_t, std::int64_t, std::int64_t)>
      save_;
  prepared<std::tuple<std::int64_t>(std::string, std::int64_t, std::string, std::int64_t,
                                    std::int64_t, std::int64_t, std::int64_t, std::string,
                                    std::string, std::string, std::int64_t)>
      park_;
  prepared<parked_columns(std::int64_t)> find_parked_;
  prepared<parked_columns(std::int64_t, std::int64_t)> list_parked_;
  command<std::int64_t> remove_parked_;
};

}  // namespace

std::unique_ptr<event_cursors> make_sql_event_cursors(sql_session& session) {
  return std::make_unique<sql_event_cursors>(session);
}

}  // namespace smartfin
