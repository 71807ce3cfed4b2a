#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace smartfin {

/// Answers by question, each with the version of the ledger it was read from: an answer is good while that
/// version is the book's, so nothing ever needs to be invalidated. Owned by one reader; forgets everything
/// when it is full.
template <class Answer>
class versioned_cache {
public:
  /// The answer to `question`, as of `version`, if it was given before; else `read()`, which is kept.
  template <class Read>
  const Answer& find_or_read(const std::string& question, std::int64_t version, Read&& read) {
    const auto held = answers_.find(question);
    if (held != answers_.end() && held->second.version == version) return held->second.answer;
    if (answers_.size() >= answers_max && held == answers_.end()) answers_.clear();
    auto& kept = answers_[question];
    kept = {version, read()};
    return kept.answer;
  }

private:
  static constexpr std::size_t answers_max = 1'000;
  struct entry {
    std::int64_t version = 0;
    Answer answer{};
  };
  std::unordered_map<std::string, entry> answers_;
};

}  // namespace smartfin
