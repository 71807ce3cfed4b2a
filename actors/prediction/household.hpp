#pragma once

#include "domain/profile/profile.hpp"
#include "domain/result.hpp"
#include "domain/score/household_figures.hpp"
#include "domain/score/what_if.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/prediction.hpp"

namespace smartfin {

/// What a person told, as the score reads it. Income in another currency than the book's is left out.
profile_facts score_profile(const profile_details& details, currency book_currency,
                            civil_date today);

/// Every raw quantity of a household on `today`.
household_figures household_of(const profile_details& details, const versioned_ledger_facts& ledger,
                               civil_date today);

/// The changes as the rules read them; the error is a sentence for the client.
result<what_if_changes, std::string> changes_of(const score_changes& changes,
                                                currency book_currency);
std::string sentence_of(what_if_errc refused);

score_view view_of(const explained_score& score, instant now);
what_if_view view_of(const score_change& change, instant now);

}  // namespace smartfin
