#pragma once

#include <array>
#include <caf/atom.hpp>
#include <caf/error.hpp>
#include <caf/message.hpp>
#include <chrono>
#include <string>

#include "domain/analytics/analytics_errc.hpp"
#include "domain/audit/audit_errc.hpp"
#include "domain/auth/auth_errc.hpp"
#include "domain/files/file_errc.hpp"
#include "domain/infra/infra_errc.hpp"
#include "domain/ledger/ledger_errc.hpp"
#include "domain/notification/notification_errc.hpp"
#include "domain/profile/profile.hpp"
#include "domain/score/score_errc.hpp"
#include "domain/trust/trust_errc.hpp"

namespace smartfin {

// Every refusal and outage crosses actors as a caf::error of one of these categories. CAF's names of categories are
// atoms of at most ten characters. `detail` is public text without personal data; it reaches the client.
inline constexpr auto analytics_category = caf::atom("analytics");
inline constexpr auto audit_category = caf::atom("audit");
inline constexpr auto auth_category = caf::atom("auth");
inline constexpr auto file_category = caf::atom("file");
inline constexpr auto infra_category = caf::atom("infra");
inline constexpr auto ledger_category = caf::atom("ledger");
inline constexpr auto notify_category = caf::atom("notify");
inline constexpr auto profile_category = caf::atom("profile");
inline constexpr auto score_category = caf::atom("score");
inline constexpr auto trust_category =
    caf::atom("trust");  // between services: a client sees an internal error
/// All of them.
inline constexpr std::array error_categories{
    analytics_category, audit_category,  auth_category,    file_category,  infra_category,
    ledger_category,    notify_category, profile_category, score_category, trust_category,
};

caf::error make_error(analytics_errc code, std::string detail = {});
caf::error make_error(audit_errc code, std::string detail = {});
caf::error make_error(auth_errc code, std::string detail = {});
caf::error make_error(file_errc code, std::string detail = {});
caf::error make_error(infra_errc code, std::string detail = {});
caf::error make_error(ledger_errc code, std::string detail = {});
caf::error make_error(notification_errc code, std::string detail = {});
caf::error make_error(profile_errc code, std::string detail = {});
caf::error make_error(score_errc code, std::string detail = {});
caf::error make_error(trust_errc code, std::string detail = {});

/// The detail that `make_error` was given, or nothing.
std::string detail_of(const caf::error& error);

}  // namespace smartfin
