#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "cluster/identity/identity_listing.hpp"
#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/private_files.hpp"
#include "tests/cluster/identity/deployment_samples.hpp"

namespace smartfin {
namespace {

using namespace samples;
namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;

unsigned rights_of(const fs::path& file) {
  struct stat info {};
  REQUIRE(::lstat(file.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

/// The folder's files with their contents.
folder_contents all_of(const fs::path& folder) {
  folder_contents files;
  for (const auto& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), folder).string()] = contents(entry.path());
  return files;
}

template <class Work>
void check_refused(Work&& work, const std::string& part) {
  CHECK_THROWS_MATCHES(work(), identity_refusal, MessageMatches(ContainsSubstring(part)));
}

TEST_CASE("only its owner may read what was made, and nothing else is left lying about") {
  const deployment home;
  for (const auto& folder : {home.authority(), home.node()}) {
    CHECK(rights_of(folder) == 0700);
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
      CAPTURE(entry.path());
      CHECK(rights_of(entry.path()) == (entry.is_directory() ? 0700 : 0600));
    }
  }
  home.renew(noon);
  CHECK(all_of(home.node()).size() == 5);  // the bundle, the node, three services
  for (const auto& [name, bytes] : all_of(home.node()))
    CHECK(rights_of(home.node() / name) == 0600);
  std::size_t beside = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator{home.node().parent_path()})
    ++beside;
  CHECK(beside == 2);
}

TEST_CASE("nothing that is there is ever overwritten by making") {
  const deployment home;
  const auto authority = all_of(home.authority()), node = all_of(home.node());
  check_refused([&] { authority_folder::make(home.authority(), "home", noon); }, "there already");
  check_refused([&] { home.issue("n1", {"auth"}); }, "there already");
  CHECK(all_of(home.authority()) == authority);
  CHECK(all_of(home.node()) == node);

  const testing::temporary_folder other;
  overwrite(other / "mine", "mine");
  check_refused([&] { authority_folder::make(other.path(), "home", noon); }, "there already");
  check_refused([&] { authority_folder::make(other / "mine", "home", noon); }, "there already");
  CHECK(all_of(other.path()) == folder_contents{{"mine", "mine"}});
  fs::create_directory(other / "empty");
  authority_folder::make(other / "empty", "home", noon);
  CHECK(rights_of(other / "empty") == 0700);
}

TEST_CASE("what cannot be made is refused with a sentence, and leaves nothing") {
  const deployment home;
  const authority_folder authority{home.authority()};
  const auto to = home.node("n2");
  const auto issue = [&](node_order order) {
    return [&authority, to, order = std::move(order)] {
      make_node_folder(to, authority, order, noon);
    };
  };
  check_refused(issue({"N2", {"auth"}, {}}), "a node is named");
  check_refused(issue({"../n2", {"auth"}, {}}), "a node is named");
  check_refused(issue({"n2", {}, {}}), "at least one service");
  check_refused(issue({"n2", {"auth", "auth"}, {}}), "named twice");
  check_refused(issue({"n2", {"auht"}, {}}), "there are analytics, audit, auth");
  check_refused(issue({"n2", {"auth"}, {"a b"}}), "no host name");
  check_refused([&] { authority_folder::make(to, "Home", noon); }, "a deployment is named");
  check_refused([&] { authority_folder{home.node()}; }, "issuer.pem cannot be read");
  check_refused([&] { home.issue("n2", {"auth"}, noon + authority_lifetime + 24h); },
                "not valid at this time");
  check_refused([&] { home.issue("n2", {"auth"}, noon - 24h); }, "not valid at this time");
  CHECK_FALSE(fs::exists(to));
}

TEST_CASE("a key that others may read is refused") {
  const deployment home;
  fs::permissions(home.key_of("auth"), fs::perms::group_read, fs::perm_options::add);
  check_refused([&] { credential_issuer{home.key_of("auth")}; }, "others may read it");
  fs::permissions(home.authority() / "issuer.pem", fs::perms::others_read, fs::perm_options::add);
  check_refused([&] { authority_folder{home.authority()}; }, "others may read it");
}

TEST_CASE("renewing makes new keys for the same node, and old certificates stay good") {
  const deployment home;
  const auto before = home.own("finance");
  home.renew(noon + std::chrono::days{200});
  const auto after = home.own("finance");
  CHECK(after.proof.name() == before.proof.name());
  CHECK(after.proof.key_id() != before.proof.key_id());
  CHECK_FALSE(after.proof.is_of(before.key));
  const auto node = parse_own_identity(contents(home.node() / node_key_name)).value().proof;
  CHECK(node.hosts() == std::vector<std::string>{"localhost", "127.0.0.1", "n1.example", "n1"});
  const auto trusted = trust_bundle::from_pem(contents(home.bundle()));
  CHECK(trusted.vouches_for(before.proof));
  CHECK(trusted.vouches_for(after.proof));
}

TEST_CASE("a node can be given other services and hosts when it is renewed") {
  const deployment home;
  renew_node_folder(home.node(), authority_folder{home.authority()},
                    {.services = std::vector<std::string>{"finance", "audit"},
                     .hosts = std::vector<std::string>{"10.0.0.1"}},
                    noon);
  CHECK(services_in(home.node()) == std::vector<std::string>{"audit", "finance"});
  const auto node = parse_own_identity(contents(home.node() / node_key_name)).value().proof;
  CHECK(node.hosts() == std::vector<std::string>{"10.0.0.1", "n1"});
}

TEST_CASE("a node of one deployment is not renewed by another's authority") {
  const deployment home, other{"other"};
  const auto before = all_of(home.node());
  check_refused(
      [&] { renew_node_folder(home.node(), authority_folder{other.authority()}, {}, noon); },
      "belongs to the deployment home");
  CHECK(all_of(home.node()) == before);
}

TEST_CASE("an authority is changed in three steps, and at each every node believes every other") {
  const deployment home;
  home.issue("n2", {"profile"});
  const auto meet = [&](const std::string& who, const std::string& whom) {
    const auto trusted = trust_bundle::from_pem(contents(home.node(who) / bundle_name));
    const auto proof = parse_own_identity(contents(home.node(whom) / node_key_name)).value().proof;
    return trusted.vouches_for(proof).has_value();
  };
  const auto check_all_meet = [&] {
    for (const auto* who : {"n1", "n2"})
      for (const auto* whom : {"n1", "n2"}) {
        CAPTURE(who, whom);
        CHECK(meet(who, whom));
      }
  };
  const auto step = [&](auto change) {
    authority_folder authority{home.authority()};
    change(authority);
    check_all_meet();
    home.renew(noon, "n1");
    check_all_meet();  // also while one node is renewed and the other is not yet
    home.renew(noon, "n2");
    check_all_meet();
  };
  const auto first = authority_folder{home.authority()}.issuer().key_id();
  step([](authority_folder& it) { it.prepare_successor(noon); });
  CHECK(authority_folder{home.authority()}.issuer().key_id() == first);
  step([](authority_folder& it) { it.switch_to_successor(); });
  CHECK(authority_folder{home.authority()}.issuer().key_id() != first);
  step([](authority_folder& it) { it.forget_predecessor(); });
  const authority_folder after{home.authority()};
  CHECK(after.trusted().authorities().size() == 1);
  CHECK(after.trusted().authorities().front().key_id() != first);
}

TEST_CASE("the steps of changing the authority are refused out of turn and can be repeated") {
  const deployment home;
  authority_folder authority{home.authority()};
  check_refused([&] { authority.switch_to_successor(); }, "prepare one first");
  check_refused([&] { authority.forget_predecessor(); }, "nothing to finish");
  authority.prepare_successor(noon);
  const auto files = all_of(home.authority());
  authority.prepare_successor(noon);
  CHECK(all_of(home.authority()) == files);
  check_refused([&] { authority.forget_predecessor(); }, "switch to it first");
  authority.switch_to_successor();
  check_refused([&] { authority.prepare_successor(noon); }, "finish that change first");
  authority.forget_predecessor();
  authority.prepare_successor(noon);
}

TEST_CASE("a crash between the files of a step leaves an authority that goes on from there") {
  const deployment home;
  const auto bundle = contents(home.authority() / bundle_name);
  authority_folder{home.authority()}.prepare_successor(noon);
  overwrite(home.authority() / bundle_name, bundle);  // the successor is there, the bundle is not
  authority_folder authority{home.authority()};
  check_refused([&] { authority.switch_to_successor(); }, "prepare one first");
  authority.prepare_successor(noon);
  CHECK(authority.trusted().authorities().size() == 2);
  authority.switch_to_successor();
}

TEST_CASE("a listing tells what is there, for whom, until when, and what is wrong with it") {
  const deployment home, again;
  const auto find = [&](const std::string& file, instant now = noon) {
    for (auto& each : list_identities(home.node(), now))
      if (each.file == file) return each;
    return listed_identity{};
  };
  const auto node = find("node.pem");
  CHECK(node.who == "smartfin://home/node/n1");
  CHECK(node.hosts.size() == 4);
  CHECK(node.until == noon + certificate_lifetime);
  CHECK(node.fault.empty());
  CHECK(find("authority.pem").who == "smartfin://home/authority");
  CHECK(find("services/auth.pem").node == "n1");
  CHECK(find("services/auth.pem", noon + certificate_lifetime + 1s).fault == "has expired");
  CHECK(find("services/auth.pem", noon - 1h).fault == "is not valid yet");

  fs::copy_file(home.key_of("auth"), home.key_of("gateway"), fs::copy_options::overwrite_existing);
  CHECK(find("services/gateway.pem").fault == "is not the key of the service gateway");
  fs::copy_file(again.key_of("auth"), home.key_of("auth"), fs::copy_options::overwrite_existing);
  CHECK(find("services/auth.pem").fault == "was not issued by an authority in authority.pem");
  overwrite(home.key_of("finance"), "rubbish");
  CHECK(find("services/finance.pem").fault == "holds no key with its certificate");
  CHECK(list_identities(home.authority(), noon).size() == 2);
  check_refused([&] { list_identities(home.node().parent_path(), noon); }, "cannot be read");
}

}  // namespace
}  // namespace smartfin
