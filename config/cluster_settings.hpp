#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace smartfin {

/// How a node is one of several. Without endpoints of etcd it is by itself.
struct cluster_settings {
  std::vector<std::string> etcd;  ///< endpoints, "https://HOST:PORT"
  std::string etcd_ca_file;       ///< empty: the system's authorities
  std::string etcd_certificate_file;
  std::string etcd_key_file;
  std::string keys_folder;  ///< made by `smartfin keys issue`
  std::string listen = "127.0.0.1:7400";
  std::string advertise;              ///< empty: as `listen`
  std::vector<std::string> services;  ///< empty: all
  std::chrono::milliseconds lease{5'000};
};

}  // namespace smartfin
