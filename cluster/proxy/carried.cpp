#include "cluster/proxy/carried.hpp"

#include <algorithm>
#include <array>
#include <boost/describe/class.hpp>
#include <caf/make_message.hpp>
#include <caf/sec.hpp>

#include "cluster/proxy/message_codec.hpp"
#include "messages/errors.hpp"
#include "messages/json_traits.hpp"

namespace smartfin {
namespace {

struct carried_context {
  user_id user;
  session_id session;
  bool administrator = false;
  book_id book;
  instant now{};
  std::string trace_id;
  std::string span_id;
  std::string idempotency_key;
  std::string request_digest;
  std::string remote_address;
};
BOOST_DESCRIBE_STRUCT(carried_context, (),
                      (user, session, administrator, book, now, trace_id, span_id, idempotency_key,
                       request_digest, remote_address))

constexpr std::string_view system_category = "system";
/// CAF's errors that mean something to callers, by what they are called on a link.
constexpr std::array system_errors{caf::sec::request_receiver_down, caf::sec::runtime_error,
                                   caf::sec::request_timeout, caf::sec::unexpected_message};

}  // namespace

std::string carried(const call_context& ctx) {
  const carried_context form{
      ctx.who.user, ctx.who.session, ctx.who.administrator, ctx.book,           ctx.now,
      ctx.trace_id, ctx.span_id,     ctx.idempotency_key,   ctx.request_digest, ctx.remote_address};
  return pack_described(json::shape_of<carried_context>(), &form);
}

std::optional<call_context> context_from(std::string_view text,
                                         std::chrono::steady_clock::time_point deadline) {
  carried_context form;
  if (!text.empty() && !unpack_described(json::shape_of<carried_context>(), text, &form))
    return std::nullopt;
  return call_context{{form.user, form.session, form.administrator},
                      form.book,
                      deadline,
                      form.now,
                      std::move(form.trace_id),
                      std::move(form.span_id),
                      std::move(form.idempotency_key),
                      std::move(form.request_digest),
                      std::move(form.remote_address),
                      false};
}

carried_error carried(const caf::error& error) {
  if (std::find(error_categories.begin(), error_categories.end(), error.category()) !=
      error_categories.end())
    return {to_string(error.category()), error.code(), detail_of(error)};
  for (const auto each : system_errors)
    if (error == each) return {std::string{system_category}, static_cast<std::uint8_t>(each), {}};
  return carried(make_error(infra_errc::unavailable));
}

caf::error error_from(const carried_error& error) {
  for (const auto category : error_categories)
    if (to_string(category) == error.category)
      return {error.code, category, caf::make_message(error.detail)};
  if (error.category == system_category)
    for (const auto each : system_errors)
      if (static_cast<std::uint8_t>(each) == error.code) return caf::make_error(each);
  return make_error(infra_errc::unavailable);
}

caf::error error_from(call_loss loss) {
  switch (loss) {
    case call_loss::not_sent:
      return caf::make_error(caf::sec::request_receiver_down);
    case call_loss::unanswered:
      return make_error(infra_errc::answer_lost);
    case call_loss::overloaded:
      return make_error(infra_errc::overloaded);
    case call_loss::too_large:
      return make_error(infra_errc::internal, "too large for a link between nodes");
    case call_loss::expired:
      break;
  }
  return make_error(infra_errc::deadline_exceeded);
}

}  // namespace smartfin
