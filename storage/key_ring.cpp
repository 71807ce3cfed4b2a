#include "storage/key_ring.hpp"

#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

class sql_key_repository final : public key_repository {
public:
  explicit sql_key_repository(sql_session& session)
      : find_(session, "SELECT wrapped FROM subject_keys WHERE subject = :s"),
        save_(session, "INSERT INTO subject_keys(subject, wrapped) VALUES(:s, :w)") {}

  std::optional<std::string> find(std::int64_t subject) override {
    std::optional<std::string> wrapped;
    translate_sql_errors("find key", [&] {
      if (auto row = find_.first(subject)) wrapped = std::get<0>(*row);
    });
    return wrapped;
  }
  void save(std::int64_t subject, const std::string& wrapped) override {
    translate_sql_errors("save key", [&] { save_.run(subject, wrapped); });
  }

private:
  prepared<std::tuple<std::string>(std::int64_t)> find_;
  command<std::int64_t, std::string> save_;
};

}  // namespace

std::unique_ptr<key_repository> make_sql_key_repository(sql_session& session) {
  return std::make_unique<sql_key_repository>(session);
}

key_ring::key_ring(const vault& vault, key_repository& repository, std::string kind)
    : vault_(vault), repository_(repository), kind_(std::move(kind)) {}

const subject_key* key_ring::find(std::int64_t subject) {
  if (const auto held = keys_.find(subject); held != keys_.end()) return &held->second;
  const auto wrapped = repository_.find(subject);
  if (!wrapped) return nullptr;
  if (keys_.size() >= keys_max) keys_.clear();
  const auto name = kind_ + "/" + std::to_string(subject);
  return &keys_.emplace(subject, vault_.unwrap(*wrapped, name)).first->second;
}

const subject_key& key_ring::find_or_make(std::int64_t subject) {
  if (const auto* held = find(subject)) return *held;
  repository_.save(subject, vault_.new_wrapped_key(kind_ + "/" + std::to_string(subject)));
  return *find(subject);
}

}  // namespace smartfin
