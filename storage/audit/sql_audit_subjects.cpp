#include "storage/audit/audit_subjects.hpp"
#include "storage/sql/bulk_insert.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

class sql_audit_subjects final : public audit_subjects {
public:
  explicit sql_audit_subjects(sql_session& s)
      : add_(s, "INSERT INTO audit_subjects(user_id, entry_index) VALUES"),
        list_(s,
              "SELECT entry_index FROM audit_subjects WHERE user_id = :u AND entry_index < :b "
              "ORDER BY entry_index DESC LIMIT :l") {}

  void add(std::int64_t first, std::span<const user_id> users) override {
    translate_sql_errors("add audit subjects", [&] {
      add_.forget();
      for (const auto user : users) add_.add(user.value, first++);
      add_.finish();
    });
  }
  std::vector<std::int64_t> list(user_id user, std::int64_t before, int limit) override {
    return translated("list audit subjects", [&] {
      std::vector<std::int64_t> indices;
      list_.each(user.value, before, limit, [&](std::int64_t index) { indices.push_back(index); });
      return indices;
    });
  }

private:
  bulk_insert<std::int64_t, std::int64_t> add_;
  prepared<std::tuple<std::int64_t>(std::int64_t, std::int64_t, std::int64_t)> list_;
};

}  // namespace

std::unique_ptr<audit_subjects> make_sql_audit_subjects(sql_session& session) {
  return std::make_unique<sql_audit_subjects>(session);
}

}  // namespace smartfin
