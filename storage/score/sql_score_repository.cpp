#include "storage/score/score_repository.hpp"
#include "storage/service_tables.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

using std::int64_t;
using std::string;

constexpr auto first_schema = with_service_tables({
    "CREATE TABLE scores(book_id INTEGER NOT NULL, day INTEGER NOT NULL, "
    "computed_at INTEGER NOT NULL, score INTEGER NOT NULL CHECK(score BETWEEN 0 AND 100), "
    "model TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY(book_id, day)) WITHOUT ROWID, STRICT",
});
constexpr migration steps[] = {{1, "score history", first_schema},
                               {2, "who may deliver events", fenced_cursors}};

class sql_score_repository final : public score_repository {
public:
  explicit sql_score_repository(sql_session& s)
      : save_(s,
              "INSERT INTO scores(book_id, day, computed_at, score, model, detail) "
              "VALUES(:b, :d, :c, :s, :m, :t) ON CONFLICT(book_id, day) DO UPDATE SET "
              "computed_at = excluded.computed_at, score = excluded.score, "
              "model = excluded.model, detail = excluded.detail"),
        list_(s,
              "SELECT day, computed_at, score, model, detail FROM scores WHERE book_id = :b "
              "AND day < :d ORDER BY day DESC LIMIT :l") {}

  void save(const score_row& row) override {
    translate_sql_errors("save score", [&] {
      save_.run(row.book.value, row.day.days(), row.computed_at.time_since_epoch().count(),
                row.score, row.model, row.detail);
    });
  }
  std::vector<score_row> list(book_id book, civil_date before, int limit) override {
    return translated("list scores", [&] {
      std::vector<score_row> rows;
      list_.each(
          book.value, before.days(), limit,
          [&](int64_t day, int64_t at, int64_t score, const string& model, const string& detail) {
            rows.push_back({book, civil_date::from_days(day).value(),
                            instant{std::chrono::microseconds{at}}, score, model, detail});
          });
      return rows;
    });
  }

private:
  command<int64_t, int64_t, int64_t, int64_t, string, string> save_;
  prepared<std::tuple<int64_t, int64_t, int64_t, string, string>(int64_t, int64_t, int64_t)> list_;
};

}  // namespace

std::unique_ptr<score_repository> make_sql_score_repository(sql_session& session) {
  return std::make_unique<sql_score_repository>(session);
}

std::span<const migration> score_migrations() { return steps; }

}  // namespace smartfin
