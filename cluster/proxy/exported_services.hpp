#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/fwd.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cluster/link/link_call.hpp"
#include "cluster/proxy/message_codec.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

/// Whose requests to a service stay in order, and so reach one worker.
enum class keyed_by : std::uint8_t {
  nobody,  // all of them
  user,
  book,
};

/// A service of this node that others may ask.
struct exported_service {
  std::string name;
  std::shared_ptr<service_router> router;
  std::vector<const interface_codec*> interfaces;
  keyed_by key = keyed_by::nobody;
};

/// Who asks what of whom, as the link tells it.
struct call_claim {
  std::string_view peer;    // the node, by its certificate
  std::string_view caller;  // the service it says it is
  std::string_view service;
  std::string_view message;
  std::string_view credential;
};
/// Nothing: allowed; else why not. Called by the links' threads for every request; must not block.
using call_check = std::function<std::optional<std::string>(const call_claim&)>;

/// The other end of remote services: takes calls from links to the routers of this node, and answers back. Thread-safe.
///
/// A call is checked before it is read. Refused at once are: what is not offered here (`sec::request_receiver_down`:
/// not processed), what the check does not allow and what does not read (infra's internal: why is for the log and not
/// for the wire), and what the router does not admit (infra's overloaded).
class exported_services : public call_receiver {
public:
  using refusal_log = std::function<void(const call_claim&, const std::string& why)>;

  explicit exported_services(
      caf::actor_system& system, call_check check = [](const call_claim&) { return std::nullopt; },
      refusal_log refused = [](const call_claim&, const std::string&) {});
  ~exported_services() override;

  /// In place of one of that name.
  void offer(exported_service service);
  void withdraw(const std::string& name);
  /// Waits for no answer any more; before the actor system ends, and after the links have. Idempotent.
  void close();

  void receive(const std::string& peer, link_call call, call_reply answer) override;

private:
  std::shared_ptr<const exported_service> find(const std::string& name) const;

  const call_check check_;
  const refusal_log refused_;
  caf::strong_actor_ptr collector_;  // of the workers' replies
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const exported_service>> services_;
};

}  // namespace smartfin
