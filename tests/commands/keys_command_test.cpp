#include "commands/keys.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/support/temporary_folder.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

struct answer {
  int status = 0;
  std::string out, err;
};

template <class Options>
answer answered(int (*command)(const Options&, std::ostream&, std::ostream&),
                const Options& options) {
  std::ostringstream out, err;
  const int status = command(options, out, err);
  return {status, out.str(), err.str()};
}

/// An authority and a node in one folder.
class deployment {
public:
  deployment() {
    REQUIRE(answered(run_keys_init, {authority(), "home"}).status == 0);
    REQUIRE(issue("n1").status == 0);
  }
  std::string authority() const { return folder_ / "authority"; }
  std::string node(const std::string& name = "n1") const { return folder_ / name; }
  answer issue(const std::string& name,
               std::vector<std::string> services = {"auth", "finance"}) const {
    return answered(
        run_keys_issue,
        {authority(), name, std::move(services), {"127.0.0.1", "n1.example"}, 90, node(name)});
  }
  answer show(const std::string& folder) const { return answered(run_keys_show, {folder}); }
  answer rotate(const std::string& step) const {
    return answered(run_keys_rotate, {authority(), "", step, {}, {}, 90});
  }
  answer renew(int days = 90) const {
    return answered(run_keys_rotate, {authority(), node(), "", {}, {}, days});
  }
  fs::path operator/(const std::string& name) const { return folder_ / name; }

private:
  testing::temporary_folder folder_;
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("keys show says what is in a folder, for whom and until when, and no secret") {
  const deployment home;
  const auto shown = home.show(home.node());
  CHECK(shown.status == 0);
  for (const auto* part :
       {"authority.pem\n  smartfin://home/authority\n", "node.pem\n  smartfin://home/node/n1\n",
        "  at 127.0.0.1, n1.example, n1\n", "services/auth.pem\n  smartfin://home/service/auth\n",
        "  on node n1\n", "(89 days left)", ", key "}) {
    CAPTURE(part, shown.out);
    CHECK(holds(shown.out, part));
  }
  std::ifstream in{fs::path{home.node()} / "node.pem"};
  std::string line;
  std::size_t secret_lines = 0;
  while (std::getline(in, line) && line != "-----END PRIVATE KEY-----") {
    ++secret_lines;
    CHECK_FALSE(holds(shown.out, line));
  }
  CHECK(secret_lines > 2);
  CHECK(home.show(home.authority()).status == 0);
}

TEST_CASE("keys show says what cannot be used, and ends with 1") {
  const deployment home;
  std::ofstream{fs::path{home.node()} / "services" / "auth.pem"} << "rubbish";
  const auto shown = home.show(home.node());
  CHECK(shown.status == 1);
  CHECK(
      holds(shown.out, "services/auth.pem\n  CANNOT BE USED: holds no key with its certificate\n"));
  CHECK(holds(shown.out, "smartfin://home/service/finance"));
}

TEST_CASE("keys init and keys issue overwrite nothing") {
  const deployment home;
  const auto before = home.show(home.node()).out;
  for (const auto& refused : {answered(run_keys_init, {home.authority(), "other"}),
                              home.issue("n1"), answered(run_keys_init, {home.node(), "other"})}) {
    CHECK(refused.status == 1);
    CHECK(refused.out.empty());
    CHECK(refused.err.starts_with("smartfin: "));
    CHECK(holds(refused.err, "there already; nothing was changed"));
  }
  CHECK(home.show(home.node()).out == before);
}

TEST_CASE("keys rotate renews a node, and changes the authority step by step") {
  const deployment home;
  const auto before = home.show(home.node()).out;
  const auto renewed = home.renew(200);
  CHECK(renewed.status == 0);
  CHECK(holds(renewed.out, "2 services"));
  CHECK(home.show(home.node()).out != before);
  CHECK(holds(home.show(home.node()).out, "(199 days left)"));
  for (const auto* step : {"prepare", "switch", "finish"}) {
    CAPTURE(step);
    CHECK(home.rotate(step).status == 0);
    CHECK(home.renew().status == 0);
    CHECK(home.show(home.node()).status == 0);
    CHECK(home.show(home.authority()).status == 0);
  }
  CHECK(holds(home.rotate("finish").err, "nothing to finish"));
}

TEST_CASE("options that cannot be used are refused with a sentence and a status of 1") {
  const deployment home;
  const auto authority = home.authority();
  for (const auto& refused :
       {answered(run_keys_init, {home / "x", "My Home"}), home.issue("N1"),
        home.issue("n2", {"finances"}), home.issue("n2", {}), home.renew(0), home.renew(100'000),
        answered(run_keys_issue, {"/nowhere", "n2", {"auth"}, {}, 90, home.node("n2")}),
        answered(run_keys_issue, {authority, "n2", {"auth"}, {"a b"}, 90, home.node("n2")}),
        answered(run_keys_rotate, {authority, "", "", {}, {}, 90}),
        answered(run_keys_rotate, {authority, home.node(), "switch", {}, {}, 90}),
        answered(run_keys_rotate, {authority, "", "skip", {}, {}, 90}),
        answered(run_keys_rotate, {authority, "/nowhere", "", {}, {}, 90}),
        answered(run_keys_rotate, {authority, authority, "", {}, {}, 90}), home.rotate("switch"),
        home.show("/nowhere"), home.show("/tmp"), home.show("/dev/null")}) {
    CAPTURE(refused.err);
    CHECK(refused.status == 1);
    CHECK(refused.out.empty());
    CHECK(refused.err.starts_with("smartfin: "));
    CHECK(refused.err.ends_with("\n"));
  }
  CHECK_FALSE(fs::exists(home.node("n2")));
  CHECK_FALSE(fs::exists(home / "x"));
}

}  // namespace smartfin
