#include "tests/support/postgres_pair.hpp"

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "tests/support/dev_server.hpp"

namespace smartfin::test {
namespace {

bool succeeds(const std::string& what) {
  return std::system(("ops/dev/postgres " + what).c_str()) == 0;
}
void run(const std::string& what) {
  if (!succeeds(what)) throw std::runtime_error{"ops/dev/postgres " + what + " failed"};
}

int start_somewhere(const std::string& before, const std::string& after = {}) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    const auto port = testing::free_port();
    if (succeeds(before + " " + std::to_string(port) + " " + after)) return port;
  }
  throw std::runtime_error{"no server starts: " + before};
}

}  // namespace

postgres_pair::postgres_pair()
    : primary_(new_folder()),
      standby_(new_folder()),
      primary_port_(start_somewhere("start " + primary_)),
      standby_port_(start_somewhere("standby " + standby_, primary_)) {}

postgres_pair::~postgres_pair() {
  for (const auto& place : places_) succeeds("stop " + place.path().string() + " 2>/dev/null");
}

std::string postgres_pair::url() const {
  return "postgresql://localhost:" + std::to_string(primary_port_) +
         ",localhost:" + std::to_string(standby_port_) +
         "/smartfin?sslrootcert=" + places_.front().path().string() + "/ca.crt";
}
std::string postgres_pair::password_file() const {
  return places_.front().path().string() + "/passwords";
}
std::string postgres_pair::storage_section() const {
  return "[storage]\nurl = \"" + url() + "\"\npassword_file = \"" + password_file() + "\"\n";
}

void postgres_pair::kill_primary() { run("kill " + primary_); }
void postgres_pair::promote_standby() { run("promote " + standby_); }

void postgres_pair::fail_over() {
  kill_primary();
  promote_standby();
  primary_ = standby_;
  std::swap(primary_port_, standby_port_);
  standby_ = new_folder();
  run("standby " + standby_ + " " + std::to_string(standby_port_) + " " + primary_);
}

std::string postgres_pair::new_folder() { return places_.emplace_back().path().string(); }

}  // namespace smartfin::test
