#include "http/session_keys.hpp"

#include <sodium.h>

#include <boost/json/parse.hpp>
#include <charconv>
#include <cstring>

namespace smartfin::http {
namespace {

constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t token_bytes_max = 2048;
constexpr std::chrono::minutes ended_here_for{5};

std::optional<std::string> decoded(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, base64) != 0)
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::optional<boost::json::object> decoded_object(std::string_view text) {
  const auto bytes = decoded(text);
  if (!bytes) return std::nullopt;
  boost::system::error_code error;
  auto value = boost::json::parse(*bytes, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::string_view text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string_view{value->as_string()} : std::string_view{};
}

std::int64_t number_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? value->as_int64() : 0;
}

std::int64_t seconds(instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

result<principal, auth_refusal> session_keys::check(std::string_view token, instant now) const {
  if (token.size() > token_bytes_max) return failure{auth_refusal::invalid_token};
  const std::string key{token};
  auto& part = remembered_[std::hash<std::string_view>{}(token) % shards];
  std::optional<verified> known;
  {
    const std::shared_lock lock{part.mutex};
    if (const auto found = part.tokens.find(key); found != part.tokens.end()) known = found->second;
  }
  if (!known) {
    const auto fresh = verify(token, now);
    if (!fresh) return failure{fresh.error()};
    known = *fresh;
    const std::unique_lock lock{part.mutex};
    if (part.tokens.size() >= remembered_max) part.tokens.clear();
    part.tokens.emplace(key, *known);
  }
  if (known->expires_at_s <= seconds(now)) return failure{auth_refusal::expired_token};
  if (has_ended(known->who.session)) return failure{auth_refusal::revoked_session};
  return known->who;
}

result<session_keys::verified, auth_refusal> session_keys::verify(std::string_view token,
                                                                  instant now) const {
  const failure refused{auth_refusal::invalid_token};
  const auto first = token.find('.');
  const auto second = token.rfind('.');
  if (first == token.npos || second == first) return refused;
  const auto header = decoded_object(token.substr(0, first));
  // The algorithm is ours to choose, never the token's.
  if (!header || text_of(*header, "alg") != "EdDSA" || text_of(*header, "typ") != "at+jwt")
    return refused;
  const auto signature = decoded(token.substr(second + 1));
  if (!signature || signature->size() != crypto_sign_BYTES) return refused;
  {
    const std::shared_lock lock{mutex_};
    const auto key = keys_.find(text_of(*header, "kid"));
    if (key == keys_.end() ||
        crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature->data()),
                                    reinterpret_cast<const unsigned char*>(token.data()), second,
                                    key->second.data()) != 0)
      return refused;
  }
  const auto claims = decoded_object(token.substr(first + 1, second - first - 1));
  if (!claims || text_of(*claims, "iss") != "smartfin" || text_of(*claims, "aud") != "smartfin")
    return refused;
  verified good;
  const auto subject = text_of(*claims, "sub");
  const auto [end, error] =
      std::from_chars(subject.data(), subject.data() + subject.size(), good.who.user.value);
  good.who.session = {number_of(*claims, "sid")};
  const auto* administrator = claims->if_contains("adm");
  good.who.administrator = administrator && administrator->is_bool() && administrator->get_bool();
  good.expires_at_s = number_of(*claims, "exp");
  if (error != std::errc{} || end != subject.data() + subject.size() || good.who.user.value <= 0 ||
      good.who.session.value <= 0)
    return refused;
  if (good.expires_at_s <= seconds(now)) return failure{auth_refusal::expired_token};
  return good;
}

bool session_keys::has_ended(session_id session) const {
  const std::shared_lock lock{mutex_};
  return ended_.contains(session.value) || ended_here_.contains(session.value);
}

void session_keys::update(const verification_keys& keys) {
  std::map<std::string, public_key, std::less<>> next;
  for (const auto& [kid, x] : keys.keys) {
    const auto bytes = decoded(x);
    if (!bytes || bytes->size() != public_key{}.size()) continue;
    std::memcpy(next[kid].data(), bytes->data(), bytes->size());
  }
  const std::unique_lock lock{mutex_};
  keys_ = std::move(next);
  published_ = keys.keys;
  ended_.clear();
  for (const auto session : keys.ended_sessions) ended_.insert(session.value);
  const auto told_by_now = std::chrono::steady_clock::now() - ended_here_for;
  std::erase_if(ended_here_, [&](const auto& entry) { return entry.second < told_by_now; });
}

void session_keys::end_session(session_id session) {
  const std::unique_lock lock{mutex_};
  ended_here_[session.value] = std::chrono::steady_clock::now();
}

bool session_keys::has_keys() const {
  const std::shared_lock lock{mutex_};
  return !keys_.empty();
}

std::string session_keys::jwks() const {
  const std::shared_lock lock{mutex_};
  std::string text = R"({"keys":[)";
  for (std::size_t i = 0; i < published_.size(); ++i) {
    if (i) text += ',';
    text += R"({"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":")" +
            published_[i].kid + R"(","x":")" + published_[i].x + "\"}";
  }
  return text + "]}";
}

}  // namespace smartfin::http
