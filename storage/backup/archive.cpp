#include "storage/backup/archive.hpp"

#include <sodium.h>
#include <zlib.h>

#include <array>

#include "storage/backup/backup_refusal.hpp"

namespace smartfin {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

class content_meter {
public:
  content_meter() { begin(); }
  void add(byte_view bytes) {
    size_ += bytes.size();
    crypto_generichash_update(&hash_, bytes.data(), bytes.size());
  }
  /// Of what was added since the last end.
  member_content end() {
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash_final(&hash_, hash.data(), hash.size());
    std::array<char, 2 * hash.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    member_content content{size_, hex.data()};
    begin();
    return content;
  }

private:
  void begin() {
    size_ = 0;
    crypto_generichash_init(&hash_, nullptr, 0, crypto_generichash_BYTES);
  }
  std::uint64_t size_ = 0;
  crypto_generichash_state hash_{};
};

void require_zlib(int status) {
  if (status != Z_OK) throw backup_refusal{backup_errc::unusable, "zlib cannot start"};
}

void feed(z_stream& z, byte_view bytes) {
  z.next_in = const_cast<unsigned char*>(bytes.data());  // zlib's signature; it only reads
  z.avail_in = static_cast<uInt>(bytes.size());
}

}  // namespace

struct archive_writer::state {
  sealed_writer chunks;
  content_meter meter{};
  z_stream z{};
  std::array<unsigned char, piece_bytes> packed{};

  state(file_descriptor& to, const vault& keys) : chunks(to, keys) {
    require_zlib(deflateInit(&z, Z_BEST_SPEED));
  }
  ~state() { deflateEnd(&z); }

  void pack(int flush) {
    do {
      z.next_out = packed.data();
      z.avail_out = static_cast<uInt>(packed.size());
      deflate(&z, flush);
      chunks.write({packed.data(), packed.size() - z.avail_out});
    } while (z.avail_out == 0);
  }
  void end_stream() {
    feed(z, {});
    pack(Z_FINISH);
    deflateReset(&z);
  }
};

archive_writer::archive_writer(file_descriptor& to, const vault& keys)
    : state_(std::make_unique<state>(to, keys)) {}
archive_writer::~archive_writer() = default;

void archive_writer::put(byte_view bytes) {
  state_->meter.add(bytes);
  feed(state_->z, bytes);
  state_->pack(Z_NO_FLUSH);
}

member_content archive_writer::end_member() {
  state_->end_stream();
  state_->chunks.end_member();
  return state_->meter.end();
}

void archive_writer::end_archive() {
  state_->end_stream();
  state_->chunks.end_file();
}

struct archive_reader::state {
  sealed_reader chunks;
  std::string name;
  content_meter meter{};
  z_stream z{};
  std::array<unsigned char, piece_bytes> plain{};

  state(file_descriptor& from, const vault& keys, const std::string& file)
      : chunks(from, keys, file), name(file) {
    require_zlib(inflateInit(&z));
  }
  ~state() { inflateEnd(&z); }

  /// True at the end of the member's content.
  bool unpack(byte_view packed, const std::function<void(byte_view)>& take) {
    feed(z, packed);
    int status = Z_OK;
    do {
      z.next_out = plain.data();
      z.avail_out = static_cast<uInt>(plain.size());
      status = inflate(&z, Z_NO_FLUSH);
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) refuse();
      const byte_view piece{plain.data(), plain.size() - z.avail_out};
      meter.add(piece);
      take(piece);
    } while (status == Z_OK && z.avail_out == 0);
    if (z.avail_in != 0) refuse();
    return status == Z_STREAM_END;
  }
  // What is authentic unpacks, unless it was packed wrongly.
  [[noreturn]] void refuse() const {
    throw backup_refusal{backup_errc::damaged, name + " cannot be used: a part does not unpack"};
  }
};

archive_reader::archive_reader(file_descriptor& from, const vault& keys, const std::string& name)
    : state_(std::make_unique<state>(from, keys, name)) {}
archive_reader::~archive_reader() = default;

archive_reader::member archive_reader::read_member(const std::function<void(byte_view)>& take) {
  inflateReset(&state_->z);
  for (bool whole = false;;) {
    const auto chunk = state_->chunks.next();
    if (!chunk.bytes.empty()) {
      if (whole) state_->refuse();
      whole = state_->unpack(chunk.bytes, take);
    }
    if (chunk.end == chunk_end::none) continue;
    if (!whole) state_->refuse();
    return {state_->meter.end(), chunk.end == chunk_end::file};
  }
}

}  // namespace smartfin
