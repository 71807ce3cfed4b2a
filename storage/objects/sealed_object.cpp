#include "storage/objects/sealed_object.hpp"

#include <sodium.h>

#include <cstring>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t sealed_chunk_bytes = chunk_bytes + tag_bytes;
constexpr std::string_view what_it_is = "smartfin object1";  // with the version of the form
constexpr std::size_t start_bytes = 16;
constexpr std::size_t head_bytes = what_it_is.size() + start_bytes;
static_assert(head_bytes == 32);
static_assert(start_bytes + sizeof(std::uint64_t) == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

using start = std::array<unsigned char, start_bytes>;

std::uint64_t last_chunk(std::uint64_t plain_size) {
  return plain_size == 0 ? 0 : (plain_size - 1) / chunk_bytes;
}

std::size_t bytes_in(std::uint64_t chunk, std::uint64_t plain_size) {
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(chunk_bytes, plain_size - chunk * chunk_bytes));
}

/// Nonce and authenticated data of one chunk. Numbers have their least significant byte first.
struct chunk_place {
  std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES> nonce{};
  std::string bound;

  chunk_place(const start& begin, const sealed_place& object, std::uint64_t chunk) {
    auto at = std::copy(begin.begin(), begin.end(), nonce.begin());
    for (int shift = 0; shift < 64; shift += 8)
      *at++ = static_cast<unsigned char>(chunk >> shift & 0xff);
    bound = object.name;
    bound.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
    bound += chunk == last_chunk(object.size) ? '\1' : '\0';
  }
  const unsigned char* data() const { return reinterpret_cast<const unsigned char*>(bound.data()); }
};

class sealing_source final : public byte_stream {
public:
  sealing_source(byte_stream& plain, const sealed_place& place) : plain_(plain), place_(place) {
    randombytes_buf(start_.data(), start_.size());
    ready_.assign(what_it_is);
    ready_.append(reinterpret_cast<const char*>(start_.data()), start_.size());
  }

  std::size_t read(std::span<unsigned char> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      if (taken_ == ready_.size() && !seal_next()) break;
      const auto size = std::min(into.size() - done, ready_.size() - taken_);
      std::memcpy(into.data() + done, ready_.data() + taken_, size);
      taken_ += size;
      done += size;
    }
    return done;
  }

private:
  bool seal_next() {
    if (next_ > last_chunk(place_.size)) return false;
    std::array<unsigned char, chunk_bytes> plain;
    const auto size = bytes_in(next_, place_.size);
    std::size_t got = 0;
    while (got < size) {
      const auto more = plain_.read({plain.data() + got, size - got});
      if (more == 0) throw storage_failure{"a content is shorter than it was said to be"};
      got += more;
    }
    unsigned char beyond = 0;
    if (next_ == last_chunk(place_.size) && plain_.read({&beyond, 1}) != 0)
      throw storage_failure{"a content is longer than it was said to be"};
    const chunk_place at{start_, place_, next_++};
    ready_.resize(size + tag_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        reinterpret_cast<unsigned char*>(ready_.data()), nullptr, plain.data(), size, at.data(),
        at.bound.size(), nullptr, at.nonce.data(), place_.key.data());
    taken_ = 0;
    return true;
  }

  byte_stream& plain_;
  const sealed_place place_;
  start start_{};
  std::string ready_;
  std::size_t taken_ = 0;
  std::uint64_t next_ = 0;
};

std::string stored_part(object_store& store, const sealed_place& place, byte_range part) {
  auto bytes = store.read(place.name, part);
  if (!bytes) throw damaged_object{"an object is missing"};
  if (bytes->size() != part.size) throw damaged_object{"an object is too short"};
  return std::move(*bytes);
}

start start_of(const std::string& head) {
  if (!head.starts_with(what_it_is)) throw damaged_object{"an object has an unknown form"};
  start begin{};
  std::copy_n(head.begin() + static_cast<std::ptrdiff_t>(what_it_is.size()), begin.size(),
              begin.begin());
  return begin;
}

}  // namespace

std::unique_ptr<byte_stream> sealed_content(byte_stream& plain, const sealed_place& place) {
  return std::make_unique<sealing_source>(plain, place);
}

std::uint64_t sealed_size(std::uint64_t plain_size) {
  return head_bytes + plain_size + (last_chunk(plain_size) + 1) * tag_bytes;
}

std::string open_part(object_store& store, const sealed_place& place, byte_range part) {
  const auto begin = std::min(part.offset, place.size);
  const auto end = begin + std::min(part.size, place.size - begin);
  if (begin == end && place.size > 0) return {};
  const auto first = begin / chunk_bytes;
  const auto last = place.size == 0 ? 0 : (end - 1) / chunk_bytes;
  const auto sealed_end = last == last_chunk(place.size)
                              ? sealed_size(place.size)
                              : head_bytes + (last + 1) * sealed_chunk_bytes;
  const auto sealed_begin = head_bytes + first * sealed_chunk_bytes;
  // The head comes along where it stands right before.
  auto sealed = first == 0
                    ? stored_part(store, place, {0, sealed_end})
                    : stored_part(store, place, {0, head_bytes}) +
                          stored_part(store, place, {sealed_begin, sealed_end - sealed_begin});
  const auto head = start_of(sealed);
  sealed.erase(0, head_bytes);

  std::string plain;
  plain.reserve(sealed.size());
  std::array<unsigned char, chunk_bytes> opened;
  for (auto chunk = first; chunk <= last; ++chunk) {
    const auto size = bytes_in(chunk, place.size);
    const auto* from = reinterpret_cast<const unsigned char*>(sealed.data()) +
                       (chunk - first) * sealed_chunk_bytes;
    const chunk_place at{head, place, chunk};
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(opened.data(), nullptr, nullptr, from,
                                                   size + tag_bytes, at.data(), at.bound.size(),
                                                   at.nonce.data(), place.key.data()) != 0)
      throw damaged_object{"an object does not open with its key"};
    plain.append(reinterpret_cast<const char*>(opened.data()), size);
  }
  return plain.substr(begin - first * chunk_bytes, end - begin);
}

}  // namespace smartfin
