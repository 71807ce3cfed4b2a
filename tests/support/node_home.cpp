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

/// A new database on the server that tests/support/with-postgres has started, as a section of the settings; empty
/// without one.
std::string storage_section() {
  const char* const server = std::getenv("SMARTFIN_TEST_POSTGRES_FOLDER");
  if (!server) return {};
  static int number = 0;
  const std::string folder{server},
      name = "home_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
  if (std::system(("ops/dev/postgres database '" + folder + "' " + name).c_str()) != 0)
    throw std::runtime_error{"no database for a node's home"};
  std::string url;
  std::getline(std::ifstream{folder + "/url"}, url);
  url.replace(url.find("/smartfin?"), 10, "/" + name + "?");
  return "[storage]\nurl = \"" + url + "\"\npassword_file = \"" + folder + "/passwords\"\n";
}

}  // namespace

node_home::node_home(const std::string& settings) : node_home(settings, storage_section()) {}

node_home::node_home(const std::string& settings, std::string storage)
    : storage_(std::move(storage)) {
  auto name = (std::filesystem::temp_directory_path() / "smartfin-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  folder_ = name;
  layout_ = storage_.empty() ? node_layout{} : layout_asked_for();
  if (layout_.is_cluster()) make_keys(layout_, folder_);
  write_settings(settings);
}

node_home::~node_home() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string node_home::storage_word(const std::string& name) const {
  const auto before = "\n" + name + " = \"";
  const auto at = storage_.find(before);
  if (at == storage_.npos) return {};
  const auto begin = at + before.size();
  return storage_.substr(begin, storage_.find('"', begin) - begin);
}

void node_home::write_settings(const std::string& text) const {
  if (!layout_.is_cluster()) {
    std::ofstream{settings()} << text << '\n' << storage_;
    return;
  }
  const std::string objects =
      text.find("[objects]") != text.npos
          ? ""
          : "[objects]\nfolder = \"" + (data() / "objects").string() + "\"\n";
  for (std::size_t i = 0; i < layout_.parts.size(); ++i)
    std::ofstream{settings_of(i)} << text << '\n'
                                  << objects << cluster_sections(layout_.parts[i], folder_)
                                  << storage_;
}

std::filesystem::path node_home::data_of(std::size_t part) const {
  return part == 0 ? data() : folder_ / ("data-" + layout_.parts[part].name);
}

std::filesystem::path node_home::settings_of(std::size_t part) const {
  return part == 0 ? settings() : folder_ / ("settings-" + layout_.parts[part].name + ".toml");
}

}  // namespace smartfin::test
