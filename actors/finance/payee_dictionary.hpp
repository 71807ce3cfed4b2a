#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/key_ring.hpp"
#include "storage/ledger/ledger_repository.hpp"

namespace smartfin {

/// The payees of the books that were active lately, unsealed. Owned by one actor; what another actor adds is read when
/// an id is met that is not known yet. Forgets everything when the actor restarts, and reads it again.
class payee_dictionary {
public:
  payee_dictionary(ledger_repository& repository, key_ring& keys)
      : repository_(repository), keys_(keys) {}

  /// Empty for 0, which stands for no payee.
  const std::string& name_of(book_id book, std::int64_t payee);
  /// The id of exactly this name, which is added when the book does not know it.
  std::int64_t find_or_add(book_id book, const std::string& name);
  /// Payees whose names contain `text`, without regard to ASCII case.
  std::vector<std::int64_t> search(book_id book, std::string_view text);
  /// After a roll-back: payees added since may not be stored.
  void forget() { books_.clear(); }

private:
  struct book_entry {
    std::int64_t newest = 0;
    std::unordered_map<std::int64_t, std::string> names;
    std::unordered_map<std::string, std::int64_t> ids;
  };
  static constexpr std::size_t books_max = 200;

  book_entry& entry(book_id book);
  void read_new(book_id book, book_entry& entry);

  ledger_repository& repository_;
  key_ring& keys_;
  std::unordered_map<std::int64_t, book_entry> books_;
};

}  // namespace smartfin
