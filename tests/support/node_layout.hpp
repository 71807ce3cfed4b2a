#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace smartfin::test {

/// The nodes that tests start in place of one: SMARTFIN_TEST_NODES is how many that each run everything, "services" for
/// a node per service, or the name of a file in config/layouts. It needs tests/support/with-postgres and with-etcd
/// around the test. Unset: one, by itself. Under tests/support/with-network each has a network namespace and so an
/// address of its own, and can be cut off.
struct node_layout {
  struct part {
    std::string name;
    std::string services;  // auth,finance
    std::string host = "127.0.0.1";
    std::string network_namespace = {};
  };
  std::vector<part> parts;  // the first has the door that tests go to

  bool is_cluster() const { return !parts.empty(); }
};

node_layout layout_asked_for();

/// The keys of every node of a new deployment, and the master key that they share, below `folder`. Throws when the
/// program does not make them.
void make_keys(const node_layout& layout, const std::filesystem::path& folder);

/// What stands behind a node's settings to make it one of the layout.
std::string cluster_sections(const node_layout::part& part, const std::filesystem::path& folder);

}  // namespace smartfin::test
