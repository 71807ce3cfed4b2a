#pragma once

#include <catch2/catch_test_macros.hpp>

#include "storage/objects/folder_store.hpp"
#include "storage/objects/s3_store.hpp"
#include "tests/support/dev_server.hpp"

namespace smartfin::testing {

inline s3_options options_of(const dev_server& server) {
  s3_options options{parse_s3_url(server.line("url")).value()};
  options.place.credentials.access_key = server.line("access-key");
  options.place.credentials.secret_key = server.line("secret");
  options.place.ca_file = server.file("ca.crt");
  options.patience = std::chrono::seconds{20};
  options.part_bytes = 5 << 20;
  return options;
}

inline void require_s3() {
  if (!std::filesystem::exists("build/dev/s3/node_modules/@20minutes/s3rver"))
    SKIP("s3rver is not installed (ops/setup --integration does it)");
}

class folder_form {
public:
  std::unique_ptr<object_store> open() const { return make_folder_store(folder_.path()); }

private:
  temporary_folder folder_;
};

class s3_form {
public:
  s3_form() { require_s3(); }
  std::unique_ptr<object_store> open() const {
    static dev_server server{"s3"};
    return make_s3_store(options_of(server));
  }
};

/// The real thing; with `make test-integration`.
class swift_form {
public:
  swift_form() {
    if (!std::getenv("SMARTFIN_TEST_SWIFT")) SKIP("make test-integration runs this on Swift");
  }
  std::unique_ptr<object_store> open() const {
    static dev_server server{"swift"};
    return make_s3_store(options_of(server));
  }
};

/// Bytes that look like nothing, the same for the same seed.
inline std::string some_bytes(std::size_t size, std::uint32_t seed = 1) {
  std::string bytes(size, '\0');
  for (auto& byte : bytes) {
    seed = seed * 1'664'525 + 1'013'904'223;
    byte = static_cast<char>(seed >> 24);
  }
  return bytes;
}

inline std::string all_of(byte_stream& source, std::size_t piece = 10'000) {
  std::string all;
  std::string buffer(piece, '\0');
  while (const auto got = source.read({reinterpret_cast<unsigned char*>(buffer.data()), piece}))
    all.append(buffer, 0, got);
  return all;
}

inline void put(object_store& store, const std::string& name, const std::string& bytes) {
  memory_stream source{bytes};
  store.put(name, source);
}

}  // namespace smartfin::testing
