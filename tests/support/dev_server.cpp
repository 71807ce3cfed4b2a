#include "tests/support/dev_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace smartfin::testing {

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error{"no free port"};
  ::close(fd);
  return ntohs(address.sin_port);
}

bool is_installed(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;
}

dev_server::dev_server(std::string tool) : tool_(std::move(tool)) {
  for (int attempt = 0; attempt < 5 && !runs_; ++attempt) {
    // What a start that failed has left knows the port that was taken.
    for (const auto& left : std::filesystem::directory_iterator{folder_.path()})
      std::filesystem::remove_all(left.path());
    port_ = free_port();
    runs_ = run("start");
  }
  if (runs_) return;
  std::stringstream said;
  said << std::ifstream{file("said")}.rdbuf();
  throw std::runtime_error{"ops/dev/" + tool_ + " does not start: " + said.str()};
}

dev_server::~dev_server() {
  if (runs_) run("stop");
}

std::string dev_server::line(const std::string& name) const {
  std::string text;
  std::getline(std::ifstream{file(name)}, text);
  return text;
}

void dev_server::stop() {
  runs_ = false;
  run("stop");
}

void dev_server::kill() {
  runs_ = false;
  run("kill");
}

void dev_server::start() {
  runs_ = run("start");
  if (!runs_) throw std::runtime_error{"ops/dev/" + tool_ + " does not start again"};
}

bool dev_server::run(const std::string& command) {
  const auto line = "ops/dev/" + tool_ + " " + command + " " + folder_.path().string() +
                    (command == "start" ? " " + std::to_string(port_) : "") + " >" +
                    file("said").string() + " 2>&1";
  return std::system(line.c_str()) == 0;
}

}  // namespace smartfin::testing
