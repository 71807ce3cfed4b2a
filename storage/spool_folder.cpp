#include "storage/spool_folder.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <vector>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr std::size_t block_bytes = 64;  // of the cipher: where a place in the stream can be sought
constexpr std::size_t piece_bytes = 64 * 1024;

/// ChaCha20 under a key that is used for one file: bytes at a place are mixed with the stream at that place, which is
/// the same both ways. It hides; nobody else can write to the file, so nothing needs to be authenticated.
class place_cipher {
public:
  place_cipher() { crypto_stream_chacha20_keygen(key_.data()); }
  ~place_cipher() { sodium_memzero(key_.data(), key_.size()); }
  place_cipher(const place_cipher&) = delete;
  place_cipher& operator=(const place_cipher&) = delete;

  void mix(std::uint64_t at, std::span<char> bytes) const {
    const auto skip = static_cast<std::size_t>(at % block_bytes);
    if (skip > 0) {
      const auto head = std::min(bytes.size(), block_bytes - skip);
      std::array<char, block_bytes> block{};
      std::copy_n(bytes.begin(), head, block.begin() + skip);
      mix_blocks(at / block_bytes, block);
      std::copy_n(block.begin() + skip, head, bytes.begin());
      bytes = bytes.subspan(head);
      at += head;
    }
    mix_blocks(at / block_bytes, bytes);
  }

private:
  void mix_blocks(std::uint64_t number, std::span<char> bytes) const {
    static constexpr std::array<unsigned char, crypto_stream_chacha20_NONCEBYTES> nonce{};
    auto* data = reinterpret_cast<unsigned char*>(bytes.data());
    crypto_stream_chacha20_xor_ic(data, data, bytes.size(), nonce.data(), number, key_.data());
  }

  std::array<unsigned char, crypto_stream_chacha20_KEYBYTES> key_{};
};

/// Without a name from the start where the file system can do that, else until it has been made.
int open_unnamed(const std::filesystem::path& folder) {
  const int unnamed = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return unnamed;
  auto name = (folder / "spool-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

class spool_file final : public scratch_file {
public:
  spool_file(int file, std::shared_ptr<spool_folder::budget> budget)
      : file_(file), budget_(std::move(budget)) {}
  ~spool_file() override {
    ::close(file_);
    budget_->held -= size_;
  }
  spool_file(const spool_file&) = delete;
  spool_file& operator=(const spool_file&) = delete;

  std::uint64_t size() const override { return size_; }

  void append(std::string_view bytes) override {
    std::vector<char> piece;
    for (; !bytes.empty(); bytes.remove_prefix(piece.size())) {
      const auto part = bytes.substr(0, piece_bytes);
      piece.assign(part.begin(), part.end());
      cipher_.mix(size_, piece);
      write(piece);
    }
  }

  std::size_t read(std::uint64_t at, std::span<char> to) const override {
    std::size_t done = 0;
    while (done < to.size()) {
      const auto got =
          ::pread(file_, to.data() + done, to.size() - done, static_cast<off_t>(at + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw no_room{"a spool file does not read"};
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    cipher_.mix(at, to.first(done));
    return done;
  }

private:
  void write(std::span<const char> bytes) {
    if ((budget_->held += bytes.size()) > budget_->max) {
      budget_->held -= bytes.size();
      throw no_room{"the spool is full"};
    }
    std::size_t done = 0;
    while (done < bytes.size()) {
      const auto put = ::pwrite(file_, bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(size_ + done));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) {
        budget_->held -= bytes.size();
        throw no_room{std::generic_category().message(errno)};
      }
      done += static_cast<std::size_t>(put);
    }
    size_ += bytes.size();
  }

  int file_;
  std::shared_ptr<spool_folder::budget> budget_;
  place_cipher cipher_;
  std::uint64_t size_ = 0;
};

spool_folder::spool_folder(const std::filesystem::path& folder, std::uint64_t bytes_max)
    : folder_(folder), budget_(std::make_shared<budget>()) {
  budget_->max = bytes_max;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error)
    throw storage_refusal{"the folder for uploads cannot be made: " + folder.string() + ": " +
                          error.message()};
}

std::shared_ptr<scratch_file> spool_folder::open() const {
  const int file = open_unnamed(folder_);
  if (file < 0) throw no_room{std::generic_category().message(errno)};
  return std::make_shared<spool_file>(file, budget_);
}

}  // namespace smartfin
