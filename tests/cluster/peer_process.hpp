#pragma once

#include <sys/types.h>

#include <string>

#include "tests/support/test_authority.hpp"

namespace smartfin::testing {

/// A node in a process of its own that offers echo profiles: this program, running the hidden test of that purpose.
class peer_process {
public:
  peer_process(test_authority& authority, const std::string& node);
  ~peer_process();

  std::string address() const { return "127.0.0.1:" + port_; }
  void signal(int number) const;

private:
  pid_t pid_ = -1;
  int stdin_ = -1;
  std::string port_;
};

}  // namespace smartfin::testing
