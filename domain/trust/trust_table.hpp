#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "domain/result.hpp"
#include "domain/trust/trust_errc.hpp"

namespace smartfin {

/// The services of this build, by the names they have in settings, events and certificates.
std::span<const std::string_view> service_names();
/// The service of that name; what it returns lives as long as the program.
std::optional<std::string_view> service_named(std::string_view name);

/// One message of one service and who may send it; empty names are no one. A service that sends to itself (a relay to
/// its own writer, a worker to its keeper) stands there by its name too.
struct trust_row {
  std::string_view callee;
  std::string_view message;
  std::array<std::string_view, 9> callers;
};

/// Every message that may travel between services, ordered by callee and message.
std::span<const trust_row> trust_rows();

/// A request on its way.
struct sending {
  std::string_view caller;   // a service that proved its name
  std::string_view callee;   // the service it is sent to
  std::string_view message;  // the name of its struct: "record_transaction"
};

/// Whether the table has it. What it does not name is refused: not_allowed.
result<nothing, trust_errc> check_sender(const sending& what);

/// Whether `caller` may deliver events of that stream: each service only its own, whatever it may send. Errors:
/// not_allowed.
result<nothing, trust_errc> check_stream(std::string_view caller, std::string_view stream);

/// The message's name where some row has it, which lives as long as the program: what a label may show of a name that a
/// stranger chose.
std::optional<std::string_view> message_named(std::string_view name);

}  // namespace smartfin
