#include "storage/file/file_repository.hpp"
#include "storage/service_tables.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

constexpr auto first_schema = with_service_tables({
    "CREATE TABLE contents(object TEXT PRIMARY KEY, user_id INTEGER NOT NULL, "
    "content_tag TEXT NOT NULL, size INTEGER NOT NULL CHECK(size >= 0), "
    "links INTEGER NOT NULL CHECK(links >= 0), loose_since INTEGER NOT NULL, "
    "given_up INTEGER NOT NULL, CHECK(given_up = 0 OR links = 0)) STRICT",
    "CREATE INDEX contents_of_user ON contents(user_id, content_tag) WHERE links > 0",
    "CREATE INDEX loose_contents ON contents(loose_since) WHERE links = 0",

    "CREATE TABLE files(id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, "
    "name TEXT NOT NULL, media_type TEXT NOT NULL, object TEXT NOT NULL REFERENCES contents(object), "
    "created_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX files_of_user ON files(user_id, id)",
});
constexpr migration steps[] = {{1, "files and their contents", first_schema},
                               {2, "who may deliver events", fenced_cursors}};

std::int64_t micros(instant at) { return at.time_since_epoch().count(); }
instant instant_of(std::int64_t micros) { return instant{std::chrono::microseconds{micros}}; }

constexpr auto file_columns =
    "SELECT f.id, f.name, f.media_type, f.object, f.created_at, c.size, c.content_tag "
    "FROM files f JOIN contents c ON c.object = f.object ";

class sql_file_repository final : public file_repository {
public:
  explicit sql_file_repository(sql_session& s)
      : next_id_(s, s.dialect() == sql_dialect::sqlite
                        ? "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'files'"
                        : "SELECT nextval('files_id_seq')"),
        add_(s,
             "INSERT INTO files(id, user_id, name, media_type, object, created_at) "
             "VALUES(:i, :u, :n, :m, :o, :a)"),
        find_(s, std::string{file_columns} + "WHERE f.user_id = :u AND f.id = :i"),
        list_(s, std::string{file_columns} +
                     "WHERE f.user_id = :u AND f.id < :b ORDER BY f.id DESC LIMIT :l"),
        remove_(s, "DELETE FROM files WHERE user_id = :u AND id = :i"),
        add_content_(s,
                     "INSERT INTO contents(object, user_id, content_tag, size, links, loose_since, "
                     "given_up) VALUES(:o, :u, :t, :s, 0, :l, 0)"),
        find_content_(s,
                      "SELECT object, size FROM contents "
                      "WHERE user_id = :u AND content_tag = :t AND links > 0 LIMIT 1"),
        find_object_(s,
                     "SELECT user_id, content_tag, size, loose_since FROM contents "
                     "WHERE object = :o"),
        link_(s, "UPDATE contents SET links = links + 1 WHERE object = :o AND given_up = 0"),
        unlink_(s, "UPDATE contents SET links = links - 1, loose_since = :l WHERE object = :o"),
        used_(s,
              "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM contents "
              "WHERE user_id = :u AND links > 0"),
        give_up_(s,
                 "UPDATE contents SET given_up = 1 "
                 "WHERE links = 0 AND loose_since < :b AND given_up = 0"),
        given_up_(s,
                  "SELECT object FROM contents WHERE links = 0 AND given_up = 1 "
                  "ORDER BY loose_since, object LIMIT :l"),
        forget_(s, "DELETE FROM contents WHERE object = :o AND given_up = 1") {}

