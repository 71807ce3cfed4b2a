#include "storage/multiset_hash.hpp"

#include <sodium.h>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using lanes = std::array<std::uint16_t, 1024>;

lanes expand(std::string_view element) {
  unsigned char key[crypto_stream_chacha20_KEYBYTES];
  crypto_generichash(key, sizeof key, reinterpret_cast<const unsigned char*>(element.data()),
                     element.size(), nullptr, 0);
  constexpr unsigned char nonce[crypto_stream_chacha20_NONCEBYTES] = {};
  lanes stream;
  crypto_stream_chacha20(reinterpret_cast<unsigned char*>(stream.data()), sizeof stream, nonce,
                         key);
  return stream;
}

constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

void multiset_hash::add(std::string_view element) {
  const auto stream = expand(element);
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    lanes_[i] = static_cast<std::uint16_t>(lanes_[i] + stream[i]);
}

void multiset_hash::remove(std::string_view element) {
  const auto stream = expand(element);
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    lanes_[i] = static_cast<std::uint16_t>(lanes_[i] - stream[i]);
}

std::string multiset_hash::state() const {
  std::string text(sodium_base64_encoded_len(sizeof lanes_, base64), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(lanes_.data()),
                    sizeof lanes_, base64);
  text.pop_back();
  return text;
}

multiset_hash multiset_hash::parse(std::string_view state) {
  multiset_hash hash;
  if (state.empty()) return hash;
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(hash.lanes_.data()), sizeof hash.lanes_,
                        state.data(), state.size(), nullptr, &size, nullptr, base64) != 0 ||
      size != sizeof hash.lanes_)
    throw storage_failure{"a stored ledger hash is not one"};
  return hash;
}

void stored_multiset_hash::add(std::string_view element) {
  auto next = std::make_shared<multiset_hash>(hash_ ? *hash_ : multiset_hash::parse(state_));
  next->add(element);
  hash_ = std::move(next);
}

void stored_multiset_hash::remove(std::string_view element) {
  auto next = std::make_shared<multiset_hash>(hash_ ? *hash_ : multiset_hash::parse(state_));
  next->remove(element);
  hash_ = std::move(next);
}

}  // namespace smartfin
