#include "tests/support/node_layout.hpp"

#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace smartfin::test {
namespace {

constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

// The one with the door first.
constexpr std::array services{"gateway", "auth",         "profile",    "finance",  "file",
                              "audit",   "notification", "prediction", "analytics"};

std::string all_services() {
  std::string joined;
  for (const std::string each : services) joined += (joined.empty() ? "" : ",") + each;
  return joined;
}

void run(const std::string& command) {
  if (std::system((command + " >/dev/null").c_str()) != 0)
    throw std::runtime_error{"failed: " + command};
}

void make_master_key(const std::filesystem::path& file) {
  std::array<unsigned char, 32> key{};
  randombytes_buf(key.data(), key.size());
  std::string text(sodium_base64_encoded_len(key.size(), base64), '\0');
  sodium_bin2base64(text.data(), text.size(), key.data(), key.size(), base64);
  std::ofstream{file} << text.c_str() << '\n';
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
}

/// Between quotes, as the words of a list in TOML.
std::string as_list(const std::string& words) {
  std::string list;
  std::istringstream in{words};
  for (std::string word; std::getline(in, word, ',');)
    list += (list.empty() ? "\"" : ", \"") + word + "\"";
  return "[" + list + "]";
}

/// A node a line: its name and its services.
std::vector<node_layout::part> parts_in(std::istream& file) {
  std::vector<node_layout::part> parts;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words{line};
    node_layout::part part;
    if (words >> part.name >> part.services) parts.push_back(part);
  }
  return parts;
}

}  // namespace

node_layout layout_asked_for() {
  node_layout layout;
  const char* const asked = std::getenv("SMARTFIN_TEST_NODES");
  if (!asked || std::string{asked} == "1") return layout;
  if (!std::getenv("SMARTFIN_TEST_ETCD_FOLDER") || !std::getenv("SMARTFIN_TEST_POSTGRES_FOLDER"))
    throw std::runtime_error{"several nodes need tests/support/with-etcd and with-postgres"};
  if (std::string{asked} == "services")
    for (const std::string each : services) layout.parts.push_back({each, each});
  else if (std::ifstream file{"config/layouts/" + std::string{asked}})
    layout.parts = parts_in(file);
  else
    for (int i = 1; i <= std::stoi(asked); ++i)
      layout.parts.push_back({"node" + std::to_string(i), all_services()});
  if (const char* const network = std::getenv("SMARTFIN_TEST_NETWORK"))
    for (std::size_t i = 0; i < layout.parts.size(); ++i) {
      layout.parts[i].host = "10.83.0." + std::to_string(11 + i);
      layout.parts[i].network_namespace = network + std::to_string(1 + i);
    }
  return layout;
}

void make_keys(const node_layout& layout, const std::filesystem::path& folder) {
  make_master_key(folder / "data.master-key");
  static int number = 0;
  const std::string program{SMARTFIN_PROGRAM},
      authority = (folder / "authority").string(),
      deployment = "test-" + std::to_string(::getpid()) + "-" + std::to_string(++number);
  run(program + " keys init --out " + authority + " --deployment " + deployment);
  for (const auto& each : layout.parts)
    run(program + " keys issue --authority " + authority + " --node " + each.name + " --services " +
        each.services + " --host " + each.host + " --out " +
        (folder / ("keys-" + each.name)).string());
}

std::string cluster_sections(const node_layout::part& part, const std::filesystem::path& folder) {
  const std::string etcd{std::getenv("SMARTFIN_TEST_ETCD_FOLDER")};
  std::string endpoints;
  std::getline(std::ifstream{etcd + "/url"}, endpoints);
  return "[node]\nname = \"" + part.name + "\"\n[security]\nmaster_key_file = \"" +
         (folder / "data.master-key").string() + "\"\n[cluster]\netcd = " + as_list(endpoints) +
         "\netcd_ca_file = \"" + etcd + "/ca.crt\"\netcd_certificate_file = \"" + etcd +
         "/client.crt\"\netcd_key_file = \"" + etcd + "/client.key\"\nkeys_folder = \"" +
         (folder / ("keys-" + part.name)).string() + "\"\nlisten = \"" + part.host +
         ":0\"\nservices = " + as_list(part.services) + "\n";
}

}  // namespace smartfin::test
