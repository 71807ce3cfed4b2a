#include "commands/demo_login.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "storage/storage_failure.hpp"

namespace smartfin {

void save_demo_login(const std::filesystem::path& file, const credentials& log_in) {
  auto text = log_in.email;
  text.append(1, '\n').append(log_in.password.reveal()).append(1, '\n');
  std::filesystem::remove(file);
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (!written)
    throw storage_refusal{file.string() + " cannot be written: " + std::strerror(error)};
}

credentials read_demo_login(const std::filesystem::path& file) {
  std::ifstream text{file};
  std::string email, password;
  if (!std::getline(text, email) || !std::getline(text, password) || !is_email(email))
    throw storage_refusal{file.string() + " does not hold the log-in of a demo household"};
  return {std::move(email), secret{std::move(password)}};
}

}  // namespace smartfin
