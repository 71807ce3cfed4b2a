#pragma once

#include <iosfwd>
#include <string>

#include "messages/status.hpp"

namespace smartfin {

struct status_options {
  std::string url = "http://127.0.0.1:8080";  // of any node; with several, it tells of all
  bool json = false;                          // as the node says it
};
/// Prints what the nodes and their services are doing, how far events are, and how often workers were started again. 0
/// when everything works, 2 when something does not, 1 with a sentence on `err` when the node does not say.
int run_status(const status_options& options, std::ostream& out, std::ostream& err);

/// The same for people, as tables. Names come from the network: control characters are not printed.
void print_status(const node_status& status, std::ostream& out);
/// Every node is up, every service in it works, no event is parked, missing or lost.
bool is_well(const node_status& status);

}  // namespace smartfin
