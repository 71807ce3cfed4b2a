#pragma once

#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace smartfin::testing {

/// The public-use files, when they lie beside the checkout or where SMARTFIN_SURVEYS says.
inline std::filesystem::path survey_directory() {
  const char* named = std::getenv("SMARTFIN_SURVEYS");
  return named ? std::filesystem::path(named) : std::filesystem::path("../shared/data/score");
}

inline bool surveys_are_here() {
  return std::filesystem::exists(survey_directory() / "SCFP2019_train.csv.gz");
}

/// The unpacked bytes of a plain or gzip file; empty when there is none.
inline std::string unpacked(const std::filesystem::path& file) {
  std::string bytes;
  gzFile input = gzopen(file.c_str(), "rb");
  if (!input) return bytes;
  char chunk[1 << 16];
  for (int got = 0; (got = gzread(input, chunk, sizeof chunk)) > 0;)
    bytes.append(chunk, static_cast<std::size_t>(got));
  gzclose_r(input);
  return bytes;
}

/// A directory that is gone when the test is.
class scratch_directory {
public:
  scratch_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "smartfin-XXXXXX").string();
    if (!mkdtemp(pattern.data())) std::abort();
    path_ = pattern;
  }
  ~scratch_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  std::filesystem::path write_gzip(const std::string& name, const std::string& bytes) const {
    const auto file = path_ / name;
    gzFile out = gzopen(file.c_str(), "wb");
    gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose_w(out);
    return file;
  }

private:
  std::filesystem::path path_;
};

}  // namespace smartfin::testing
