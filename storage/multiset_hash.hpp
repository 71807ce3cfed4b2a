#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace smartfin {

/// The hash of a multiset of texts: equal exactly when the multisets are, in whatever order they were added; adding and
/// removing cost the same small time. LtHash with 1,024 lanes of 16 bits (Bellare, Micciancio 1997; Lewi et al.,
/// IACR ePrint 2019/227), its lanes drawn by ChaCha20 from the text's BLAKE2b hash.
class multiset_hash {
public:
  void add(std::string_view element);
  void remove(std::string_view element);

  /// The state as text, to be stored; `parse` of it gives the same state, and of an empty text the empty multiset.
  std::string state() const;
  /// Throws storage_failure for anything that `state()` did not make.
  static multiset_hash parse(std::string_view state);

  friend bool operator==(const multiset_hash&, const multiset_hash&) = default;

private:
  std::array<std::uint16_t, 1024> lanes_{};
};

/// A multiset's hash as it is stored: its text is read when the multiset first changes, and written when it
/// is asked for. Copies are cheap.
class stored_multiset_hash {
public:
  stored_multiset_hash() = default;
  template <std::convertible_to<std::string> Text>
  stored_multiset_hash(Text&& state) : state_(std::forward<Text>(state)) {}

  /// Both throw storage_failure when the stored text is not a state.
  void add(std::string_view element);
  void remove(std::string_view element);
  std::string state() const { return hash_ ? hash_->state() : state_; }

private:
  std::string state_;
  std::shared_ptr<const multiset_hash> hash_;  // set: what counts
};

}  // namespace smartfin
