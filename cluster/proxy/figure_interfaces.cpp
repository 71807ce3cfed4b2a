#include "cluster/proxy/interface_codec.hpp"
#include "cluster/proxy/interfaces.hpp"
#include "messages/analytics.hpp"
#include "messages/files.hpp"
#include "messages/prediction.hpp"

namespace smartfin {

template <>
const interface_codec& interface_of<prediction_actor>() {
  static const auto codec = interface_tables<prediction_actor>::make("prediction");
  return codec;
}

template <>
const interface_codec& interface_of<analytics_query_actor>() {
  static const auto codec = interface_tables<analytics_query_actor>::make("analytics_query");
  return codec;
}

template <>
const interface_codec& interface_of<analytics_actor>() {
  static const auto codec = interface_tables<analytics_actor>::make("analytics");
  return codec;
}

template <>
const interface_codec& interface_of<file_actor>() {
  static const auto codec = interface_tables<file_actor>::make("file");
  return codec;
}

template <>
const interface_codec& interface_of<file_content_actor>() {
  static const auto codec = interface_tables<file_content_actor>::make("file_content");
  return codec;
}

}  // namespace smartfin
