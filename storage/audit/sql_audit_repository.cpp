#include <algorithm>

#include "storage/audit/audit_repository.hpp"
#include "storage/audit/audit_subjects.hpp"
#include "storage/service_tables.hpp"
#include "storage/sql/bulk_insert.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

using std::int64_t;
using std::string;

constexpr auto first_schema = with_service_tables({
    audit_subjects_table,
    // Bytes, in the order of their commits. The triggers keep a mistake from changing history; against an attacker
    // stands the published log.
    "CREATE TABLE audit_entries(entry_index INTEGER PRIMARY KEY CHECK(entry_index >= 0), "
    "entry BLOB NOT NULL CHECK(length(entry) <= 65535)) STRICT",
    "CREATE TRIGGER audit_entries_have_no_gaps BEFORE INSERT ON audit_entries WHEN NEW.entry_index <> "
    "(SELECT COALESCE(MAX(entry_index) + 1, 0) FROM audit_entries) "
    "BEGIN SELECT RAISE(ABORT, 'audit entries follow each other'); END",
    "CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END",
    "CREATE TRIGGER audit_entries_never_change BEFORE UPDATE ON audit_entries "
    "BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END",
});
constexpr const char* first_postgres_guards[] = {
    "CREATE FUNCTION refuse_gap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF NEW.entry_index <> (SELECT COALESCE(MAX(entry_index) + 1, 0) FROM audit_entries) "
    "THEN RAISE EXCEPTION 'audit entries follow each other'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER audit_entries_have_no_gaps BEFORE INSERT ON audit_entries "
    "FOR EACH ROW EXECUTE FUNCTION refuse_gap()",
};
constexpr migration steps[] = {{1, "audit entries", first_schema, first_postgres_guards},
                               {2, "who may deliver events", fenced_cursors}};

string hex_of(const string& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  string text;
  for (const unsigned char byte : bytes) text += {digits[byte >> 4], digits[byte & 15]};
  return text;
}

string bytes_of(const string& hex) {
  const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
  string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(value(hex[i]) * 16 + value(hex[i + 1]));
  return bytes;
}

class sql_audit_repository final : public audit_repository {
public:
  explicit sql_audit_repository(sql_session& s)
      : in_hex_(s.dialect() == sql_dialect::postgres),
        append_(s,
                string{"INSERT INTO audit_entries(entry_index, entry) SELECT "} +
                    (in_hex_ ? "i, decode(e, 'hex')" : "column1, CAST(column2 AS BLOB)") +
                    " FROM (VALUES",
                in_hex_ ? ") AS added(i, e)" : ")"),
        list_(s, std::string{in_hex_ ? "SELECT encode(entry, 'hex')" : "SELECT entry"} +
                     " FROM audit_entries WHERE entry_index >= :f ORDER BY entry_index LIMIT :l"),
        size_(s, "SELECT COALESCE(MAX(entry_index) + 1, 0) FROM audit_entries") {}

  int64_t append(std::span<const string> entries) override {
    return translated("append audit entries", [&] {
      const auto first = size();
      append_.forget();
      for (auto index = first; const auto& entry : entries)
        append_.add(index++, in_hex_ ? hex_of(entry) : entry);
      append_.finish();
      return first;
    });
  }
  std::vector<string> list(int64_t from, int limit) override {
    return translated("list audit entries", [&] {
      std::vector<string> entries;
      list_.each(from, std::max(limit, 0), [&](const string& entry) {
        entries.push_back(in_hex_ ? bytes_of(entry) : entry);
      });
      return entries;
    });
  }
  int64_t size() override {
    return translated("count audit entries", [&] { return std::get<0>(*size_.first()); });
  }

private:
  bool in_hex_;  // texts cannot carry every byte to PostgreSQL
  bulk_insert<int64_t, string> append_;
  prepared<std::tuple<string>(int64_t, int64_t)> list_;
  prepared<std::tuple<int64_t>()> size_;
};

}  // namespace

std::unique_ptr<audit_repository> make_sql_audit_repository(sql_session& session) {
  return std::make_unique<sql_audit_repository>(session);
}

std::span<const migration> audit_migrations() { return steps; }

}  // namespace smartfin
