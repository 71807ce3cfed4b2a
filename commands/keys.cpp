#include "commands/keys.hpp"

#include <filesystem>
#include <optional>
#include <ostream>

#include "cluster/identity/identity_listing.hpp"
#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/node_folder.hpp"

namespace smartfin {
namespace {

constexpr int days_max = 3650;

instant wall_clock() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// Runs what may be refused.
template <class Work>
int told(std::ostream& err, Work&& work) {
  try {
    return work();
  } catch (const identity_refusal& refused) {
    err << "smartfin: " << refused.what() << "\n";
  } catch (const std::filesystem::filesystem_error& failed) {
    err << "smartfin: " << failed.what() << "\n";
  }
  return 1;
}

std::string day_of(instant at) { return to_rfc3339(at).substr(0, 10); }

void print(const listed_identity& each, instant now, std::ostream& out) {
  out << each.file << "\n";
  if (!each.who.empty()) {
    out << "  " << each.who << "\n";
    if (!each.node.empty() && !each.who.ends_with("/node/" + each.node))
      out << "  on node " << each.node << "\n";
    for (std::size_t i = 0; i < each.hosts.size(); ++i)
      out << (i == 0 ? "  at " : ", ") << each.hosts[i] << (i + 1 == each.hosts.size() ? "\n" : "");
    out << "  good from " << day_of(each.from) << " until " << day_of(each.until);
    if (each.until > now)
      out << " (" << std::chrono::floor<std::chrono::days>(each.until - now).count()
          << " days left)";
    out << ", key " << each.key_id << "\n";
  }
  if (!each.fault.empty()) out << "  CANNOT BE USED: " << each.fault << "\n";
}

std::chrono::days checked_days(int days) {
  if (days < 1 || days > days_max)
    throw identity_refusal{"--days is from 1 to " + std::to_string(days_max)};
  return std::chrono::days{days};
}

int renew_node(const keys_rotate_options& options, std::ostream& out) {
  const authority_folder authority{options.authority};
  node_changes changes{.lifetime = checked_days(options.days)};
  if (!options.services.empty()) changes.services = options.services;
  if (!options.hosts.empty()) changes.hosts = options.hosts;
  renew_node_folder(options.out, authority, changes, wall_clock());
  out << "renewed " << options.out << ": " << services_in(options.out).size()
      << " services. Nodes that run read it again by themselves; what they had stays good until it "
         "expires.\n";
  return 0;
}

int change_authority(const keys_rotate_options& options, std::ostream& out) {
  authority_folder authority{options.authority};
  if (options.step == "prepare") {
    authority.prepare_successor(wall_clock());
    out << "the next authority is made. Renew every node (keys rotate --out), so that all believe "
           "it; then --step switch.\n";
  } else if (options.step == "switch") {
    authority.switch_to_successor();
    out << "the next authority issues now. Renew every node again, so that nobody needs the one "
           "before; then --step finish.\n";
  } else if (options.step == "finish") {
    authority.forget_predecessor();
    out << "the authority before is believed no more. Renew every node once more to tell them.\n";
  } else {
    throw identity_refusal{"--step is prepare, switch or finish"};
  }
  return 0;
}

}  // namespace

int run_keys_init(const keys_init_options& options, std::ostream& out, std::ostream& err) {
  return told(err, [&] {
    authority_folder::make(options.out, options.deployment, wall_clock());
    out << "made the authority of " << options.deployment << " in " << options.out
        << ". Who has this folder can make any node and any service: keep it off the nodes.\n";
    return 0;
  });
}

int run_keys_issue(const keys_issue_options& options, std::ostream& out, std::ostream& err) {
  return told(err, [&] {
    const authority_folder authority{options.authority};
    make_node_folder(options.out, authority,
                     {options.node, options.services, options.hosts, checked_days(options.days)},
                     wall_clock());
    out << "made the keys of node " << options.node << " and of " << options.services.size()
        << " services in " << options.out << "\n";
    return 0;
  });
}

int run_keys_rotate(const keys_rotate_options& options, std::ostream& out, std::ostream& err) {
  return told(err, [&] {
    if (options.out.empty() == options.step.empty())
      throw identity_refusal{"give either --out, a node's folder, or --step"};
    return options.step.empty() ? renew_node(options, out) : change_authority(options, out);
  });
}

int run_keys_show(const keys_show_options& options, std::ostream& out, std::ostream& err) {
  return told(err, [&] {
    const auto now = wall_clock();
    int status = 0;
    for (const auto& each : list_identities(options.folder, now)) {
      print(each, now, out);
      if (!each.fault.empty()) status = 1;
    }
    return status;
  });
}

}  // namespace smartfin
