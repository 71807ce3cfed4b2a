#pragma once

#include <functional>
#include <memory>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

/// A server on loopback that proves it is "localhost" by an authority of its own, and then says whatever a test wants.
/// Serves one connection after the other, on a thread.
class tls_impostor {
public:
  /// One connection: reads what has come, up to a piece, and writes.
  class visitor {
  public:
    virtual ~visitor() = default;
    /// Empty when the client has hung up.
    virtual std::string read() = 0;
    virtual void write(const std::string& bytes) = 0;
  };
  enum class speech { tls, plain };

  explicit tls_impostor(std::function<void(visitor&)> serve, speech how = speech::tls);
  ~tls_impostor();

  int port() const;
  std::filesystem::path ca_file() const { return folder_ / "ca.crt"; }

private:
  struct parts;
  temporary_folder folder_;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin::testing
