#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cluster/proxy/exported_services.hpp"
#include "cluster/proxy/interfaces.hpp"

namespace smartfin {

/// What one service may ask of another under one name.
struct catalogue_row {
  std::string_view name;     // in the tree
  std::string_view service;  // that it belongs to, as in the table of trust
  keyed_by key = keyed_by::nobody;
  std::vector<const interface_codec*> interfaces;
};

/// Every name through which services ask each other. What is not in it stays within its service's group.
std::span<const catalogue_row> service_catalogue();
/// Null: it is none of them.
const catalogue_row* find_in_catalogue(std::string_view name);
/// The message of that content; null where the row has none such.
const message_codec* find_message(const catalogue_row& row, const caf::type_erased_tuple& content);

}  // namespace smartfin
