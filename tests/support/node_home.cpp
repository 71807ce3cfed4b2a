#include "tests/support/node_home.hpp"

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

node_home::node_home(const std::string& settings) {
  auto name = (std::filesystem::temp_directory_path() / "smartfin-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  folder_ = name;
  write_settings(settings);
}

node_home::~node_home() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void node_home::write_settings(const std::string& text) const { std::ofstream{settings()} << text; }

}  // namespace smartfin::test
