#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace smartfin {

struct serve_options {
  std::string data;
  std::string listen;  // empty: as configured
  std::string config;  // empty: defaults
  // Each in place of what the settings say; empty: as they say.
  std::string node;                   // its name
  std::vector<std::string> services;  // that work in it
  std::vector<std::string> cluster;   // endpoints of etcd
  std::string demo_login;             // a file; anybody may look around as its user
};

/// Starts a node and serves until SIGTERM or SIGINT, then drains. 0 after a drain; 1 with a sentence on `err` when it
/// cannot start: a bad setting, a busy port, a data folder that is not writable, in use or newer than this program.
int run_serve(const serve_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
