#include "storage/net/tls_stream.hpp"

#include <curl/curl.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using namespace std::chrono;

/// Rounded up, and at least 1: to the library 0 means for ever.
long left_until(time_limit until) {
  const auto left = ceil<milliseconds>(until - steady_clock::now()).count();
  return static_cast<long>(std::clamp<long long>(left, 1, 3'600'000));
}

}  // namespace

void start_network() {
  static const bool started = [] {
    ::signal(SIGPIPE, SIG_IGN);
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  }();
  if (!started) throw storage_failure{"the network library cannot start"};
}

// The library connects and shakes hands; then its socket is ours.
struct tls_stream::parts {
  parts() : handle(curl_easy_init()) {
    if (!handle) throw storage_failure{"the network library has no memory"};
  }
  ~parts() { curl_easy_cleanup(handle); }
  parts(const parts&) = delete;
  parts& operator=(const parts&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(handle, option, value) != CURLE_OK)
      throw storage_failure{"the network library does not know an option"};
  }
  void wait(short events, time_limit until) const {
    if (steady_clock::now() >= until) throw storage_failure{"the peer is too slow"};
    pollfd wanted{static_cast<int>(socket), events, 0};
    ::poll(&wanted, 1, static_cast<int>(left_until(until)));
  }

  CURL* handle;
  curl_socket_t socket = CURL_SOCKET_BAD;
};

tls_stream::tls_stream(const tls_peer& peer, time_limit until) {
  start_network();
  parts_ = std::make_unique<parts>();
  auto& p = *parts_;
  const bool is_v6 = peer.host.find(':') != std::string::npos;
  const auto url =
      "https://" + (is_v6 ? "[" + peer.host + "]" : peer.host) + ":" + std::to_string(peer.port);
  p.set(CURLOPT_URL, url.c_str());
  p.set(CURLOPT_CONNECT_ONLY, 1L);
  p.set(CURLOPT_NOSIGNAL, 1L);
  p.set(CURLOPT_PROXY, "");
  p.set(CURLOPT_SSL_ENABLE_ALPN, 0L);  // it is not HTTP that follows
  p.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  p.set(CURLOPT_SSL_VERIFYPEER, 1L);
  p.set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!peer.ca_file.empty()) {
    p.set(CURLOPT_CAINFO, peer.ca_file.c_str());
    p.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // no other authority will do
  }
  p.set(CURLOPT_TIMEOUT_MS, left_until(until));
  if (const auto code = curl_easy_perform(p.handle); code != CURLE_OK)
    throw storage_failure{std::string{"no way to "} + peer.host + ": " + curl_easy_strerror(code)};
  curl_easy_getinfo(p.handle, CURLINFO_ACTIVESOCKET, &p.socket);
  if (p.socket == CURL_SOCKET_BAD) throw storage_failure{"the connection is lost"};
}

tls_stream::~tls_stream() = default;
tls_stream::tls_stream(tls_stream&& other) noexcept = default;
tls_stream& tls_stream::operator=(tls_stream&& other) noexcept = default;

void tls_stream::send(std::string_view bytes, time_limit until) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const auto code = curl_easy_send(parts_->handle, bytes.data(), bytes.size(), &sent);
    if (code == CURLE_AGAIN)
      parts_->wait(POLLOUT, until);
    else if (code != CURLE_OK)
      throw storage_failure{std::string{"cannot send: "} + curl_easy_strerror(code)};
    else
      bytes.remove_prefix(sent);
  }
}

std::size_t tls_stream::receive(std::span<char> into, time_limit until) {
  for (;;) {
    std::size_t got = 0;
    const auto code = curl_easy_recv(parts_->handle, into.data(), into.size(), &got);
    if (code == CURLE_AGAIN)
      parts_->wait(POLLIN, until);
    else if (code != CURLE_OK)
      throw storage_failure{std::string{"cannot receive: "} + curl_easy_strerror(code)};
    else if (got == 0)
      throw storage_failure{"the peer has hung up"};
    else
      return got;
  }
}

}  // namespace smartfin
