// What proving a caller costs: nanoseconds for a credential that was seen before, for a new one of a known service,
// for a new one of a service whose certificate is new too, and for what is refused; and for making one or handing out
// the same again. One thread, on a deployment of its own in a temporary folder; the median of five rounds each.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "cluster/identity/credential_issuer.hpp"
#include "cluster/identity/doorkeeper.hpp"
#include "cluster/identity/local_identity.hpp"
#include "cluster/identity/node_folder.hpp"

namespace {

using namespace smartfin;
using namespace std::chrono_literals;

constexpr instant start{std::chrono::sys_days{std::chrono::year{2031} / 3 / 14}};

template <class Work>
void measure(const char* what, int times, Work&& work) {
  std::array<double, 5> rounds;
  for (auto& round : rounds) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) work();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    round = took.count() / times;
  }
  std::ranges::sort(rounds);
  std::printf("%-58s %10.0f ns (%.0f..%.0f)\n", what, rounds[2], rounds.front(), rounds.back());
}

}  // namespace

int main() {
  auto pattern = (std::filesystem::temp_directory_path() / "smartfin-bench-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) return 1;
  const std::filesystem::path folder{pattern};
  const auto node = ensure_local_identity(folder, start);
  credential_issuer gateway{service_key_path(node, "gateway")};
  credential_check check{node / bundle_name};
  refusal_counts refusals;
  const doorkeeper door{check, refusals};
  const auto text = gateway.credential_for("finance", start);
  bool all_well = true;
  auto now = start;

  measure("known credential", 200'000,
          [&] { all_well &= check.check(*text, "finance", start).has_value(); });
  measure("known credential, and the table asked", 200'000, [&] {
    all_well &= door.admit({*text, "finance", "record_transaction"}, start).has_value();
  });
  measure("credential handed out again", 200'000,
          [&] { all_well &= gateway.credential_for("finance", start) == text; });
  measure("new credential made, and proved for a known service", 1'000, [&] {
    now += 50s;
    all_well &= check.check(*gateway.credential_for("finance", now), "finance", now).has_value();
  });
  measure("new credential made", 1'000, [&] {
    now += 50s;
    all_well &= gateway.credential_for("finance", now) != nullptr;
  });
  measure("authorities read, credential proved from nothing", 200,
          [&] { all_well &= check.reload() && check.check(*text, "finance", start).has_value(); });
  auto bad = *text;
  bad[bad.size() - 20] ^= 1;
  measure("refused for its signature", 1'000,
          [&] { all_well &= !check.check(bad, "finance", start).has_value(); });
  measure("an identity of ten keys made on disk", 3, [&] {
    std::filesystem::remove_all(folder / "identity");
    ensure_local_identity(folder, start);
  });
  std::filesystem::remove_all(folder);
  return all_well ? 0 : 1;
}
