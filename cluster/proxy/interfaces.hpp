#pragma once

#include <span>
#include <string_view>

#include "cluster/proxy/message_codec.hpp"

namespace smartfin {

/// The codec of an interface that crosses nodes: every one through which a service is asked by another. Defined for
/// those in `all_interfaces()`.
template <class Handle>
const interface_codec& interface_of();

std::span<const interface_codec* const> all_interfaces();
/// Null: there is no such interface.
const interface_codec* find_interface(std::string_view name);

}  // namespace smartfin
