#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/byte_view.hpp"

namespace smartfin {

/// Bytes that are made while they are taken.
class byte_stream {
public:
  virtual ~byte_stream() = default;
  /// Fills `into`, or less where the bytes end; 0 behind the end.
  virtual std::size_t read(std::span<unsigned char> into) = 0;
};

/// Bytes that are there. They must outlive it.
class memory_stream final : public byte_stream {
public:
  explicit memory_stream(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(std::span<unsigned char> into) override {
    const auto size = std::min(into.size(), bytes_.size());
    std::copy_n(bytes_.begin(), size, into.begin());
    bytes_.remove_prefix(size);
    return size;
  }

private:
  std::string_view bytes_;
};

/// Bytes `offset` to `offset + size`, without the last.
struct byte_range {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// What a store did since the start.
struct object_counts {
  std::string form;  ///< "folder" or "s3"
  std::int64_t reads = 0;
  std::int64_t writes = 0;
  std::int64_t removals = 0;
  std::int64_t failures = 0;
  bool available = true;  ///< false while a store that failed is left alone
};

/// Immutable objects by name. An object is there whole or not at all, whatever dies in between. A store sees
/// sealed bytes only. Thread-safe; memory does not grow with an object's size. Every call throws storage_failure when
/// the store cannot do it now, and may be repeated then.
class object_store {
public:
  virtual ~object_store() = default;

  /// Durable when it returns. What had the name before is replaced.
  virtual void put(const std::string& name, byte_stream& content) = 0;
  /// The part, shorter where the object ends; nothing when there is no such object.
  virtual std::optional<std::string> read(const std::string& name, byte_range part) = 0;
  /// Nothing when there is no such object.
  virtual std::optional<std::uint64_t> size_of(const std::string& name) = 0;
  /// An object that is not there is no error.
  virtual void remove(const std::string& name) = 0;
  /// At most `limit` names with the prefix behind `after`, in the order of their bytes.
  virtual std::vector<std::string> list(const std::string& prefix, const std::string& after,
                                        std::size_t limit) = 0;
  virtual object_counts counts() const = 0;
};

/// Names of objects: 3 to 200 lower-case letters, digits and '-', after a first part of two and a '/' ("3f/9a01...").
bool is_object_name(std::string_view name);
/// A name that no object ever had.
std::string new_object_name();

}  // namespace smartfin
