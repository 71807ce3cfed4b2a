#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace smartfin {

/// Who learns of whose events: by publisher, its subscribers.
inline const std::map<std::string, std::vector<std::string>> subscriptions{
    {"auth", {"notification", "audit"}},
    {"profile", {"audit"}},
    {"finance", {"notification", "audit", "analytics"}},
    {"prediction", {"notification", "audit"}},
};

/// Whether the service learns of others' events.
inline bool is_subscriber(const std::string& name) {
  return std::ranges::any_of(subscriptions, [&](const auto& each) {
    return std::ranges::find(each.second, name) != each.second.end();
  });
}

/// The tree's names for the relay of a publisher, and for whoever writes its events.
inline std::string relay_of(const std::string& publisher) { return publisher + "_relay"; }
inline std::string writer_of(const std::string& publisher) {
  return publisher == "finance" ? "ledger" : publisher;
}

}  // namespace smartfin
