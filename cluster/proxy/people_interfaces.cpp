#include "cluster/proxy/interface_codec.hpp"
#include "cluster/proxy/interfaces.hpp"
#include "messages/audit.hpp"
#include "messages/auth.hpp"
#include "messages/monitoring.hpp"
#include "messages/notification.hpp"
#include "messages/profile.hpp"
#include "messages/trust.hpp"

namespace smartfin {

template <>
const interface_codec& interface_of<auth_actor>() {
  static const auto codec = interface_tables<auth_actor>::make("auth");
  return codec;
}

template <>
const interface_codec& interface_of<refusal_book_actor>() {
  static const auto codec = interface_tables<refusal_book_actor>::make("refusal_book");
  return codec;
}

template <>
const interface_codec& interface_of<profile_actor>() {
  static const auto codec = interface_tables<profile_actor>::make("profile");
  return codec;
}

template <>
const interface_codec& interface_of<monitoring_actor>() {
  static const auto codec = interface_tables<monitoring_actor>::make("monitoring");
  return codec;
}

template <>
const interface_codec& interface_of<notification_actor>() {
  static const auto codec = interface_tables<notification_actor>::make("notification");
  return codec;
}

template <>
const interface_codec& interface_of<audit_actor>() {
  static const auto codec = interface_tables<audit_actor>::make("audit");
  return codec;
}

template <>
const interface_codec& interface_of<audit_publisher_actor>() {
  static const auto codec = interface_tables<audit_publisher_actor>::make("audit_publisher");
  return codec;
}

template <>
const interface_codec& interface_of<event_subscriber>() {
  static const auto codec = interface_tables<event_subscriber>::make("event_subscriber");
  return codec;
}

template <>
const interface_codec& interface_of<event_publishing_actor>() {
  static const auto codec = interface_tables<event_publishing_actor>::make("event_publishing");
  return codec;
}

}  // namespace smartfin
