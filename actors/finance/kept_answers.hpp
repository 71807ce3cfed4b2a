#pragma once

#include <memory>
#include <string>
#include <utility>

#include "domain/ids.hpp"
#include "messages/json.hpp"
#include "storage/cache/cache.hpp"

namespace smartfin {

/// All that an answer about a book depends on.
struct book_question {
  std::string kind;  ///< with the revision of the rules behind it: "spending.1"
  book_id book;
  std::int64_t version = 0;
  /// Tells apart ledgers that have reached one version by different ways, as after a restore.
  std::string history;
  std::string words;  ///< what was asked
};

/// Answers in a cache that may be shared with other nodes and outlive this program. A question's name has everything
/// in it that its answer depends on, the program's version and the answer's form included: nothing is ever stale.
class kept_answers {
public:
  /// Without a cache every answer is read.
  explicit kept_answers(std::shared_ptr<cache> where) : where_(std::move(where)) {}

  template <class Answer, class Read>
  Answer find_or_read(const book_question& asked, Read&& read) {
    if (!where_) return read();
    static const std::string form = form_of(json::shape_of<Answer>());
    const auto key = key_of(asked, form);
    if (const auto held = where_->get(key))
      if (auto answer = json::decode_stored<Answer>(*held, limits)) return std::move(*answer);
    Answer answer = read();
    where_->put(key, json::encode(answer, json::secrets::revealed), lifetime);
    return answer;
  }

private:
  static constexpr json::parse_limits limits{.bytes_max = 16 << 20};
  static constexpr std::chrono::hours lifetime{24};

  static std::string form_of(const json::shape& type);
  static std::string key_of(const book_question& asked, const std::string& form);

  std::shared_ptr<cache> where_;
};

}  // namespace smartfin
