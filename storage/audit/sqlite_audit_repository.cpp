#include "storage/audit/audit_repository.hpp"
#include "storage/audit/audit_subjects.hpp"
#include "storage/events/event_cursors.hpp"
#include "storage/idempotency_repository.hpp"
#include "storage/sqlite/prepared.hpp"
#include "storage/sqlite/sqlite_session.hpp"

namespace smartfin {
namespace {

using std::int64_t;
using std::string;

constexpr const char* first_schema[] = {
    idempotency_table,
    idempotency_index,
    subject_keys_table,
    event_head_table,
    event_head_row,
    event_log_table,
    event_log_index,
    event_log_guard,
    event_cursors_table,
    parked_events_table,
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
};
constexpr migration steps[] = {{1, "audit entries", first_schema}};

class sqlite_audit_repository final : public audit_repository {
public:
  explicit sqlite_audit_repository(soci::session& s)
      : append_(s, "INSERT INTO audit_entries(entry_index, entry) VALUES(:i, CAST(:e AS BLOB))"),
        list_(s,
              "SELECT entry FROM audit_entries WHERE entry_index >= :f "
              "ORDER BY entry_index LIMIT MAX(:l, 0)"),
        size_(s, "SELECT COALESCE(MAX(entry_index) + 1, 0) FROM audit_entries") {}

  int64_t append(const string& entry) override {
    return translated("append audit entry", [&] {
      const auto index = size();
      append_.run(index, entry);
      return index;
    });
  }
  std::vector<string> list(int64_t from, int limit) override {
    return translated("list audit entries", [&] {
      std::vector<string> entries;
      list_.each(from, limit, [&](const string& entry) { entries.push_back(entry); });
      return entries;
    });
  }
  int64_t size() override {
    return translated("count audit entries", [&] { return std::get<0>(*size_.first()); });
  }

private:
  command<int64_t, string> append_;
  prepared<std::tuple<string>(int64_t, int64_t)> list_;
  prepared<std::tuple<int64_t>()> size_;
};

}  // namespace

std::unique_ptr<audit_repository> make_sqlite_audit_repository(soci::session& session) {
  return std::make_unique<sqlite_audit_repository>(session);
}

std::span<const migration> audit_migrations() { return steps; }

}  // namespace smartfin
