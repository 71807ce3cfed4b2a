#include "tests/cluster/etcd/test_etcd.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

#include "tests/support/dev_server.hpp"

namespace smartfin::testing {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

/// Of six, below those that the system lends to clients: one of them might have a dead member's when it comes back.
int some_port() { return 20'000 + 6 * static_cast<int>(std::random_device{}() % 2'000); }

}  // namespace

bool test_etcd::is_here() { return is_installed("etcd"); }

test_etcd::test_etcd() {
  std::string said;
  for (int attempt = 0; attempt < 5; ++attempt) {  // the ports may be another's
    folder_ = std::make_unique<temporary_folder>();
    const auto line = "ops/dev/etcd start " + folder_->path().string() + " " +
                      std::to_string(some_port()) + " 3 >" + (*folder_ / "said").string() + " 2>&1";
    if (std::system(line.c_str()) == 0) return;
    said = text_of(*folder_ / "said");
  }
  throw std::runtime_error{"ops/dev/etcd does not start: " + said};
}

test_etcd::~test_etcd() {
  const auto line = "ops/dev/etcd kill " + folder_->path().string();
  if (std::system(line.c_str()) != 0) std::fputs("ops/dev/etcd does not stop\n", stderr);
}

etcd_options test_etcd::options() const {
  etcd_options options;
  std::stringstream urls{text_of(*folder_ / "url")};
  for (std::string url; std::getline(urls >> std::ws, url, ',');) {
    while (url.ends_with('\n')) url.pop_back();
    options.endpoints.push_back(url);
  }
  options.identity = {*folder_ / "ca.crt", *folder_ / "client.crt", *folder_ / "client.key"};
  return options;
}

int test_etcd::leader() const {
  int found = 1;
  int newest = 0;
  for (int member = 1; member <= 3; ++member) {
    const auto log = text_of(*folder_ / ("log" + std::to_string(member)));
    const std::string sign = "became leader at term ";
    const auto at = log.rfind(sign);
    if (at == std::string::npos) continue;
    const auto term = std::atoi(log.c_str() + at + sign.size());
    if (term <= newest) continue;
    newest = term;
    found = member;
  }
  return found;
}

void test_etcd::run(const std::string& command, int number) {
  const auto line = "ops/dev/etcd " + command + " " + folder_->path().string() + " " +
                    std::to_string(number) + " >" + (*folder_ / "said").string() + " 2>&1";
  if (std::system(line.c_str()) != 0)
    throw std::runtime_error{"ops/dev/etcd " + command + ": " + text_of(*folder_ / "said")};
}

}  // namespace smartfin::testing
