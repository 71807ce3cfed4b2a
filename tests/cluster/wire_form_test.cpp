#include <caf/make_message.hpp>
#include <caf/sec.hpp>
#include <caf/type_erased_tuple.hpp>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "cluster/proxy/carried.hpp"
#include "cluster/proxy/interfaces.hpp"
#include "messages/analytics.hpp"
#include "messages/audit.hpp"
#include "messages/auth.hpp"
#include "messages/errors.hpp"
#include "messages/files.hpp"
#include "messages/imports.hpp"
#include "messages/json.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/monitoring.hpp"
#include "messages/notification.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "messages/trust.hpp"
#include "tests/cluster/filled.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

std::string text_of(const std::string& bytes) { return bytes; }
std::string text_of(const std::shared_ptr<const std::string>& bytes) { return *bytes; }
std::string text_of(const std::shared_ptr<const byte_source>& bytes) {
  std::string text(bytes->size(), '\0');
  bytes->read(0, text);
  return text;
}
void set_bytes(std::string& to) { to = std::string("\0\xff\x80 bytes", 9); }
void set_bytes(std::shared_ptr<const std::string>& to) {
  to = std::make_shared<const std::string>("\xff\xfe some bytes");
}
void set_bytes(std::shared_ptr<const byte_source>& to) {
  to = std::make_shared<memory_scratch>("Date,Amount\n");
}

/// What a value says, all of it.
template <class T>
std::string told(const T& value) {
  auto text = json::encode(value, json::secrets::revealed);
  if constexpr (!std::is_null_pointer_v<std::remove_cv_t<decltype(attachment_of<T>)>>)
    text += text_of(value.*attachment_of<T>);
  return text;
}

template <class T>
T made(std::minstd_rand& random) {
  T value = json::blank<T>();
  fill(json::shape_of<T>(), &value, random);
  if constexpr (!std::is_null_pointer_v<std::remove_cv_t<decltype(attachment_of<T>)>>)
    set_bytes(value.*attachment_of<T>);
  return value;
}

