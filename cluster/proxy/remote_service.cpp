#include "cluster/proxy/remote_service.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/exit_reason.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_actor.hpp>
#include <caf/monitorable_actor.hpp>
#include <caf/sec.hpp>
#include <caf/system_messages.hpp>
#include <stdexcept>
#include <utility>

#include "cluster/proxy/carried.hpp"
#include "cluster/proxy/early_answer.hpp"
#include "messages/errors.hpp"

namespace smartfin {
namespace {

using namespace std::chrono_literals;

/// For a message without a deadline of its own.
constexpr auto usual_patience = 30s;

class remote_service : public caf::monitorable_actor {
public:
  remote_service(caf::actor_config& config, std::shared_ptr<const link_peer> peer,
                 remote_options options)
      : caf::monitorable_actor(config), peer_(std::move(peer)), options_(std::move(options)) {}

  const char* name() const override { return "remote_service"; }

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override {
    const auto& content = what->content();
    if (what->mid.is_response() || content.match_elements<caf::exit_msg>() ||
        content.match_elements<caf::down_msg>())
      return;
    for (const auto* interface : options_.interfaces)
      if (const auto* codec = interface->find(content)) return forward(*what, *interface, *codec);
    answer_early(*what, caf::make_error(caf::sec::unexpected_message));
  }

  void on_destroy() override {
    if (!getf(is_cleaned_up_flag)) cleanup(caf::make_error(caf::exit_reason::unreachable), nullptr);
  }

private:
  void forward(const caf::mailbox_element& what, const interface_codec& interface,
               const message_codec& codec) {
    const auto& content = const_cast<caf::mailbox_element&>(what).content();
    link_call call;
    try {
      call = call_for(content, codec);
    } catch (const std::exception&) {  // a number that is not finite, a file that does not read
      return answer_early(what.sender, what.mid,
                          caf::make_message(make_error(infra_errc::internal, "cannot be sent")));
    }
    call.interface = interface.name;
    call.one_way = !what.mid.is_request() || !codec.has_reply;
    if (call.one_way) return peer_->ask(std::move(call), {});
    const auto deadline = call.deadline;
    peer_->ask(std::move(call),
               [to = what.sender, mid = what.mid, &codec, deadline](call_outcome outcome) {
                 if (std::chrono::steady_clock::now() > deadline) return;  // nobody waits any more
                 answer_early(to, mid, reply_of(codec, std::move(outcome)));
               });
  }

  link_call call_for(const caf::type_erased_tuple& content, const message_codec& codec) const {
    link_call call{.caller = options_.caller,
                   .service = options_.service,
                   .message = std::string{codec.name},
                   .credential = options_.credential()};
    call.deadline = std::chrono::steady_clock::now() + usual_patience;
    if (const auto* ctx = codec.context(content)) {
      if (ctx->deadline.time_since_epoch().count() != 0) call.deadline = ctx->deadline;
      call.context = carried(*ctx);
    }
    auto packed = codec.pack(content);
    call.payload = std::move(packed.payload);
    call.attachment = std::move(packed.attachment);
    call.upload = std::move(packed.upload);
    return call;
  }

  static caf::message reply_of(const message_codec& codec, call_outcome outcome) {
    if (const auto* loss = std::get_if<call_loss>(&outcome))
      return caf::make_message(error_from(*loss));
    if (const auto* error = std::get_if<carried_error>(&outcome))
      return caf::make_message(error_from(*error));
    auto& answer = std::get<link_answer>(outcome);
    auto reply = codec.unpack_reply({std::move(answer.payload), std::move(answer.attachment)});
    if (reply) return std::move(*reply);
    return caf::make_message(make_error(infra_errc::internal, "the answer does not read"));
  }

  const std::shared_ptr<const link_peer> peer_;
  const remote_options options_;
};

}  // namespace

caf::strong_actor_ptr make_remote_service(caf::actor_system& system,
                                          std::shared_ptr<const link_peer> peer,
                                          remote_options options) {
  caf::actor_config config{system.dummy_execution_unit()};
  return caf::make_actor<remote_service, caf::strong_actor_ptr>(
      system.next_actor_id(), system.node(), &system, config, std::move(peer), std::move(options));
}

}  // namespace smartfin
