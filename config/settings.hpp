#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "config/cluster_settings.hpp"
#include "config/outside_settings.hpp"

namespace smartfin {

/// Everything an operator may choose, with its defaults. Ranges, explanations and the names in the
/// file are in the option table; a value read by `read_settings` is within its range.

struct node_settings {
  std::string name = "smartfin";
};

/// Sizes in bytes.
struct http_settings {
  std::string host = "127.0.0.1";  ///< an address, IPv6 without brackets, or a host name
  int port = 8080;                 ///< 0 takes any free port
  std::size_t workers = 64;
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 1 << 20;
  std::size_t import_bytes_max = 512 << 20;
  std::size_t spool_bytes_min = 256 << 10;
  std::uint64_t spool_bytes_max = 4ull << 30;
  std::size_t body_memory_max = 256 << 20;
  std::chrono::milliseconds request_time_max{5'000};
  std::size_t transfer_rate_min = 4096;
  std::chrono::seconds idle_time_max{60};
  std::size_t connections_max = 16'384;
  std::size_t connections_per_address_max = 16'384;
  std::size_t queue_max = 2'048;
  std::chrono::milliseconds drain_time_max{10'000};
  bool compress = true;
  std::vector<std::string> cors_origins;  ///< empty: no other origin may read answers
};

/// Per caller; 0 means no limit.
struct rate_settings {
  std::uint32_t read_per_minute = 3'000'000;
  std::uint32_t write_per_minute = 600'000;
  std::uint32_t sign_in_per_minute = 600;
  std::uint32_t heavy_per_minute = 600;
};

struct security_settings {
  /// Empty: "<data>.master-key", next to the data folder and never inside it.
  std::string master_key_file;
};

struct storage_settings {
  std::string url;            ///< of PostgreSQL; empty: SQLite in the data folder
  std::string password_file;  ///< as libpq's .pgpass; empty: libpq's own default
  std::string analytics_url;  ///< of ANALYTICS' PostgreSQL; empty: with the others
  std::string analytics_password_file;
};

struct auth_settings {
  std::chrono::seconds access_lifetime{900};
  std::chrono::hours refresh_lifetime{720};
  std::size_t password_memory_kib = 19'456;
  std::uint32_t password_passes = 2;
  std::size_t hashers = 2;
  int failures_free = 5;
  std::chrono::seconds first_wait{1};
  std::chrono::seconds longest_wait{60};
  std::chrono::minutes forget_after{15};
  std::vector<std::string> administrators;  ///< e-mail addresses
  std::string demo_login_file;              ///< empty: nobody is shown round
};

struct finance_settings {
  std::size_t readers = 2;
  std::size_t import_chunk_rows = 1'000;
  std::size_t import_rows_at_once_max = 20'000;
  std::chrono::milliseconds import_inline_time_max{20'000};
};

struct event_settings {
  std::chrono::hours kept{24 * 30};
};

struct prediction_settings {
  std::string models_dir;  ///< empty: the models built into the program
};

struct service_settings {
  std::chrono::milliseconds request_deadline{5'000};
  std::int64_t in_flight_max = 4'096;
  std::size_t parked_max = 1'024;
};

struct supervision_settings {
  int intensity = 50;
  std::chrono::milliseconds period{10'000};
  std::chrono::milliseconds delay_min{10};
  std::chrono::milliseconds delay_max{5'000};
  std::chrono::milliseconds healthy_run{250};
  std::chrono::milliseconds retry_down_after{10'000};
};

struct scheduler_settings {
  std::size_t threads = 0;  ///< 0: as many as there are cores, at least 2
};

struct log_settings {
  std::string level = "info";  ///< as `parse_log_level` reads it
};

struct fault_settings {
  bool allowed = false;  ///< an operator may kill a service to watch it recover
};

struct settings {
  node_settings node;
  http_settings http;
  rate_settings rates;
  security_settings security;
  storage_settings storage;
  cluster_settings cluster;
  cache_settings cache;
  object_settings objects;
  file_settings files;
  auth_settings auth;
  finance_settings finance;
  event_settings events;
  prediction_settings prediction;
  service_settings services;
  supervision_settings supervision;
  scheduler_settings scheduler;
  log_settings log;
  fault_settings faults;
};

}  // namespace smartfin
