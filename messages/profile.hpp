#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <string>

#include "domain/profile/profile.hpp"
#include "messages/call_context.hpp"
#include "messages/done.hpp"

namespace smartfin {

BOOST_DESCRIBE_ENUM(housing, own, rent, other)
BOOST_DESCRIBE_ENUM(income_period, month, year)
BOOST_DESCRIBE_STRUCT(profile_details, (),
                      (name, birth_date, household_size, dependants, housing, gross_income,
                       income_period, currency, country, locale, first_day_of_month, risk_tolerance,
                       no_loans, accounts_complete, collections, credit_denied, retirement_account,
                       investments, health_insurance))
BOOST_DESCRIBE_STRUCT(profile_change, (),
                      (name, birth_date, household_size, dependants, housing, gross_income,
                       income_period, currency, country, locale, first_day_of_month, risk_tolerance,
                       no_loans, accounts_complete, collections, credit_denied, retirement_account,
                       investments, health_insurance))

struct find_profile {
  call_context ctx;
};
/// `version` is what the caller last saw; 0 changes whatever is there.
struct change_profile {
  call_context ctx;
  std::int64_t version = 0;
  profile_change body;
};

struct versioned_profile {
  user_id id;
  std::int64_t version = 0;
  profile_details facts;
};
BOOST_DESCRIBE_STRUCT(versioned_profile, (), (id, version, facts))

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(find_profile, (), (ctx))
BOOST_DESCRIBE_STRUCT(change_profile, (), (ctx, version, body))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::find_profile)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::change_profile)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::versioned_profile)

namespace smartfin {

/// The USER PROFILE service.
using profile_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // The caller's own profile; an empty one of version 1 when nothing was ever told. Idempotent.
    caf::replies_to<find_profile>::with<versioned_profile>,
    // Idempotent by version. Errors: stale_version.
    caf::replies_to<change_profile>::with<versioned_profile>>;

}  // namespace smartfin
