#include "storage/vault.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr std::string_view envelope = "1.";  // the version of the sealed form
constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, base64), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, base64);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::vector<unsigned char>> from_base64(std::string_view text) {
  if (text.empty()) return std::vector<unsigned char>{};
  std::vector<unsigned char> bytes(text.size());
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, base64) != 0)
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

// KDF by keyed BLAKE2b over the purpose's name: libsodium's crypto_kdf limits names to eight bytes.
key_bytes derived(const key_bytes& from, std::string_view purpose) {
  key_bytes key;
  crypto_generichash(key.data(), key_bytes::size, as_bytes(purpose), purpose.size(), from.data(),
                     key_bytes::size);
  return key;
}

std::string sealed_with(const key_bytes& key, std::string_view plain, std::string_view place) {
  std::vector<unsigned char> box(nonce_size + plain.size() + tag_size);
  randombytes_buf(box.data(), nonce_size);
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(box.data() + nonce_size, &size, as_bytes(plain),
                                             plain.size(), as_bytes(place), place.size(), nullptr,
                                             box.data(), key.data());
  return std::string{envelope} + to_base64(box.data(), nonce_size + size);
}

std::string opened_with(const key_bytes& key, std::string_view sealed, std::string_view place) {
  const auto broken = [] { return storage_failure{"a sealed field does not open with its key"}; };
  if (!sealed.starts_with(envelope)) throw broken();
  const auto box = from_base64(sealed.substr(envelope.size()));
  if (!box || box->size() < nonce_size + tag_size) throw broken();
  std::string plain(box->size() - nonce_size - tag_size, '\0');
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(plain.data()), &size, nullptr, box->data() + nonce_size,
          box->size() - nonce_size, as_bytes(place), place.size(), box->data(), key.data()) != 0)
    throw broken();
  return plain;
}

std::string hashed(std::string_view bytes, const unsigned char* key, std::size_t key_size) {
  unsigned char hash[32];
  crypto_generichash(hash, sizeof hash, as_bytes(bytes), bytes.size(), key, key_size);
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

std::string refusal_of(const std::filesystem::path& file, const char* what) {
  return "master key file " + file.string() + ": " + what;
}

/// A file that is durable but has no durable name is gone after a power cut.
bool sync_folder_of(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : ".";
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return synced;
}

key_bytes create_master_key(const std::filesystem::path& file) {
  const auto key = key_bytes::random();
  const auto text = to_base64(key.data(), key_bytes::size) + "\n";
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) throw storage_refusal{refusal_of(file, std::strerror(errno))};
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(fd) == 0;
  ::close(fd);
  if (!written || !sync_folder_of(file)) {
    ::unlink(file.c_str());  // nothing was sealed with it; half a key would stop the next start
    throw storage_refusal{refusal_of(file, "cannot be written")};
  }
  return key;
}

key_bytes read_master_key(const std::filesystem::path& file, int fd) {
  struct stat info {};
  char text[128];
  const auto size = ::fstat(fd, &info) == 0 ? ::read(fd, text, sizeof text) : -1;
  ::close(fd);
  if (size < 0) throw storage_refusal{refusal_of(file, "cannot be read")};
  if ((info.st_mode & 077) != 0)
    throw storage_refusal{refusal_of(file, "others may read it; make it private (chmod 600)")};
  std::string_view line{text, static_cast<std::size_t>(size)};
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  const auto bytes = from_base64(line);
  if (!bytes || bytes->size() != key_bytes::size)
    throw storage_refusal{refusal_of(file, "does not hold a key of 32 bytes in base64url")};
  key_bytes key;
  std::memcpy(key.data(), bytes->data(), key_bytes::size);
  return key;
}

}  // namespace

key_bytes::~key_bytes() { sodium_memzero(bytes_.data(), bytes_.size()); }

key_bytes key_bytes::random() {
  key_bytes key;
  randombytes_buf(key.data(), size);
  return key;
}

subject_key::subject_key(const key_bytes& root)
    : sealing_(derived(root, "sealing")),
      hashing_(derived(root, "hashing")),
      deriving_(derived(root, "deriving")) {}

std::string subject_key::seal(std::string_view plain, std::string_view place) const {
  return sealed_with(sealing_, plain, place);
}

std::string subject_key::open(std::string_view sealed, std::string_view place) const {
  return opened_with(sealing_, sealed, place);
}

std::array<std::uint8_t, 16> subject_key::digest(std::string_view text) const {
  std::array<std::uint8_t, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), as_bytes(text), text.size(), hashing_.data(),
                     key_bytes::size);
  return hash;
}

key_bytes subject_key::derive(std::string_view purpose) const {
  return derived(deriving_, purpose);
}

std::string subject_key::lookup(std::string_view text) const {
  const auto hash = digest(text);
  return to_base64(hash.data(), hash.size());
}

vault vault::open(const std::filesystem::path& master_key_file, bool may_create) {
  if (sodium_init() < 0) throw storage_refusal{"the crypto library cannot start"};
  const int fd = ::open(master_key_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) return vault{read_master_key(master_key_file, fd)};
  if (errno != ENOENT) throw storage_refusal{refusal_of(master_key_file, std::strerror(errno))};
  if (!may_create)
    throw storage_refusal{
        refusal_of(master_key_file, "is missing, and without it the data cannot be read")};
  return vault{create_master_key(master_key_file)};
}

vault::vault(const key_bytes& master) : master_(master), own_(derived(master, "own")) {}

std::string vault::new_wrapped_key(std::string_view subject) const {
  const auto key = key_bytes::random();
  const std::string_view plain{reinterpret_cast<const char*>(key.data()), key_bytes::size};
  return sealed_with(derived(master_, "wrapping"), plain, subject);
}

subject_key vault::unwrap(std::string_view wrapped, std::string_view subject) const {
  auto plain = opened_with(derived(master_, "wrapping"), wrapped, subject);
  if (plain.size() != key_bytes::size) throw storage_failure{"a wrapped key has a wrong size"};
  key_bytes key;
  std::memcpy(key.data(), plain.data(), key_bytes::size);
  sodium_memzero(plain.data(), plain.size());
  return subject_key{key};
}

key_bytes vault::derive(std::string_view purpose) const { return derived(master_, purpose); }

std::string content_hash(std::string_view bytes) { return hashed(bytes, nullptr, 0); }

std::string keyed_hash(std::string_view bytes, const key_bytes& key) {
  return hashed(bytes, key.data(), key_bytes::size);
}

std::string random_token(std::size_t size) {
  std::vector<unsigned char> bytes(size);
  randombytes_buf(bytes.data(), bytes.size());
  return to_base64(bytes.data(), bytes.size());
}

}  // namespace smartfin
