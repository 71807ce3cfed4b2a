#include "storage/events/event_log.hpp"
#include "storage/sql/bulk_insert.hpp"
#include "storage/sql/prepared.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

#define SMARTFIN_EVENT_COLUMNS \
  "sequence, kind, version, user_id, book_id, at, trace_id, payload, sealed"

class sql_event_log final : public event_log {
public:
  explicit sql_event_log(sql_session& s)
      : take_(s, "UPDATE event_head SET last = last + :n RETURNING last"),
        append_(s, "INSERT INTO event_log(" SMARTFIN_EVENT_COLUMNS ") VALUES"),
        list_(s, "SELECT " SMARTFIN_EVENT_COLUMNS
                 " FROM event_log WHERE sequence > :s ORDER BY sequence LIMIT :l"),
        find_(s, "SELECT " SMARTFIN_EVENT_COLUMNS " FROM event_log WHERE sequence = :s"),
        last_(s, "SELECT last FROM event_head"),
        state_(s, "SELECT last, kept_from, (SELECT COUNT(*) FROM event_log) FROM event_head"),
        end_of_old_(s,
                    "SELECT COALESCE(MAX(sequence), 0) FROM (SELECT sequence FROM event_log "
                    "WHERE sequence <= :t AND at < :b ORDER BY sequence LIMIT :l) AS old"),
        remove_(s, "DELETE FROM event_log WHERE sequence <= :s"),
        keep_from_(s, "UPDATE event_head SET kept_from = :k WHERE kept_from < :m") {}

  std::int64_t take_numbers(std::int64_t count) override {
    return translated("take events' numbers",
                      [&] { return std::get<0>(take_.first(count).value()) - count; });
  }
  void append(std::span<const event_row> rows) override {
    translate_sql_errors("append events", [&] {
      append_.forget();
      for (const auto& e : rows)
        append_.add(e.sequence, e.kind, e.version, e.user.value, e.book.value,
                    e.at.time_since_epoch().count(), e.trace_id, e.payload, e.is_sealed ? 1 : 0);
      append_.finish();
    });
  }
  std::vector<event_row> list(std::int64_t after, int limit) override {
    std::vector<event_row> rows;
    translate_sql_errors("list events", [&] {
      list_.each(after, limit, [&](const auto&... columns) { rows.push_back(row_of(columns...)); });
    });
    return rows;
  }
  std::optional<event_row> find(std::int64_t sequence) override {
    std::optional<event_row> found;
    translate_sql_errors("find event", [&] {
      find_.each(sequence, [&](const auto&... columns) { found = row_of(columns...); });
    });
    return found;
  }
  std::int64_t last() override {
    return translated("last event", [&] { return std::get<0>(last_.first().value()); });
  }
  event_log_state state() override {
    event_log_state state;
    translate_sql_errors("state of events", [&] {
      std::tie(state.last, state.kept_from, state.rows) = state_.first().value();
    });
    return state;
  }
  std::int64_t remove(instant before, std::int64_t through, int limit) override {
    return translated("remove events", [&]() -> std::int64_t {
      const auto at = before.time_since_epoch().count();
      const auto end = std::get<0>(end_of_old_.first(through, at, limit).value());
      if (end == 0) return 0;
      keep_from_.run(end + 1, end + 1);
      return remove_.run(end);
    });
  }

private:
  using event_columns =
      std::tuple<std::int64_t, std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                 std::string, std::string, std::int64_t>;

  static event_row row_of(std::int64_t sequence, const std::string& kind, std::int64_t version,
                          std::int64_t user, std::int64_t book, std::int64_t at,
                          const std::string& trace_id, const std::string& payload,
                          std::int64_t sealed) {
    return {sequence, kind,    version,    {user}, {book}, instant{std::chrono::microseconds{at}},
            trace_id, payload, sealed != 0};
  }

  prepared<std::tuple<std::int64_t>(std::int64_t)> take_;
  bulk_insert<std::int64_t, std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
              std::string, std::string, std::int64_t>
      append_;
  prepared<event_columns(std::int64_t, std::int64_t)> list_;
  prepared<event_columns(std::int64_t)> find_;
  prepared<std::tuple<std::int64_t>()> last_;
  prepared<std::tuple<std::int64_t, std::int64_t, std::int64_t>()> state_;
  prepared<std::tuple<std::int64_t>(std::int64_t, std::int64_t, std::int64_t)> end_of_old_;
  command<std::int64_t> remove_;
  command<std::int64_t, std::int64_t> keep_from_;
};

}  // namespace

std::unique_ptr<event_log> make_sql_event_log(sql_session& session) {
  return std::make_unique<sql_event_log>(session);
}

}  // namespace smartfin
