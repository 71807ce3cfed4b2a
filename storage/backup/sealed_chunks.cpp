#include "storage/backup/sealed_chunks.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "storage/backup/backup_refusal.hpp"

namespace smartfin {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t seal_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t start_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::string_view what_it_is = "smartfin backup ";  // then the version of the form
constexpr char form_version = '2';
constexpr std::size_t key_name_bytes = 15;
constexpr std::size_t head_bytes = what_it_is.size() + 1 + key_name_bytes + start_bytes;
static_assert(head_bytes == 56);

using stream_state = crypto_secretstream_xchacha20poly1305_state;
using length_bytes = std::array<unsigned char, 4>;  // least significant first
using key_name = std::array<unsigned char, key_name_bytes>;

length_bytes encoded(std::size_t length) {
  length_bytes bytes{};
  for (auto& each : bytes) {
    each = static_cast<unsigned char>(length & 0xff);
    length >>= 8;
  }
  return bytes;
}

std::size_t decoded(const length_bytes& bytes) {
  std::size_t length = 0;
  for (auto at = bytes.rbegin(); at != bytes.rend(); ++at) length = length << 8 | *at;
  return length;
}

/// Tells a wrong key from a damaged file, and nothing about the key.
key_name name_of(const key_bytes& key) {
  static_assert(key_name_bytes < crypto_generichash_BYTES_MIN);
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  constexpr std::string_view purpose = "name";
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                     key.data(), key_bytes::size);
  key_name name{};
  std::copy_n(hash.begin(), name.size(), name.begin());
  return name;
}

}  // namespace

struct sealed_writer::state {
  file_descriptor& to;
  stream_state stream{};
  std::vector<unsigned char> plain, sealed;

  void push(unsigned char tag) {
    const auto length = encoded(plain.size());
    sealed.resize(length.size() + plain.size() + seal_bytes);
    std::copy(length.begin(), length.end(), sealed.begin());
    crypto_secretstream_xchacha20poly1305_push(&stream, sealed.data() + length.size(), nullptr,
                                               plain.data(), plain.size(), length.data(),
                                               length.size(), tag);
    to.write(sealed);
    plain.clear();
  }
};

sealed_writer::sealed_writer(file_descriptor& to, const vault& keys)
    : state_(std::make_unique<state>(state{to, {}, {}, {}})) {
  const auto key = keys.derive("backup");
  const auto name = name_of(key);
  std::array<unsigned char, head_bytes> head{};
  auto at = std::copy(what_it_is.begin(), what_it_is.end(), head.begin());
  *at++ = static_cast<unsigned char>(form_version);
  at = std::copy(name.begin(), name.end(), at);
  crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, &*at, key.data());
  state_->plain.reserve(chunk_bytes);
  to.write(head);
}

sealed_writer::~sealed_writer() { sodium_memzero(&state_->stream, sizeof state_->stream); }

void sealed_writer::write(byte_view bytes) {
  auto& plain = state_->plain;
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(bytes.size(), chunk_bytes - plain.size()));
    plain.insert(plain.end(), part.begin(), part.end());
    if (plain.size() == chunk_bytes)
      state_->push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    bytes = bytes.subspan(part.size());
  }
}

void sealed_writer::end_member() { state_->push(crypto_secretstream_xchacha20poly1305_TAG_PUSH); }
void sealed_writer::end_file() { state_->push(crypto_secretstream_xchacha20poly1305_TAG_FINAL); }

struct sealed_reader::state {
  file_descriptor& from;
  std::string name;
  stream_state stream{};
  std::vector<unsigned char> sealed, plain;

  [[noreturn]] void refuse(const char* why) const {
    throw backup_refusal{backup_errc::damaged, name + " cannot be used: " + why};
  }
  void read_all(std::span<unsigned char> into) {
    if (from.read(into) != into.size()) refuse("it ends too early");
  }
};

sealed_reader::sealed_reader(file_descriptor& from, const vault& keys, std::string name)
    : state_(std::make_unique<state>(state{from, std::move(name), {}, {}, {}})) {
  std::array<unsigned char, head_bytes> head{};
  const auto got = from.read(head);
  const auto same = std::min(got, what_it_is.size());
  if (!std::equal(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(same),
                  what_it_is.begin()) ||
      got == 0)
    state_->refuse("it is not a backup of SmartFin");
  if (got != head.size()) state_->refuse("it ends too early");
  const auto* at = head.data() + what_it_is.size();
  if (*at < static_cast<unsigned char>(form_version))
    throw backup_refusal{backup_errc::older,
                         state_->name +
                             " has a form from before the first release, which is read no more: "
                             "restore it with the program that made it, and back up anew"};
  if (*at++ != static_cast<unsigned char>(form_version))
    throw backup_refusal{backup_errc::newer,
                         state_->name + " has a form that this program does not know"};
  const auto key = keys.derive("backup");
  if (sodium_memcmp(at, name_of(key).data(), key_name_bytes) != 0)
    throw backup_refusal{backup_errc::other_key,
                         state_->name + " was made with another master key than this one"};
  if (crypto_secretstream_xchacha20poly1305_init_pull(&state_->stream, at + key_name_bytes,
                                                      key.data()) != 0)
    state_->refuse("its beginning was changed");
}

sealed_reader::~sealed_reader() { sodium_memzero(&state_->stream, sizeof state_->stream); }

sealed_reader::chunk sealed_reader::next() {
  auto& s = *state_;
  length_bytes length{};
  s.read_all(length);
  const auto size = decoded(length);
  if (size > chunk_bytes) s.refuse("it was changed");
  s.sealed.resize(size + seal_bytes);
  s.read_all(s.sealed);
  s.plain.resize(size);
  unsigned char tag = 0;
  if (crypto_secretstream_xchacha20poly1305_pull(&s.stream, s.plain.data(), nullptr, &tag,
                                                 s.sealed.data(), s.sealed.size(), length.data(),
                                                 length.size()) != 0)
    s.refuse("it was changed");
  if (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
    return {s.plain, tag == crypto_secretstream_xchacha20poly1305_TAG_PUSH ? chunk_end::member
                                                                           : chunk_end::none};
  unsigned char more = 0;
  if (s.from.read({&more, 1}) != 0) s.refuse("something follows its end");
  return {s.plain, chunk_end::file};
}

}  // namespace smartfin
