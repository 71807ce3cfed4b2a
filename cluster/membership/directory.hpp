#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cluster/membership/member.hpp"
#include "domain/cluster/lease_rules.hpp"

namespace smartfin {

/// Where a node stands with the others.
enum class standing : std::uint8_t {
  out,  ///< not in, or no longer sure to be: it stops what must be single and goes on trying to get in
  in,          ///< its lease was acknowledged lately enough
  name_taken,  ///< out, because another living incarnation bears its name; it goes on trying
};

/// Told by one thread of the directory, one call at a time, in order; until `stop` returns. They must not throw or call
/// `stop`, and should be quick: while one runs, the others wait, though the lease is kept alive all the while.
struct directory_listener {
  /// Each time the directory has changed; revisions grow. What changed in between may have been skipped. While the
  /// directory can't be reached nothing is told, and the last view stands.
  std::function<void(std::shared_ptr<const cluster_view>)> view = [](auto) {};
  /// Only changes; a node begins `out`.
  std::function<void(standing)> own = [](standing) {};
  /// Why the directory can't be reached, once when that begins; an empty text when it answers again.
  std::function<void(const std::string&)> trouble = [](const std::string&) {};
};

/// A wish to be the only one in the cluster who does a job. Giving it back ends the wish, after what is just being told
/// of it (unless that is what gives it back); whoever waits takes over. Once the directory is stopped it has no effect.
/// Any thread.
class claim {
public:
  virtual ~claim() = default;
  /// Set while this node holds the job, as far as it can know. Two nodes may believe so for a moment (a process that
  /// was paused right after asking): whatever is written for the job carries the token, and the store refuses one that
  /// is older than the newest it saw (`is_accepted`).
  virtual std::optional<fencing_token> token() const = 0;
};

/// Who is here: the nodes of one cluster, and who of them holds what is single. Never throws but what is documented.
/// Any thread.
class directory {
public:
  using held_callback = std::function<void(std::optional<fencing_token>)>;

  virtual ~directory() = default;  // stops

  /// The newest view; empty with revision 0 before the first.
  virtual std::shared_ptr<const cluster_view> view() const = 0;

  /// Whether this node is in, by its own monotonic clock at this moment: also right after a pause of the process, when
  /// the listener could not be told yet.
  virtual bool is_in() const = 0;

  /// Changes what this node says of itself. The others see it soon, or when it is in again.
  virtual void set_draining(bool draining) = 0;
  virtual void set_services(std::vector<std::string> services) = 0;

  /// Wants to hold `job` (see is_cluster_name), for as long as the returned object lives; `told`, on the listener's
  /// thread, learns each change. One wish for a job at a time. Throws std::invalid_argument: not a name, wished for
  /// already, or this form has nothing single.
  virtual std::unique_ptr<claim> contend(const std::string& job, held_callback told) = 0;

  /// Leaves: tells it here, ends all threads, then takes back what was written, so that the others see it at once.
  /// Within two request time-outs (of a second each) whatever hangs, and what the listener takes. Idempotent.
  virtual void stop() = 0;
};

/// The nodes that the configuration names, always the same ones and always here. `self` is one of them by name, or is
/// added. Nothing is single.
std::unique_ptr<directory> make_static_directory(member_record self,
                                                 std::vector<member_record> peers,
                                                 directory_listener listener);

class lease_store;

/// Nodes that find each other through `store`. `self` has an incarnation of its own (draw_incarnation). Starts to get
/// in at once. Throws std::invalid_argument: no cluster name, no incarnation, or terms without any trusted time.
std::unique_ptr<directory> make_leased_directory(member_record self,
                                                 std::unique_ptr<lease_store> store,
                                                 lease_terms terms, directory_listener listener);

}  // namespace smartfin
