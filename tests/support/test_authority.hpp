#pragma once

#include <string>

#include "cluster/link/link_options.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

/// Signs certificates of nodes for one test, in a folder of its own.
class test_authority {
public:
  test_authority();

  enum class validity { now, past };
  /// Files for "smartfin://DEPLOYMENT/node/NODE".
  tls_files issue(const std::string& node, const std::string& deployment = "test",
                  validity when = validity::now);
  std::filesystem::path ca_file() const { return folder_ / "ca.crt"; }

private:
  struct parts;
  std::shared_ptr<parts> parts_;
  temporary_folder folder_;
  int issued_ = 0;
};

}  // namespace smartfin::testing
