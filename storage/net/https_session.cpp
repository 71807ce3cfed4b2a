#include "storage/net/https_session.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using namespace std::chrono;

/// One exchange as the library's callbacks see it.
struct exchange {
  std::string_view left;  // of the body that is sent
  std::size_t body_bytes_max;
  https_answer answer{};
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* of) {
  auto& left = static_cast<exchange*>(of)->left;
  const auto given = std::min(size * count, left.size());
  std::memcpy(into, left.data(), given);
  left.remove_prefix(given);
  return given;
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* of) {
  auto& [left, bytes_max, answer] = *static_cast<exchange*>(of);
  if (answer.body.size() + size * count > bytes_max) return 0;  // ends the transfer
  answer.body.append(bytes, size * count);
  return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* of) {
  const std::string_view line{bytes, size * count};
  auto& headers = static_cast<exchange*>(of)->answer.headers;
  if (line.starts_with("HTTP/")) headers.clear();  // of an interim answer
  const auto colon = line.find(':');
  if (colon == line.npos || headers.size() > 100) return line.size();
  std::string name{line.substr(0, colon)};
  for (auto& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  auto value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
    value.remove_suffix(1);
  headers[std::move(name)] = value;
  return line.size();
}

struct list_closer {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using header_list = std::unique_ptr<curl_slist, list_closer>;

void append(header_list& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  if (!longer) throw storage_failure{"the network library has no memory"};
  list.release();
  list.reset(longer);
}

}  // namespace

struct https_session::parts {
  explicit parts(https_identity who) : identity(std::move(who)), handle(curl_easy_init()) {
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
  void set_safety() {
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!identity.certificate_file.empty()) {
      set(CURLOPT_SSLCERT, identity.certificate_file.c_str());
      set(CURLOPT_SSLKEY, identity.key_file.c_str());
    }
    if (identity.ca_file.empty()) return;
    set(CURLOPT_CAINFO, identity.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  void set_method(const https_request& request) {
    if (request.method == "PUT" || request.method == "POST") {
      set(CURLOPT_UPLOAD, 1L);
      set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    if (request.method == "HEAD")
      set(CURLOPT_NOBODY, 1L);
    else
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  https_identity identity;
  CURL* handle;
  header_list headers;
};

https_session::https_session(std::filesystem::path ca_file)
    : https_session(https_identity{std::move(ca_file), {}, {}}) {}
https_session::https_session(https_identity identity) {
  start_network();
  parts_ = std::make_unique<parts>(std::move(identity));
}
https_session::~https_session() = default;

void https_session::prepare(const https_request& request) {
  auto& p = *parts_;
  curl_easy_reset(p.handle);  // keeps the connection
  p.set_safety();
  p.set_method(request);
  p.set(CURLOPT_URL, request.url.c_str());
  header_list headers;
  append(headers, "Expect:");  // the body is short; nobody waits for a go-ahead
  if (!request.headers.contains("content-type"))
    append(headers, "Content-Type: application/octet-stream");
  for (const auto& [name, value] : request.headers) append(headers, name + ": " + value);
  p.headers = std::move(headers);
  p.set(CURLOPT_HTTPHEADER, p.headers.get());
}

https_answer https_session::ask(const https_request& request, std::size_t body_bytes_max,
                                time_limit until) {
  auto& p = *parts_;
  prepare(request);
  exchange run{request.body, body_bytes_max};
  p.set(CURLOPT_READFUNCTION, &give);
  p.set(CURLOPT_READDATA, static_cast<void*>(&run));
  p.set(CURLOPT_WRITEFUNCTION, &take);
  p.set(CURLOPT_WRITEDATA, static_cast<void*>(&run));
  p.set(CURLOPT_HEADERFUNCTION, &take_header);
  p.set(CURLOPT_HEADERDATA, static_cast<void*>(&run));
  const auto left = ceil<milliseconds>(until - steady_clock::now()).count();
  if (left <= 0) throw storage_failure{"no time is left"};
  p.set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::min<long long>(left, 3'600'000)));
  if (const auto code = curl_easy_perform(p.handle); code != CURLE_OK)
    throw storage_failure{std::string{"no answer: "} + curl_easy_strerror(code)};
  long status = 0;
  curl_easy_getinfo(p.handle, CURLINFO_RESPONSE_CODE, &status);
  run.answer.status = static_cast<int>(status);
  return std::move(run.answer);
}

namespace {

struct listening {
  std::string_view left;  // of the body that is sent
  const std::function<bool(std::string_view)>& take;
  bool ended = false;
  std::exception_ptr failure{};
};

std::size_t give_listening(char* into, std::size_t size, std::size_t count, void* of) {
  auto& left = static_cast<listening*>(of)->left;
  const auto given = std::min(size * count, left.size());
  std::memcpy(into, left.data(), given);
  left.remove_prefix(given);
  return given;
}

// No exception may pass through the library.
std::size_t take_piece(char* bytes, std::size_t size, std::size_t count, void* of) {
  auto& run = *static_cast<listening*>(of);
  try {
    run.ended = !run.take({bytes, size * count});
  } catch (...) {
    run.ended = true;
    run.failure = std::current_exception();
  }
  return run.ended ? 0 : size * count;
}

struct multi_closer {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

/// A handle that several at once drive, for as long as the object lives.
struct driven {
  explicit driven(CURL* of) : handle(of), multi(curl_multi_init()) {
    if (!multi || curl_multi_add_handle(multi.get(), handle) != CURLM_OK)
      throw storage_failure{"the network library has no memory"};
  }
  ~driven() { curl_multi_remove_handle(multi.get(), handle); }
  driven(const driven&) = delete;
  driven& operator=(const driven&) = delete;

  CURL* handle;
  std::unique_ptr<CURLM, multi_closer> multi;
};

}  // namespace

int https_session::listen(const https_request& request,
                          const std::function<bool(std::string_view)>& take, time_limit until,
                          const std::atomic<bool>& stop) {
  constexpr int stop_seen_within_ms = 100;
  auto& p = *parts_;
  prepare(request);
  listening run{request.body, take};
  p.set(CURLOPT_READFUNCTION, &give_listening);
  p.set(CURLOPT_READDATA, static_cast<void*>(&run));
  p.set(CURLOPT_WRITEFUNCTION, &take_piece);
  p.set(CURLOPT_WRITEDATA, static_cast<void*>(&run));
  p.set(CURLOPT_FRESH_CONNECT, 1L);
  const driven drive{p.handle};
  int running = 1;
  while (!stop && !run.ended && steady_clock::now() < until) {
    if (curl_multi_perform(drive.multi.get(), &running) != CURLM_OK)
      throw storage_failure{"the network library fails"};
    if (running == 0) break;
    curl_multi_poll(drive.multi.get(), nullptr, 0, stop_seen_within_ms, nullptr);
  }
  if (run.failure) std::rethrow_exception(run.failure);
  int more = 0;
  if (const auto* end = curl_multi_info_read(drive.multi.get(), &more);
      end && end->data.result != CURLE_OK && !run.ended)
    throw storage_failure{std::string{"no answer: "} + curl_easy_strerror(end->data.result)};
  long status = 0;
  curl_easy_getinfo(p.handle, CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

}  // namespace smartfin
