#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "tests/support/temporary_folder.hpp"
#include "tests/system/data_commands.hpp"

namespace smartfin::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

TEST_CASE("a deployment's keys are made, shown and rotated from the command line") {
  const testing::temporary_folder folder;
  const std::string authority = folder / "authority", node = folder / "n1";
  const auto keys = [](words rest) {
    words command{SMARTFIN_PROGRAM, "keys"};
    command.insert(command.end(), rest.begin(), rest.end());
    return command;
  };
  run_well(keys({"init", "--out", authority, "--deployment", "home"}));
  run_well(keys({"issue", "--authority", authority, "--node", "n1", "--services", "auth,finance",
                 "--host", "n1.example", "--host", "127.0.0.1", "--out", node}));
  const auto shown = run_well(keys({"show", node}));
  for (const auto* part :
       {"smartfin://home/authority", "smartfin://home/node/n1", "n1.example, 127.0.0.1",
        "smartfin://home/service/auth", "smartfin://home/service/finance"})
    CHECK(holds(shown, part));
  CHECK_FALSE(holds(shown, "PRIVATE"));

  run_well(keys({"rotate", "--authority", authority, "--out", node, "--days", "30"}));
  CHECK(run_well(keys({"show", node})) != shown);
  for (const auto* step : {"prepare", "switch", "finish"})
    run_well(keys({"rotate", "--authority", authority, "--step", step}));
  // By now the node holds certificates of an authority that is gone, and an old bundle that says otherwise.
  run_well(keys({"show", node}));
  run_well(keys({"rotate", "--authority", authority, "--out", node}));
  run_well(keys({"show", node}));

  for (const auto& refused :
       {run(keys({"init", "--out", authority, "--deployment", "home"})),
        run(keys({"issue", "--authority", node, "--node", "n2", "--services", "auth", "--out",
                  folder / "n2"})),
        run(keys({"rotate", "--authority", authority})), run(keys({"show", folder.path()})),
        run(keys({})), run(keys({"issue", "--authority", authority}))}) {
    CHECK(refused.status != 0);
    CHECK_FALSE(refused.err.empty());
  }
}

}  // namespace
}  // namespace smartfin::test
