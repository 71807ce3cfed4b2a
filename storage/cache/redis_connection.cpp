#include "storage/cache/redis_connection.hpp"

#include <hiredis/hiredis.h>

#include <array>
#include <charconv>
#include <vector>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

struct reply_closer {
  void operator()(void* reply) const { freeReplyObject(reply); }
};

}  // namespace

std::optional<redis_place> parse_redis_url(std::string_view url) {
  constexpr std::string_view scheme = "rediss://";
  if (!url.starts_with(scheme)) return std::nullopt;
  url.remove_prefix(scheme.size());
  redis_place place;
  const auto at = url.find('@');
  if (at == url.npos || at == 0) return std::nullopt;
  place.user = url.substr(0, at);
  if (place.user.find_first_of(":/ ") != std::string::npos) return std::nullopt;
  url.remove_prefix(at + 1);
  if (const auto slash = url.find('/'); slash != url.npos) {
    const auto database = number_of<int>(url.substr(slash + 1));
    if (!database || *database < 0) return std::nullopt;
    place.database = *database;
    url = url.substr(0, slash);
  }
  place.peer.port = 6379;
  const auto bracket = url.starts_with('[') ? url.find(']') : 0;
  if (bracket == url.npos) return std::nullopt;
  if (const auto colon = url.find(':', bracket); colon != url.npos) {
    const auto port = number_of<std::uint16_t>(url.substr(colon + 1));
    if (!port || *port == 0) return std::nullopt;
    place.peer.port = *port;
    url = url.substr(0, colon);
  }
  if (bracket > 0) url = url.substr(1, bracket - 1);
  if (url.empty() || url.find_first_of(" /?#") != url.npos) return std::nullopt;
  place.peer.host = url;
  return place;
}

void redis_connection::reader_closer::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

redis_connection::redis_connection(const redis_place& place, time_limit until)
    : stream_(place.peer, until), reader_(redisReaderCreate()) {
  if (!reader_) throw storage_failure{"redis: no memory"};
  expect_ok(std::array<std::string_view, 3>{"AUTH", place.user, place.password}, until);
  if (place.database == 0) return;
  const auto database = std::to_string(place.database);
  expect_ok(std::array<std::string_view, 2>{"SELECT", database}, until);
}

std::optional<std::string> redis_connection::get(const std::string& key, time_limit until) {
  auto answer = ask(std::array<std::string_view, 2>{"GET", key}, until);
  if (answer.type == REDIS_REPLY_NIL) return std::nullopt;
  if (answer.type != REDIS_REPLY_STRING) throw storage_failure{"redis: an answer of another kind"};
  return std::move(answer.text);
}

void redis_connection::set(const std::string& key, std::string_view value,
                           std::chrono::seconds lifetime, time_limit until) {
  const auto seconds = std::to_string(lifetime.count());
  expect_ok(std::array<std::string_view, 5>{"SET", key, value, "EX", seconds}, until);
}

void redis_connection::expect_ok(std::span<const std::string_view> words, time_limit until) {
  if (ask(words, until).type != REDIS_REPLY_STATUS)
    throw storage_failure{"redis refuses " + std::string{words.front()}};
}

redis_connection::reply redis_connection::ask(std::span<const std::string_view> words,
                                              time_limit until) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const auto word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* command = nullptr;
  const auto size =
      redisFormatCommandArgv(&command, static_cast<int>(words.size()), texts.data(), sizes.data());
  if (size < 0) throw storage_failure{"redis: no memory"};
  const std::unique_ptr<char, void (*)(char*)> owned{command,
                                                     [](char* text) { redisFreeCommand(text); }};
  stream_.send({command, static_cast<std::size_t>(size)}, until);

  std::array<char, 16 * 1024> piece;
  for (std::size_t received = 0;;) {
    const auto got = stream_.receive(piece, until);
    if ((received += got) > reply_bytes_max) throw storage_failure{"redis: too long an answer"};
    void* made = nullptr;
    if (redisReaderFeed(reader_.get(), piece.data(), got) != REDIS_OK ||
        redisReaderGetReply(reader_.get(), &made) != REDIS_OK)
      throw storage_failure{"redis: an answer that does not read"};
    if (!made) continue;
    const std::unique_ptr<redisReply, reply_closer> answer{static_cast<redisReply*>(made)};
    // One question, one answer: anything behind it would be taken for the next one's.
    if (reader_->pos != reader_->len) throw storage_failure{"redis: more than an answer"};
    reply taken{answer->type, {}};
    if (answer->str != nullptr) taken.text.assign(answer->str, answer->len);
    return taken;
  }
}

}  // namespace smartfin
