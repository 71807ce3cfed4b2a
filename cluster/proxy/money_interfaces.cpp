#include "cluster/proxy/interface_codec.hpp"
#include "cluster/proxy/interfaces.hpp"
#include "messages/imports.hpp"
#include "messages/ledger_queries.hpp"

namespace smartfin {

template <>
const interface_codec& interface_of<ledger_actor>() {
  static const auto codec = interface_tables<ledger_actor>::make("ledger");
  return codec;
}

template <>
const interface_codec& interface_of<ledger_query_actor>() {
  static const auto codec = interface_tables<ledger_query_actor>::make("ledger_query");
  return codec;
}

template <>
const interface_codec& interface_of<ledger_snapshot_actor>() {
  static const auto codec = interface_tables<ledger_snapshot_actor>::make("ledger_snapshot");
  return codec;
}

template <>
const interface_codec& interface_of<import_actor>() {
  static const auto codec = interface_tables<import_actor>::make("import");
  return codec;
}

template <>
const interface_codec& interface_of<import_query_actor>() {
  static const auto codec = interface_tables<import_query_actor>::make("import_query");
  return codec;
}

}  // namespace smartfin
