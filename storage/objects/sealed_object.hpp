#pragma once

#include <array>
#include <memory>
#include <string>

#include "storage/objects/object_store.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// The stored bytes are not what was sealed: changed, cut, or another object's. Trying again does not help.
class damaged_object : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Which content, under which key: sealed bytes of one object open as no other.
struct sealed_place {
  std::string name;
  std::uint64_t size = 0;  ///< of the plain content
  key_bytes key;
};

/// The sealed form of a content of exactly `place.size` bytes: a head of 32 bytes (what it is, a random
/// start), then chunks of 64 KiB, each under XChaCha20-Poly1305. A chunk's nonce is the start and its number;
/// its name, its number and whether it is the last are authenticated, so chunks cannot be changed, swapped,
/// left out or added. Throws storage_failure when `plain` has another size.
std::unique_ptr<byte_stream> sealed_content(byte_stream& plain, const sealed_place& place);

/// The stored size of a content.
std::uint64_t sealed_size(std::uint64_t plain_size);

/// A part of the plain content, shorter where it ends, without reading more than the chunks around it. Throws
/// damaged_object, also when the object is gone, and storage_failure when the store cannot be reached.
std::string open_part(object_store& store, const sealed_place& place, byte_range part);

}  // namespace smartfin
