#include "tests/support/node_home.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace smartfin::test {

std::string quick_settings(const std::string& more) {
  return R"([auth]
password_memory_kib = 8
password_passes = 1
failures_free = 1000
[rates]
read_per_minute = 0
write_per_minute = 0
sign_in_per_minute = 0
heavy_per_minute = 0
[supervision]
intensity = 10000
healthy_run_ms = 1
[faults]
allowed = true
)" + more;
}

namespace {

/// The URL of a new database on the server in that folder, which tests/support/with-postgres has started.
std::string new_database(const std::string& server) {
  static int number = 0;
  const auto name = "home_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
  if (std::system(("ops/dev/postgres database '" + server + "' " + name).c_str()) != 0)
    throw std::runtime_error{"no database for a node's home"};
  std::string url;
  std::getline(std::ifstream{server + "/url"}, url);
  return url.replace(url.find("/smartfin?"), 10, "/" + name + "?");
}

}  // namespace

node_home::node_home(const std::string& settings) {
  auto name = (std::filesystem::temp_directory_path() / "smartfin-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  folder_ = name;
  if (const char* const server = std::getenv("SMARTFIN_TEST_POSTGRES_FOLDER")) {
    url_ = new_database(server);
    password_file_ = std::string{server} + "/passwords";
  }
  write_settings(settings);
}

node_home::~node_home() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void node_home::write_settings(const std::string& text) const {
  std::ofstream file{settings()};
  file << text << '\n';
  if (is_on_postgres())
    file << "[storage]\nurl = \"" << url_ << "\"\npassword_file = \"" << password_file_ << "\"\n";
}

}  // namespace smartfin::test
