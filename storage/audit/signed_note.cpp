#include "storage/audit/signed_note.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "storage/audit/note_codes.hpp"

namespace smartfin {
namespace {

constexpr char ed25519 = 0x01;  // the note format's number of the signature type
constexpr std::size_t id_size = 4;
constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a space begin a signature

static_assert(std::tuple_size_v<std::array<std::uint8_t, 32>> == crypto_sign_PUBLICKEYBYTES);
static_assert(key_bytes::size == crypto_sign_SEEDBYTES);

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string typed_key(const std::array<std::uint8_t, 32>& public_key) {
  return std::string{ed25519} + std::string{public_key.begin(), public_key.end()};
}

std::string id_of(const std::string& name, const std::array<std::uint8_t, 32>& public_key) {
  const auto hash = sha256(name + "\n", typed_key(public_key));
  return {hash.begin(), hash.begin() + id_size};
}

std::string hex(std::string_view bytes) {
  std::string text(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), as_bytes(bytes), bytes.size());
  text.pop_back();
  return text;
}

/// A key pair for as long as it is needed.
struct key_pair {
  explicit key_pair(const key_bytes& seed) {
    crypto_sign_seed_keypair(open.data(), secret, seed.data());
  }
  key_pair(const key_pair&) = delete;
  key_pair& operator=(const key_pair&) = delete;
  ~key_pair() { sodium_memzero(secret, sizeof secret); }

  std::array<std::uint8_t, 32> open{};
  unsigned char secret[crypto_sign_SECRETKEYBYTES]{};
};

bool is_plain(std::string_view note) {
  return std::ranges::all_of(
      note, [](char c) { return c == '\n' || static_cast<unsigned char>(c) >= 0x20; });
}

}  // namespace

bool is_note_name(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
}

note_key::note_key(std::string name, const std::array<std::uint8_t, 32>& public_key)
    : name_(std::move(name)), public_key_(public_key), id_(id_of(name_, public_key_)) {}

std::optional<note_key> note_key::parse(std::string_view text) {
  const auto first = text.find('+');
  const auto second = text.find('+', first == text.npos ? first : first + 1);
  if (second == text.npos || text.size() > note_size_max) return std::nullopt;
  const auto name = text.substr(0, first);
  const auto bytes = from_note_base64(text.substr(second + 1));
  if (!is_note_name(name) || !bytes || bytes->size() != 1 + crypto_sign_PUBLICKEYBYTES)
    return std::nullopt;
  std::array<std::uint8_t, 32> public_key{};
  std::copy(bytes->begin() + 1, bytes->end(), public_key.begin());
  note_key key{std::string{name}, public_key};
  // The type and the id are told twice; a text that tells another is none of this key.
  if (key.text() != text) return std::nullopt;
  return key;
}

std::string note_key::text() const {
  return name_ + "+" + hex(id_) + "+" + to_note_base64(typed_key(public_key_));
}

note_key::judgement note_key::judge(std::string_view line, std::string_view text) const {
  const auto space = line.find(' ');
  if (line.substr(0, space) != name_) return judgement::of_another;
  const auto bytes = from_note_base64(line.substr(space + 1));
  if (!bytes || !bytes->starts_with(id_)) return judgement::of_another;
  const auto signature = std::string_view{*bytes}.substr(id_size);
  if (signature.size() != crypto_sign_BYTES) return judgement::broken;
  const bool holds = crypto_sign_verify_detached(as_bytes(signature), as_bytes(text), text.size(),
                                                 public_key_.data()) == 0;
  return holds ? judgement::holds : judgement::broken;
}

std::optional<std::string> note_key::open(std::string_view note) const {
  const auto gap = note.rfind("\n\n");
  if (note.size() > note_size_max || gap == note.npos || !note.ends_with('\n') || !is_plain(note))
    return std::nullopt;
  const auto text = note.substr(0, gap + 1);
  auto lines = note.substr(gap + 2);
  bool holds = false;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    lines.remove_prefix(end + 1);
    if (!line.starts_with(dash) || line.find(' ', dash.size()) == line.npos) return std::nullopt;
    const auto found = judge(line.substr(dash.size()), text);
    if (found == judgement::broken) return std::nullopt;
    holds |= found == judgement::holds;
  }
  if (!holds) return std::nullopt;
  return std::string{text};
}

note_signer::note_signer(std::string name, const key_bytes& seed)
    : seed_(seed), key_(std::move(name), key_pair{seed}.open) {}

std::string note_signer::sign(std::string_view text) const {
  const key_pair pair{seed_};
  unsigned char signature[crypto_sign_BYTES];
  crypto_sign_detached(signature, nullptr, as_bytes(text), text.size(), pair.secret);
  const std::string bytes = key_.id_ + std::string(signature, signature + sizeof signature);
  return std::string{text} + "\n" + std::string{dash} + key_.name() + " " + to_note_base64(bytes) +
         "\n";
}

}  // namespace smartfin
