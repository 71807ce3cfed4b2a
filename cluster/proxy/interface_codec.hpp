#pragma once

#include <array>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/make_message.hpp>
#include <caf/type_erased_tuple.hpp>
#include <caf/typed_actor.hpp>
#include <type_traits>

#include "cluster/proxy/message_codec.hpp"
#include "messages/attachment.hpp"
#include "messages/json_traits.hpp"

// From an interface's list of signatures to its codec. To be included where an interface is instantiated, once.

namespace smartfin {

template <class T>
parcel pack_message(const T& message) {
  parcel to{pack_described(json::shape_of<T>(), &message), {}};
  if constexpr (!std::is_null_pointer_v<std::remove_cv_t<decltype(attachment_of<T>)>>)
    attach(to, message.*attachment_of<T>);
  return to;
}

template <class T>
std::optional<T> unpack_message(parcel from) {
  T message = json::blank<T>();
  if (!unpack_described(json::shape_of<T>(), from.payload, &message)) return std::nullopt;
  if constexpr (!std::is_null_pointer_v<std::remove_cv_t<decltype(attachment_of<T>)>>)
    if (!detach(from, message.*attachment_of<T>)) return std::nullopt;
  return message;
}

template <class Signature>
struct signature_codec;

template <class Request, class Reply>
struct signature_codec<caf::typed_mpi<caf::detail::type_list<Request>, caf::output_tuple<Reply>>> {
  static constexpr bool has_context = requires(const Request& request) { request.ctx; };
  static constexpr bool has_reply = !std::is_void_v<Reply>;

  static message_codec make() {
    message_codec codec{.name = json::shape_of<Request>().name,
                        .has_reply = has_reply,
                        .matches = &is<Request>,
                        .context = &context,
                        .pack = &pack<Request>,
                        .unpack = &unpack};
    if constexpr (has_reply) {
      codec.is_reply = &is<Reply>;
      codec.pack_reply = &pack<Reply>;
      codec.unpack_reply = &unpack_reply;
    }
    return codec;
  }

private:
  template <class T>
  static bool is(const caf::type_erased_tuple& content) {
    return content.match_elements<T>();
  }
  template <class T>
  static parcel pack(const caf::type_erased_tuple& content) {
    return pack_message(content.get_as<T>(0));
  }
  static const call_context* context([[maybe_unused]] const caf::type_erased_tuple& content) {
    if constexpr (has_context)
      return &content.get_as<Request>(0).ctx;
    else
      return nullptr;
  }
  static std::optional<caf::message> unpack(parcel from, [[maybe_unused]] const call_context& ctx) {
    auto request = unpack_message<Request>(std::move(from));
    if (!request) return std::nullopt;
    if constexpr (has_context) request->ctx = ctx;
    return caf::make_message(std::move(*request));
  }
  static std::optional<caf::message> unpack_reply(parcel from) {
    if constexpr (has_reply) {
      auto reply = unpack_message<Reply>(std::move(from));
      if (reply) return caf::make_message(std::move(*reply));
    }
    return std::nullopt;
  }
};

template <class Handle>
struct interface_tables;

template <class... Signatures>
struct interface_tables<caf::typed_actor<Signatures...>> {
  static interface_codec make(std::string_view name) {
    static const std::array<message_codec, sizeof...(Signatures)> messages{
        signature_codec<Signatures>::make()...};
    return {name, messages};
  }
};

}  // namespace smartfin
