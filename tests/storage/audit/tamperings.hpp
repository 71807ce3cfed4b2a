#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/storage/audit/published_logs.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

using random_bits = std::mt19937_64;

inline const std::vector<std::uint64_t> log_sizes{1, 100, 256, 300, 700, 1'300};
inline constexpr std::uint64_t last_size = 1'300;

/// The log as it was after each batch, and the same history as another key's owner would tell it.
struct past {
  past() {
    const temporary_folder scratch;
    audit_publisher publisher{log_in(scratch / "log"), quick_files()};
    for (const auto size : log_sizes) {
      publish_up_to(publisher, size);
      states.push_back(content_of(scratch / "log"));
    }
    auto foreign = log_in(scratch / "foreign");
    foreign.signing_seed.data()[7] ^= 1;
    audit_publisher other{foreign, quick_files()};
    publish_up_to(other, last_size + 5);
    of_another_key = content_of(scratch / "foreign");
  }
  const folder_content& now() const { return states.back(); }

  std::vector<folder_content> states;
  folder_content of_another_key;
};

/// Changes a log's files in some way that is not a publisher's; may happen to change nothing.
using tampering = std::function<void(folder_content&, const past&, random_bits&)>;

struct named_tampering {
  const char* name;
  tampering change;
};

/// Every kind there is: bits and lengths of files, lost and swapped files, entries edited, dropped and moved, forged
/// tiles, older checkpoints and states, another key.
std::vector<named_tampering> tamperings();

/// A folder on disk that is changed by as few writes as will do.
class log_on_disk {
public:
  explicit log_on_disk(const folder_content& files) { become(files); }

  void become(const folder_content& files) {
    for (const auto& [name, bytes] : content_)
      if (!files.contains(name)) std::filesystem::remove(folder_ / name);
    for (const auto& [name, bytes] : files) {
      const auto known = content_.find(name);
      if (known == content_.end() || known->second != bytes) write_bytes(folder_ / name, bytes);
    }
    content_ = files;
  }
  const std::filesystem::path& path() const { return folder_.path(); }

private:
  temporary_folder folder_;
  folder_content content_;
};

}  // namespace smartfin::testing
