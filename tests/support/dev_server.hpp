#pragma once

#include <filesystem>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

/// A server that a script of ops/dev starts, in a folder of its own; stopped with the object.
class dev_server {
public:
  /// `tool` is the script's name ("redis"). Throws, with what it wrote, when it does not start.
  explicit dev_server(std::string tool);
  ~dev_server();
  dev_server(const dev_server&) = delete;
  dev_server& operator=(const dev_server&) = delete;

  int port() const { return port_; }
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  /// The line that a file of the server's folder holds ("url", "password").
  std::string line(const std::string& name) const;

  void stop();
  /// As a machine that dies.
  void kill();
  /// Again, on the same port.
  void start();

private:
  bool run(const std::string& command);

  std::string tool_;
  temporary_folder folder_;
  int port_ = 0;
  bool runs_ = false;
};

/// A port that nobody listens on just now, nor on the four behind it, and that no connection is given.
int free_port();

/// Whether a program is installed.
bool is_installed(const std::string& program);

}  // namespace smartfin::testing
