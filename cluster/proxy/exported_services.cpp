#include "cluster/proxy/exported_services.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_actor.hpp>
#include <caf/sec.hpp>
#include <mutex>

#include "cluster/proxy/carried.hpp"
#include "cluster/proxy/reply_collector.hpp"
#include "domain/cluster/placement.hpp"
#include "messages/errors.hpp"
#include "messages/events.hpp"

namespace smartfin {
namespace {

reply_collector& of(const caf::strong_actor_ptr& handle) {
  return *static_cast<reply_collector*>(handle->get());
}

caf::strong_actor_ptr make_collector(caf::actor_system& system) {
  caf::actor_config config{system.dummy_execution_unit()};
  return caf::make_actor<reply_collector, caf::strong_actor_ptr>(system.next_actor_id(),
                                                                 system.node(), &system, config);
}

const message_codec* codec_of(const exported_service& service, const link_call& call) {
  for (const auto* interface : service.interfaces)
    if (interface->name == call.interface) return interface->find(call.message);
  return nullptr;
}

std::int64_t key_of(const exported_service& service, const call_context& ctx) {
  switch (service.key) {
    case keyed_by::user:
      return ctx.who.user.value;
    case keyed_by::book:
      return ctx.book.value;
    case keyed_by::nobody:
      break;
  }
  return 0;
}

}  // namespace

exported_services::exported_services(caf::actor_system& system, call_check check,
                                     refusal_log refused)
    : check_(std::move(check)), refused_(std::move(refused)), collector_(make_collector(system)) {}

exported_services::~exported_services() { close(); }

void exported_services::offer(exported_service service) {
  auto name = service.name;
  const std::unique_lock lock{mutex_};
  services_[std::move(name)] = std::make_shared<const exported_service>(std::move(service));
}

void exported_services::withdraw(const std::string& name) {
  const std::unique_lock lock{mutex_};
  services_.erase(name);
}

void exported_services::close() {
  {
    const std::unique_lock lock{mutex_};
    services_.clear();
  }
  of(collector_).close();
}

std::shared_ptr<const exported_service> exported_services::find(const std::string& name) const {
  const std::shared_lock lock{mutex_};
  const auto found = services_.find(name);
  return found == services_.end() ? nullptr : found->second;
}

void exported_services::receive(const std::string& peer, link_call call, call_reply answer) {
  const call_claim claim{peer, call.caller, call.service, call.message, call.credential};
  const auto refuse = [&](const caf::error& error) {
    if (!call.one_way) answer(carried(error));
  };
  const auto service = find(call.service);
  if (!service) return refuse(caf::make_error(caf::sec::request_receiver_down));
  if (const auto why = check_(claim)) {
    refused_(claim, *why);
    return refuse(make_error(infra_errc::internal));
  }
  const auto* codec = codec_of(*service, call);
  const auto ctx = context_from(call.context, call.deadline);
  auto content =
      codec && ctx
          ? codec->unpack(
                {std::move(call.payload), std::move(call.attachment), std::move(call.upload)}, *ctx)
          : std::nullopt;
  if (!content) {
    refused_(claim, "does not read");
    return refuse(make_error(infra_errc::internal));
  }
  if (content->match_elements<apply_events>() &&
      content->get_as<apply_events>(0).stream != call.caller) {
    refused_(claim, "delivers another service's events");
    return refuse(make_error(infra_errc::internal));
  }
  // As the others of this node ask it: by shard.
  const auto shard = shard_of(key_of(*service, *ctx));
  const auto& worker = service->router->handle_for(static_cast<std::int64_t>(shard));
  if (call.one_way)
    return worker->enqueue(
        caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, std::move(*content)),
        nullptr);
  auto admitted = service->router->admit();
  if (!admitted) return refuse(make_error(infra_errc::overloaded));
  of(collector_)
      .send(worker, std::move(*content),
            {*codec, std::move(answer), std::move(*admitted), call.deadline});
}

}  // namespace smartfin