  file_id next_id() override {
    return translated("next file id", [&] {
      const auto row = next_id_.first();
      return file_id{row ? std::get<0>(*row) : 1};
    });
  }
  void add(const file_row& row) override {
    translate_sql_errors("add file", [&] {
      add_.run(row.id.value, row.user.value, row.name, row.media_type, row.object,
               micros(row.created_at));
    });
  }
  std::optional<file_row> find(user_id user, file_id id) override {
    std::optional<file_row> found;
    translate_sql_errors("find file", [&] {
      find_.each(user.value, id.value,
                 [&](const auto&... columns) { found = row_of(user, columns...); });
    });
    return found;
  }
  std::vector<file_row> list(user_id user, std::int64_t before, int limit) override {
    std::vector<file_row> rows;
    translate_sql_errors("list files", [&] {
      list_.each(user.value, before, std::int64_t{limit},
                 [&](const auto&... columns) { rows.push_back(row_of(user, columns...)); });
    });
    return rows;
  }
  void remove(user_id user, file_id id) override {
    translate_sql_errors("remove file", [&] { remove_.run(user.value, id.value); });
  }

  void add_content(const content_row& row) override {
    translate_sql_errors("add content", [&] {
      add_content_.run(row.object, row.user.value, row.content_tag, row.size,
                       micros(row.loose_since));
    });
  }
  std::optional<content_row> find_content(user_id user, const std::string& tag) override {
    std::optional<content_row> found;
    translate_sql_errors("find content", [&] {
      if (const auto row = find_content_.first(user.value, tag))
        found = content_row{std::get<0>(*row), user, tag, std::get<1>(*row), {}};
    });
    return found;
  }
  std::optional<content_row> find_object(const std::string& object) override {
    std::optional<content_row> found;
    translate_sql_errors("find object", [&] {
      if (const auto row = find_object_.first(object))
        found = content_row{object, user_id{std::get<0>(*row)}, std::get<1>(*row),
                            std::get<2>(*row), instant_of(std::get<3>(*row))};
    });
    return found;
  }
  bool link(const std::string& object) override {
    return translated("link content", [&] { return link_.run(object) == 1; });
  }
  void unlink(const std::string& object, instant now) override {
    translate_sql_errors("unlink content", [&] { unlink_.run(micros(now), object); });
  }
  std::int64_t bytes_used(user_id user) override {
    return translated("bytes used", [&] { return std::get<0>(used_.first(user.value).value()); });
  }

  std::vector<std::string> give_up(instant before, int limit) override {
    std::vector<std::string> objects;
    translate_sql_errors("give up contents", [&] {
      give_up_.run(micros(before));
      given_up_.each(std::int64_t{limit},
                     [&](const std::string& object) { objects.push_back(object); });
    });
    return objects;
  }
  void forget(const std::string& object) override {
    translate_sql_errors("forget content", [&] { forget_.run(object); });
  }

private:
  static file_row row_of(user_id user, std::int64_t id, const std::string& name,
                         const std::string& media_type, const std::string& object,
                         std::int64_t created_at, std::int64_t size, const std::string& tag) {
    return {{id}, user, name, media_type, object, size, tag, instant_of(created_at)};
  }

  using int64 = std::int64_t;
  using text = std::string;
  using file_columns_row = std::tuple<int64, text, text, text, int64, int64, text>;

  prepared<std::tuple<int64>()> next_id_;
  command<int64, int64, text, text, text, int64> add_;
  prepared<file_columns_row(int64, int64)> find_;
  prepared<file_columns_row(int64, int64, int64)> list_;
  command<int64, int64> remove_;
  command<text, int64, text, int64, int64> add_content_;
  prepared<std::tuple<text, int64>(int64, text)> find_content_;
  prepared<std::tuple<int64, text, int64, int64>(text)> find_object_;
  command<text> link_;
  command<int64, text> unlink_;
  prepared<std::tuple<int64>(int64)> used_;
  command<int64> give_up_;
  prepared<std::tuple<text>(int64)> given_up_;
  command<text> forget_;
};

}  // namespace

std::unique_ptr<file_repository> make_sql_file_repository(sql_session& session) {
  return std::make_unique<sql_file_repository>(session);
}

std::span<const migration> file_migrations() { return steps; }

}  // namespace smartfin
