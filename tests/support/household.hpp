#pragma once

#include <string>

#include "tests/support/api_client.hpp"

namespace smartfin::test {

/// The password of everyone whom tests register.
inline constexpr auto usual_password = "correct horse battery";

/// Registers `name`@example.org; the answer holds the tokens.
api_reply register_user(api_client& client, const std::string& name);
/// A client that has just registered and is signed in.
api_client signed_up(const node_door& door, const std::string& name);

/// Opens a checking account; its id.
std::int64_t open_account(api_client& client, const std::string& name,
                          const std::string& currency = "USD");

/// What `POST /api/v1/transactions` takes: `amount` is in USD.
struct entry {
  std::int64_t account = 0;
  std::string amount = "-1.00";
  std::string payee = "Corner shop";
  std::string date = "2026-03-14";
};
boost::json::value body_of(const entry& what);
/// Records it; the answer holds the transaction.
api_reply record(api_client& client, const entry& what, header_fields fields = {});

/// Cents of "-12.34".
std::int64_t cents(const std::string& decimal);
/// "-12.34" of cents.
std::string decimal(std::int64_t amount_cents);

/// Every transaction, page by page of `limit`. Throws when a page repeats or the chain of cursors
/// does not end.
boost::json::array all_transactions(api_client& client, int limit = 500,
                                    const std::string& filter = {});  // "&q=tea"

/// The newest message in the inbox; waits until there is one. Throws when none comes.
std::int64_t first_notification(api_client& client);

/// An entry of the audit log about the client; waits until one can be proved. Throws when none can.
std::int64_t published_entry(api_client& client);

/// What /api/v1/status says of one service.
struct service_report {
  std::string name, state;
  std::int64_t restarts = 0;
};
/// Of every service of every node; those of the node that is asked come first.
std::vector<service_report> statuses(api_client& client);
/// The first of that name. Throws when there is none.
service_report status_of(api_client& client, const std::string& service);

}  // namespace smartfin::test
