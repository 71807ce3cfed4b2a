#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "storage/vault.hpp"

namespace smartfin {

class sql_session;

/// Where a service keeps the wrapped keys of its subjects.
class key_repository {
public:
  virtual ~key_repository() = default;
  virtual std::optional<std::string> find(std::int64_t subject) = 0;
  virtual void save(std::int64_t subject, const std::string& wrapped) = 0;
};

std::unique_ptr<key_repository> make_sql_key_repository(sql_session& session);

/// The unwrapped keys of the subjects that were active lately. Owned by one actor.
class key_ring {
public:
  /// `kind` separates services and kinds of subject ("finance/book").
  key_ring(const vault& vault, key_repository& repository, std::string kind);

  /// The subject's key; nothing when it has none (never written, or erased).
  const subject_key* find(std::int64_t subject);
  /// The subject's key, made and stored when it has none yet.
  const subject_key& find_or_make(std::int64_t subject);
  /// After a roll-back: keys made since may not be stored.
  void forget() { keys_.clear(); }

private:
  static constexpr std::size_t keys_max = 10'000;

  const vault& vault_;
  key_repository& repository_;
  std::string kind_;
  std::unordered_map<std::int64_t, subject_key> keys_;
};

}  // namespace smartfin
