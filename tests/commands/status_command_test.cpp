#include "commands/status.hpp"

#include <catch2/catch_test_macros.hpp>
#include <sstream>

namespace smartfin {
namespace {

service_status works(const std::string& name) {
  return {name, service_state::up, instant{std::chrono::hours{24}}, 2, 1, 0};
}

node_status one_node() {
  node_status status;
  status.node = "laptop";
  status.services = {works("finance"), works("auth")};
  status.streams = {{"finance", 12, 0, {}, {{"audit", true, 11, 0, 0, 1, 40, 0}}}};
  return status;
}

std::string printed(const node_status& status) {
  std::ostringstream out;
  print_status(status, out);
  return out.str();
}

}  // namespace

TEST_CASE("a node by itself is printed as the only one, its services by name, its events behind") {
  CHECK(printed(one_node()) ==
        "NODE    STATE  BUILD  ADDRESS  SERVICES\n"
        "laptop  up                     finance auth\n"
        "\n"
        "SERVICE  NODE    STATE  SINCE                 RESTARTS  IN FLIGHT  QUEUE\n"
        "auth     laptop  up     1970-01-02T00:00:00Z  2         1          0\n"
        "finance  laptop  up     1970-01-02T00:00:00Z  2         1          0\n"
        "\n"
        "EVENTS OF  PUBLISHED  LOST  TO     APPLIED  PARKED  MISSING  IN FLIGHT  OLDEST MS\n"
        "finance    12         0     audit  11       0       0        1          40\n"
        "\n");
}

TEST_CASE("every node of a cluster is printed with what it says of itself") {
  auto status = one_node();
  status.nodes = {
      {"a", node_state::up, "1.0", "10.0.0.1:9", {"auth"}, {works("auth")}},
      {"b\n", node_state::unreachable, "1.0", "10.0.0.2:9", {"finance"}, {}},
  };
  const auto text = printed(status);
  CHECK(text.find("a     up           1.0    10.0.0.1:9  auth\n") != text.npos);
  CHECK(text.find("b?    unreachable  1.0    10.0.0.2:9  finance\n") != text.npos);
  CHECK(text.find("laptop") == text.npos);
}

TEST_CASE("all is well when nodes are up, services work, and every event arrives") {
  CHECK(is_well(one_node()));
  auto status = one_node();
  status.services[0].state = service_state::degraded;
  CHECK_FALSE(is_well(status));
  status = one_node();
  status.streams[0].lost = 1;
  CHECK_FALSE(is_well(status));
  status = one_node();
  status.streams[0].subscribers[0].parked = 1;
  CHECK_FALSE(is_well(status));
  status = one_node();
  status.nodes = {{"a", node_state::draining, {}, {}, {}, {}}};
  CHECK_FALSE(is_well(status));
}

TEST_CASE("a place where nobody answers is said, and is no health") {
  std::ostringstream out, err;
  CHECK(run_status({"http://127.0.0.1:1", false}, out, err) == 1);
  CHECK(err.str().starts_with("smartfin: no answer from http://127.0.0.1:1"));
  err.str({});
  CHECK(run_status({"nonsense://x", false}, out, err) == 1);
  CHECK_FALSE(err.str().empty());
  CHECK(out.str().empty());
}

}  // namespace smartfin
