#pragma once

#include <memory>
#include <string>

#include "config/settings.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// One node: its data, its services, its door. Made of its parts in the order in which each needs the one before.
class node {
public:
  /// Throws storage_refusal or identity_refusal with a sentence for the operator.
  node(const settings& s, const std::string& data);
  ~node();

  /// The port that the door listens at, or why it does not, for the operator.
  result<int, std::string> start();
  /// Drains. Idempotent.
  void stop();

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin
