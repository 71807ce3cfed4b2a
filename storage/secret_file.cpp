#include "storage/secret_file.hpp"

#include <sys/stat.h>

#include <fstream>

#include "storage/storage_failure.hpp"

namespace smartfin {

std::string read_secret_file(const std::filesystem::path& file) {
  const auto refuse = [&](const char* why) {
    throw storage_refusal{"the secret in " + (file.empty() ? "no file" : file.string()) + ": " +
                          why};
  };
  struct stat info {};
  if (file.empty() || ::stat(file.c_str(), &info) != 0) refuse("it cannot be read");
  if ((info.st_mode & 077) != 0) refuse("others may read it; make it private (chmod 600)");
  std::string line;
  std::ifstream in{file};
  if (!std::getline(in, line)) refuse("there is none");
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
  if (line.empty() || line.size() > 4096) refuse("there is none");
  return line;
}

}  // namespace smartfin
