#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "cluster/identity/credential_check.hpp"
#include "cluster/identity/credential_issuer.hpp"
#include "cluster/identity/node_folder.hpp"
#include "cluster/identity/service_credential.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin::samples {

using namespace std::chrono_literals;

/// The time at which everything below is made.
inline constexpr instant noon{std::chrono::sys_days{std::chrono::year{2031} / 3 / 14} + 12h};

inline std::string contents(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}
/// As an editor or a copy would: in place, not at once.
inline void overwrite(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

/// An authority and a node of it that runs three services, in a folder that goes with the object.
class deployment {
public:
  explicit deployment(const std::string& name = "home") {
    authority_folder::make(authority(), name, noon);
    issue("n1", {"auth", "finance", "gateway"});
  }
  std::filesystem::path authority() const { return folder_ / "authority"; }
  std::filesystem::path node(const std::string& name = "n1") const { return folder_ / name; }
  std::filesystem::path bundle() const { return node() / bundle_name; }
  std::filesystem::path key_of(const std::string& service) const {
    return service_key_path(node(), service);
  }
  void issue(const std::string& name, const std::vector<std::string>& services,
             instant at = noon) const {
    make_node_folder(node(name), authority_folder{authority()},
                     {name, services, {"localhost", "127.0.0.1", name + ".example"}}, at);
  }
  void renew(instant at, const std::string& name = "n1") const {
    renew_node_folder(node(name), authority_folder{authority()}, {}, at);
  }
  own_identity own(const std::string& service) const {
    return parse_own_identity(contents(key_of(service))).value();
  }

private:
  testing::temporary_folder folder_;
};

/// A credential with any claims, signed with any key.
inline std::string forged(const own_identity& by, credential_claims claims) {
  return make_credential(claims, encode_base64url(by.proof.to_der()), by.key);
}
/// Good for a minute from noon.
inline std::string forged(const own_identity& by, std::string_view issuer,
                          std::string_view audience) {
  return forged(by, credential_claims{issuer, audience, noon, noon + 60s});
}

}  // namespace smartfin::samples
