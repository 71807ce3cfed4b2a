#pragma once

#include <memory>

#include "tests/support/api_document.hpp"
#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"

namespace smartfin::test {

/// Somebody who has one of everything that has an id.
struct owner {
  api_client client;
  std::int64_t account = 0, transaction = 0, session = 0, import = 0, notification = 0, file = 0,
               audit_entry = 0;

  /// The id that the operation's path asks for; throws for a path it does not know, so that a new
  /// resource cannot be forgotten here.
  std::int64_t id_for(const api_operation& operation) const;
};
owner new_owner(int port, const std::string& name);

/// A body the operation takes, by its id; an empty object for those that are not known.
boost::json::value sample_body(const api_operation& operation, const owner& who);

/// JSON texts, and texts that only look like JSON, to put in the place of a value.
const std::vector<std::string>& hostile_values();
/// Whole bodies.
const std::vector<std::string>& hostile_bodies();
/// What to put in the place of an id in a path.
const std::vector<std::string>& hostile_ids();

/// Collects what was wrong, so that one broken promise is told once and with its request.
class verdicts {
public:
  void judge(const api_request& request, const std::optional<api_reply>& reply);
  void note(const std::string& fault);
  std::size_t judged() const { return judged_; }
  /// Fails the running test for every fault, twenty at most in full.
  void report() const;

private:
  std::size_t judged_ = 0;
  std::vector<std::string> faults_;
};

/// After an attack: the node serves, and nothing in it had to be started again.
void check_unharmed(int port);

}  // namespace smartfin::test
