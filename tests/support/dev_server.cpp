#include "tests/support/dev_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

namespace smartfin::testing {

namespace {

constexpr int ports_each = 5;  // that a server may take, from the one it is given

bool is_free(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return bound;
}

}  // namespace

int free_port() {
  // Below those that the system gives to connections: a server that is started again finds its ports as it left them.
  // One after the other, so that none is given twice before it is taken.
  constexpr int first = 2'000, places = 4'000;
  static std::minstd_rand random{static_cast<std::minstd_rand::result_type>(::getpid())};
  static int place = std::uniform_int_distribution<int>{0, places - 1}(random);
  for (int attempt = 0; attempt < 200; ++attempt) {
    place = (place + 1) % places;
    const int port = (first + place) * ports_each;
    bool all_free = true;
    for (int i = 0; i < ports_each; ++i) all_free = all_free && is_free(port + i);
    if (all_free) return port;
  }
  throw std::runtime_error{"no free port"};
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
