#pragma once

#include <memory>
#include <string>

#include "cluster/etcd/etcd_client.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

/// Three members of a real etcd, started by ops/dev/etcd in a folder of their own.
class test_etcd {
public:
  static bool is_here();

  /// Throws when they do not start.
  test_etcd();
  ~test_etcd();
  test_etcd(const test_etcd&) = delete;
  test_etcd& operator=(const test_etcd&) = delete;

  etcd_options options() const;

  /// 1 to 3: who was elected last.
  int leader() const;
  /// As a machine that dies.
  void kill(int member) { run("kill", member); }
  void start(int member) { run("start-member", member); }

private:
  void run(const std::string& command, int number);

  std::unique_ptr<temporary_folder> folder_;
};

}  // namespace smartfin::testing
