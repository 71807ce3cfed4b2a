#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace smartfin {

/// A file that is read from any place, as often as one likes. One thread at a time.
class byte_source {
public:
  virtual ~byte_source() = default;
  virtual std::uint64_t size() const = 0;
  /// Fills `to` with what stands from `at` on; fewer bytes only where the file ends. Returns how many.
  virtual std::size_t read(std::uint64_t at, std::span<char> to) const = 0;
};

/// There is no room for what was to be kept, or its disk fails.
class no_room : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// A file that also grows at its end, for what is needed for a while. `append` and `read` throw no_room.
class scratch_file : public byte_source {
public:
  virtual void append(std::string_view bytes) = 0;
};

/// Makes an empty scratch file, which goes with its last owner. Throws no_room. Any thread.
using scratch_maker = std::function<std::shared_ptr<scratch_file>()>;

/// Bytes of somebody else, who keeps them.
class memory_bytes final : public byte_source {
public:
  explicit memory_bytes(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read(std::uint64_t at, std::span<char> to) const override {
    const auto from = static_cast<std::size_t>(std::min<std::uint64_t>(at, bytes_.size()));
    return bytes_.copy(to.data(), to.size(), from);
  }

private:
  std::string_view bytes_;
};

/// The same in memory: small files, and tests.
class memory_scratch final : public scratch_file {
public:
  memory_scratch() = default;
  explicit memory_scratch(std::string bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read(std::uint64_t at, std::span<char> to) const override {
    return memory_bytes{bytes_}.read(at, to);
  }
  void append(std::string_view bytes) override { bytes_ += bytes; }

private:
  std::string bytes_;
};

}  // namespace smartfin
