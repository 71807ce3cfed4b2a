#include "actors/notification/notices.hpp"

#include "actors/events/event_intake.hpp"
#include "messages/facts.hpp"

namespace smartfin {
namespace {

using draft = std::optional<drafted_notice>;

draft of_score(const score_changed& fact) {
  const auto score = std::to_string(fact.score);
  if (!fact.before)
    return drafted_notice{"score_changed",
                          false,
                          {"Your first score: " + score, "It is " + fact.band + ".", "score"}};
  const bool up = fact.score > *fact.before;
  return drafted_notice{"score_changed",
                        false,
                        {"Your score is " + score,
                         "It went " + std::string{up ? "up" : "down"} + " from " +
                             std::to_string(*fact.before) + " and is " + fact.band + ".",
                         "score"}};
}

std::string rows(std::int64_t count) {
  return std::to_string(count) + (count == 1 ? " row" : " rows");
}

draft of_import(const import_finished& fact) {
  const auto link = "imports/" + std::to_string(fact.import.value);
  if (!fact.is_done)
    return drafted_notice{"import_finished",
                          false,
                          {"An import did not finish",
                           rows(fact.rows_added) + " were added before it ended. Import the file "
                                                   "again: what is there is not added twice.",
                           link}};
  return drafted_notice{
      "import_finished",
      false,
      {"Import finished",
       rows(fact.rows_added) + " added, " + std::to_string(fact.rows_duplicate) +
           " already there, " + std::to_string(fact.rows_rejected) + " not readable.",
       link}};
}

draft of_sign_in(const signed_in& fact) {
  if (!fact.new_place) return std::nullopt;
  return drafted_notice{"new_sign_in",
                        true,
                        {"New sign-in",
                         "Somebody signed in from " + fact.address + " with " +
                             (fact.user_agent.empty() ? "an unnamed program" : fact.user_agent) +
                             ". If it was not you, change your password.",
                         "sessions"}};
}

draft of_session(const session_closed& fact) {
  if (fact.reason != "token_reused") return std::nullopt;
  return drafted_notice{
      "token_reused",
      true,
      {"A session was ended for safety",
       "A sign-in token was used twice, as happens when one is stolen.", "sessions"}};
}

}  // namespace

std::optional<drafted_notice> notice_for(const delivered_event& event) {
  if (event.payload.empty()) return std::nullopt;
  if (event.kind == score_changed::kind) return of_score(fact_of<score_changed>(event));
  if (event.kind == import_finished::kind) return of_import(fact_of<import_finished>(event));
  if (event.kind == signed_in::kind) return of_sign_in(fact_of<signed_in>(event));
  if (event.kind == session_closed::kind) return of_session(fact_of<session_closed>(event));
  if (event.kind == password_changed::kind)
    return drafted_notice{
        "password_changed",
        true,
        {"Your password was changed",
         "From " + fact_of<password_changed>(event).address + ". Other sessions were ended.",
         "sessions"}};
  return std::nullopt;
}

bool is_security_kind(const std::string& kind) {
  return kind == "new_sign_in" || kind == "token_reused" || kind == "password_changed";
}

}  // namespace smartfin