call_context any_context() {
  return {{user_id{3}, session_id{4}, true},
          book_id{5},
          std::chrono::steady_clock::time_point{std::chrono::hours{5}},
          instant{std::chrono::microseconds{1'700'000'000'123'457}},
          "0123456789abcdef0123456789abcdef",
          "0123456789abcdef",
          "key \"quoted\"",
          "digest",
          "2001:db8::1"};
}

bool same(const call_context& a, const call_context& b) {
  return carried(a) == carried(b) && a.deadline == b.deadline;
}

template <class Handle>
struct walk;
template <class... Signatures>
struct walk<caf::typed_actor<Signatures...>> {
  template <class Request, class Reply>
  static void one(const interface_codec& interface, std::minstd_rand& random,
                  caf::typed_mpi<caf::detail::type_list<Request>, caf::output_tuple<Reply>>*) {
    const auto* codec = interface.find(json::shape_of<Request>().name);
    REQUIRE(codec != nullptr);
    INFO(interface.name << "/" << codec->name);
    auto request = made<Request>(random);
    if constexpr (requires { request.ctx; }) request.ctx = any_context();
    const auto message = caf::make_message(request);
    REQUIRE(interface.find(message.content()) == codec);
    const auto* ctx = codec->context(message.content());
    const auto back = codec->unpack(codec->pack(message.content()), ctx ? *ctx : call_context{});
    REQUIRE(back);
    CHECK(told(back->template get_as<Request>(0)) == told(request));
    if constexpr (requires { request.ctx; })
      CHECK(same(back->template get_as<Request>(0).ctx, any_context()));
    CHECK(codec->has_reply == !std::is_void_v<Reply>);
    if constexpr (!std::is_void_v<Reply>) {
      const auto reply = made<Reply>(random);
      const auto answer = caf::make_message(reply);
      REQUIRE(codec->is_reply(answer.content()));
      const auto returned = codec->unpack_reply(codec->pack_reply(answer.content()));
      REQUIRE(returned);
      CHECK(told(returned->template get_as<Reply>(0)) == told(reply));
    }
    CHECK_FALSE(codec->unpack({"[1]", {}}, {}));
    CHECK_FALSE(codec->unpack({"{", {}}, {}));
  }
  static void all(const interface_codec& interface, std::minstd_rand& random) {
    CHECK(interface.messages.size() == sizeof...(Signatures));
    (one(interface, random, static_cast<Signatures*>(nullptr)), ...);
  }
};

template <class... Handles>
void walk_over(std::minstd_rand& random) {
  CHECK(all_interfaces().size() == sizeof...(Handles));
  (walk<Handles>::all(interface_of<Handles>(), random), ...);
}

}  // namespace

TEST_CASE("every request and reply that crosses services comes out of a parcel as it went in") {
  const auto seed = test::chosen("SMARTFIN_SEED", 20'261'123);
  CAPTURE(seed);
  std::minstd_rand random{static_cast<std::minstd_rand::result_type>(seed)};
  for (int round = 0; round < 20; ++round)
    walk_over<auth_actor, refusal_book_actor, profile_actor, ledger_actor, ledger_query_actor, ledger_snapshot_actor,
              import_actor, import_query_actor, prediction_actor, analytics_query_actor,
              analytics_actor, monitoring_actor, notification_actor, audit_actor,
              audit_publisher_actor, file_actor, file_content_actor, event_subscriber,
              event_publishing_actor>(random);
}

TEST_CASE("interfaces have names of their own, and their messages within them") {
  std::set<std::string_view> names;
  for (const auto* interface : all_interfaces()) {
    CHECK(names.insert(interface->name).second);
    CHECK(find_interface(interface->name) == interface);
    std::set<std::string_view> messages;
    for (const auto& each : interface->messages) CHECK(messages.insert(each.name).second);
  }
  CHECK(find_interface("hasher") == nullptr);
}

TEST_CASE(
    "an error crosses with category, code and detail, and what is unknown becomes an outage") {
  for (const auto& error :
       {make_error(ledger_errc::account_closed, "caf\xc3\xa9"), make_error(auth_errc::token_reused),
        make_error(infra_errc::overloaded, "x"), make_error(score_errc::bad_change, "y"),
        caf::make_error(caf::sec::request_receiver_down),
        caf::make_error(caf::sec::runtime_error)}) {
    const auto back = error_from(carried(error));
    CHECK(back == error);
    CHECK(detail_of(back) == detail_of(error));
  }
  CHECK(error_from(carried_error{"astrology", 3, "secret detail"}) ==
        make_error(infra_errc::unavailable));
  CHECK(error_from(carried_error{"system", 99, {}}) == make_error(infra_errc::unavailable));
  CHECK(error_from(carried(caf::make_error(caf::sec::bad_function_call))) ==
        make_error(infra_errc::unavailable));
  CHECK(error_from(carried_error{"a name that is much too long", 1, {}}) ==
        make_error(infra_errc::unavailable));
}

TEST_CASE("a caller may send a lost call again only where it was certainly not processed") {
  CHECK(error_from(call_loss::not_sent) == caf::sec::request_receiver_down);
  CHECK(error_from(call_loss::unanswered) == make_error(infra_errc::answer_lost));
  CHECK(error_from(call_loss::overloaded) == make_error(infra_errc::overloaded));
  CHECK(error_from(call_loss::expired) == make_error(infra_errc::deadline_exceeded));
  CHECK(error_from(call_loss::too_large) == make_error(infra_errc::internal));
}

TEST_CASE("bytes that are no UTF-8 become question marks and the rest of the message stays") {
  log_in request{any_context(), {"a@b.example", secret{"p"}}, "Agent\xff \xc3\xa9"};
  const auto message = caf::make_message(request);
  const auto* codec = interface_of<auth_actor>().find("log_in");
  const auto back = codec->unpack(codec->pack(message.content()), {});
  REQUIRE(back);
  CHECK(back->get_as<log_in>(0).user_agent == "Agent? \xc3\xa9");
}

TEST_CASE("a parcel of a later version is read as far as it is known") {
  const auto* codec = interface_of<ledger_query_actor>().find("list_accounts");
  const auto back = codec->unpack({R"({"limit":7,"shape":"round"})", {}}, any_context());
  REQUIRE(back);
  CHECK(back->get_as<list_accounts>(0).limit == 7);
  CHECK(back->get_as<list_accounts>(0).after_id == 0);
}

TEST_CASE("large bytes are left beside the frame, small ones travel in it") {
  const auto* codec = interface_of<file_content_actor>().find("add_file");
  add_file request{any_context(), "a", "text/plain", std::make_shared<std::string>(1 << 20, 'x')};
  auto packed = codec->pack(caf::make_message(request).content());
  CHECK(packed.attachment.empty());
  REQUIRE(packed.upload);
  CHECK(packed.upload->size() == 1 << 20);
  const auto back = codec->unpack(std::move(packed), {});
  REQUIRE(back);
  CHECK(*back->get_as<add_file>(0).bytes == *request.bytes);
}
