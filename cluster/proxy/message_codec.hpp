#pragma once

#include <caf/fwd.hpp>
#include <caf/message.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/byte_source.hpp"
#include "messages/call_context.hpp"

namespace smartfin {

/// A message as a link carries it: the JSON of what is described, and bytes as they are.
struct parcel {
  std::string payload;
  std::string attachment;
  /// In place of `attachment` where that would be large.
  std::shared_ptr<const byte_source> upload{};
};

/// One message of an interface and its reply, to and from parcels. `pack` and `pack_reply` throw std::domain_error for
/// a number that is not finite; `unpack` and `unpack_reply` return nothing where the parcel does not hold the message.
struct message_codec {
  std::string_view name;
  bool has_reply = true;
  bool (*matches)(const caf::type_erased_tuple& content) = nullptr;
  /// Null where the message has none.
  const call_context* (*context)(const caf::type_erased_tuple& content) = nullptr;
  parcel (*pack)(const caf::type_erased_tuple& content) = nullptr;
  std::optional<caf::message> (*unpack)(parcel from, const call_context& ctx) = nullptr;
  bool (*is_reply)(const caf::type_erased_tuple& content) = nullptr;
  parcel (*pack_reply)(const caf::type_erased_tuple& content) = nullptr;
  std::optional<caf::message> (*unpack_reply)(parcel from) = nullptr;
};

/// An interface by name, and its messages in the order in which they are declared.
struct interface_codec {
  std::string_view name;
  std::span<const message_codec> messages;

  const message_codec* find(std::string_view message) const;
  const message_codec* find(const caf::type_erased_tuple& content) const;
};

/// Bytes up to here travel within the frame of their message.
inline constexpr std::size_t attachment_bytes_max = 256 << 10;
/// A std::string that was too large for that is read back into memory up to here.
inline constexpr std::size_t text_bytes_max = 64 << 20;

void attach(parcel& to, const std::string& bytes);
void attach(parcel& to, const std::shared_ptr<const std::string>& bytes);
void attach(parcel& to, const std::shared_ptr<const byte_source>& bytes);
/// False: there is more than can be held.
bool detach(parcel& from, std::string& bytes);
bool detach(parcel& from, std::shared_ptr<const std::string>& bytes);
bool detach(parcel& from, std::shared_ptr<const byte_source>& bytes);

namespace json {
struct shape;
}
std::string pack_described(const json::shape& type, const void* value);
bool unpack_described(const json::shape& type, std::string_view text, void* value);

}  // namespace smartfin
