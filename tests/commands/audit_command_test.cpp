#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "commands/audit.hpp"
#include "storage/audit/audit_publisher.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

struct answer {
  int status = 0;
  std::string out, err;
};

answer verify(const audit_verify_options& options) {
  std::ostringstream out, err;
  const int status = run_audit_verify(options, out, err);
  return {status, out.str(), err.str()};
}

answer key_of(const audit_key_options& options) {
  std::ostringstream out, err;
  const int status = run_audit_key(options, out, err);
  return {status, out.str(), err.str()};
}

/// A log of a deployment with its master key beside it, as a node makes them.
class deployment {
public:
  deployment() { publish(0, 300); }

  void publish(std::uint64_t first, std::uint64_t count) {
    const auto keys = vault::open(master_key(), true);
    audit_publisher publisher{
        {log(), "smartfin.example/audit", keys.derive(audit_signing_purpose)}};
    std::vector<std::string> entries;
    for (auto i = first; i < first + count; ++i) entries.push_back("act " + std::to_string(i));
    publisher.publish(first, entries);
  }
  fs::path log() const { return folder_ / "log"; }
  fs::path master_key() const { return folder_ / "master-key"; }
  /// A copy of the checkpoint as it is now.
  std::string keep_checkpoint() const {
    fs::copy_file(log() / "checkpoint", folder_ / "kept");
    return (folder_ / "kept").string();
  }
  void change(const std::string& name, std::streamoff at) const {
    std::fstream file{log() / name, std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(at);
    file.put('\x7f');
  }

private:
  testing::temporary_folder folder_;
};

}  // namespace

TEST_CASE("a sound log is told in one line, with its size and root") {
  const deployment node;
  const auto [status, out, err] = verify({node.log(), {}, {}});
  CHECK(status == 0);
  CHECK(out.starts_with("sound: 300 entries of smartfin.example/audit, root "));
  CHECK(out.find('\n') == out.size() - 1);
  CHECK(err.empty());
}

TEST_CASE("a log that grew is sound against a checkpoint kept from before") {
  deployment node;
  const auto kept = node.keep_checkpoint();
  node.publish(300, 500);
  const auto [status, out, err] = verify({node.log(), {}, kept});
  CHECK(status == 0);
  CHECK(out.find("800 entries") != std::string::npos);
  CHECK(out.find("continues the earlier checkpoint") != std::string::npos);
}

TEST_CASE("a log cut back to an older state is found with a kept checkpoint, and only with it") {
  deployment node;
  testing::temporary_folder aside;
  fs::copy(node.log(), aside / "old", fs::copy_options::recursive);
  node.publish(300, 500);
  const auto kept = node.keep_checkpoint();
  CHECK(verify({aside / "old", {}, {}}).status == 0);
  const auto [status, out, err] = verify({aside / "old", {}, kept});
  CHECK(status == 1);
  CHECK(out == "checkpoint: ends at entry 300, the earlier checkpoint at 800\n");
}

TEST_CASE("every fault has a line that names the file and the entry") {
  const deployment node;
  node.change("tile/entries/000", 2);
  node.change("tile/0/001.p/44", 40);
  const auto [status, out, err] = verify({node.log(), {}, {}});
  CHECK(status == 1);
  CHECK(out.find("tile/entries/000: entry 0 is not the one that was logged\n") == 0);
  CHECK(out.find("tile/entries/001.p/44: entry 257 ") != std::string::npos);
  CHECK(err.empty());
}

TEST_CASE("the key from the log's folder, and from the master key, are the deployment's") {
  const deployment node;
  const auto found = key_of({node.log(), {}});
  CHECK(found.status == 0);
  CHECK(found.out.starts_with("smartfin.example/audit+"));
  CHECK(key_of({node.log(), node.master_key()}).out == found.out);
  CHECK(verify({node.log(), found.out, {}}).status == 0);
  const deployment other;
  CHECK(verify({node.log(), key_of({other.log(), {}}).out, {}}).status == 1);
}

TEST_CASE("a key that was replaced in the folder is seen from the master key") {
  const deployment node, attacker;
  const auto kept = node.keep_checkpoint();
  fs::remove_all(node.log());
  fs::copy(attacker.log(), node.log(), fs::copy_options::recursive);
  CHECK(verify({node.log(), {}, {}}).status == 0);
  const auto key = key_of({node.log(), node.master_key()}).out;
  CHECK(key != key_of({node.log(), {}}).out);
  CHECK(verify({node.log(), key, {}}).status == 1);
  CHECK(verify({node.log(), {}, kept}).status == 1);
}

TEST_CASE("options that cannot be used are refused with a sentence") {
  const deployment node;
  for (const auto& answered :
       {verify({node.log(), "no key", {}}), verify({node.log(), {}, "/nowhere/checkpoint"}),
        key_of({"/nowhere", {}}), key_of({"/nowhere", node.master_key()}),
        key_of({node.log(), "/nowhere/master-key"})}) {
    CHECK(answered.status == 1);
    CHECK(answered.out.empty());
    CHECK(answered.err.starts_with("smartfin: "));
  }
  const auto nothing = verify({"/nowhere", {}, {}});
  CHECK(nothing.status == 1);
  CHECK(nothing.out == "key: is missing or is not a verifier key\n");
}

}  // namespace smartfin
