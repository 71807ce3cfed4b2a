#include "http/front/answer.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace smartfin::http {
namespace {

using namespace std::string_view_literals;

/// The front's own to say.
constexpr std::array framing_fields{"Content-Length"sv, "Transfer-Encoding"sv,
                                    "Connection"sv,     "Keep-Alive"sv,
                                    "Date"sv,           "Content-Type"sv};

bool has_line_break(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool can_be_sent(const std::pair<std::string, std::string>& field) {
  const auto& [name, value] = field;
  if (name.empty() || name.find_first_of(": ") != std::string::npos || has_line_break(name) ||
      has_line_break(value))
    return false;
  return std::none_of(framing_fields.begin(), framing_fields.end(),
                      [&](std::string_view own) { return equals_ignoring_case(name, own); });
}

bool has_field(const response& answer, std::string_view name) {
  return std::any_of(answer.headers.begin(), answer.headers.end(),
                     [&](const auto& field) { return equals_ignoring_case(field.first, name); });
}

bool is_bodyless(int status) { return status == 204 || status == 304 || status < 200; }

/// The Date field's form (RFC 9110, 5.6.7), made once a second per thread.
const std::string& date_text() {
  thread_local std::time_t made_at = -1;
  thread_local std::string text;
  const auto now = std::time(nullptr);
  if (now == made_at) return text;
  made_at = now;
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 40> buffer{};
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  // strftime's names follow the locale; the field's do not.
  std::snprintf(buffer.data(), buffer.size(), "%s, %02d %s %d %02d:%02d:%02d GMT",
                days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                utc.tm_min, utc.tm_sec);
  return text = buffer.data();
}

struct phrase {
  int status;
  std::string_view text;
};
constexpr std::array phrases{
    phrase{100, "Continue"},
    phrase{200, "OK"},
    phrase{201, "Created"},
    phrase{202, "Accepted"},
    phrase{204, "No Content"},
    phrase{206, "Partial Content"},
    phrase{301, "Moved Permanently"},
    phrase{302, "Found"},
    phrase{303, "See Other"},
    phrase{304, "Not Modified"},
    phrase{307, "Temporary Redirect"},
    phrase{308, "Permanent Redirect"},
    phrase{400, "Bad Request"},
    phrase{401, "Unauthorized"},
    phrase{403, "Forbidden"},
    phrase{404, "Not Found"},
    phrase{405, "Method Not Allowed"},
    phrase{406, "Not Acceptable"},
    phrase{408, "Request Timeout"},
    phrase{409, "Conflict"},
    phrase{410, "Gone"},
    phrase{412, "Precondition Failed"},
    phrase{413, "Content Too Large"},
    phrase{414, "URI Too Long"},
    phrase{415, "Unsupported Media Type"},
    phrase{416, "Range Not Satisfiable"},
    phrase{417, "Expectation Failed"},
    phrase{422, "Unprocessable Content"},
    phrase{428, "Precondition Required"},
    phrase{429, "Too Many Requests"},
    phrase{431, "Request Header Fields Too Large"},
    phrase{500, "Internal Server Error"},
    phrase{501, "Not Implemented"},
    phrase{502, "Bad Gateway"},
    phrase{503, "Service Unavailable"},
    phrase{504, "Gateway Timeout"},
    phrase{505, "HTTP Version Not Supported"},
    phrase{507, "Insufficient Storage"},
};

std::string_view reason_phrase(int status) {
  const auto found = std::find_if(phrases.begin(), phrases.end(),
                                  [&](const phrase& p) { return p.status == status; });
  return found == phrases.end() ? "Status"sv : found->text;
}

}  // namespace

response front_problem(int status, std::string_view detail) {
  response answer;
  answer.status = status;
  answer.content_type = "application/problem+json";
  answer.headers = {{"Cache-Control", "no-store"},
                    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
                    {"Referrer-Policy", "no-referrer"},
                    {"X-Content-Type-Options", "nosniff"}};
  answer.body = R"({"type":"about:blank","title":")";
  answer.body += reason_phrase(status);
  answer.body += R"(","status":)" + std::to_string(status) + R"(,"detail":")";
  for (const char c : detail)
    if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) answer.body.push_back(c);
  answer.body += R"("})";
  return answer;
}

void compress(const request& asked, response& answer, const front_options& options,
              gzip_encoder& gzip) {
  if (!options.compress || answer.body.size() < options.compress_bytes_min ||
      !is_compressible(answer.content_type) || answer.status == 206 || is_bodyless(answer.status) ||
      has_field(answer, "Content-Encoding"))
    return;
  answer.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(asked.header("Accept-Encoding"))) return;
  auto packed = gzip.encode(answer.body);
  if (packed.empty()) return;
  answer.body = std::move(packed);
  answer.headers.emplace_back("Content-Encoding", "gzip");
}

void complete(response& answer, const answer_frame& frame) {
  std::erase_if(answer.headers, [](const auto& field) { return !can_be_sent(field); });
  if (answer.status < 200 || answer.status > 599) answer.status = 500;
  answer.headers.emplace_back("Date", date_text());
  if (is_bodyless(answer.status)) {
    answer.body.clear();
    answer.source = nullptr;
  } else {
    if ((!answer.body.empty() || answer.source) && !answer.content_type.empty() &&
        !has_line_break(answer.content_type))
      answer.headers.emplace_back("Content-Type", answer.content_type);
    if (!answer.source)
      answer.headers.emplace_back("Content-Length", std::to_string(answer.body.size()));
    else if (!frame.http_1_0)
      answer.headers.emplace_back("Transfer-Encoding", "chunked");
  }
  const bool ends_by_closing = answer.source && frame.http_1_0;
  if (frame.head_only) {
    answer.body.clear();
    answer.source = nullptr;
  }
  if (frame.close || ends_by_closing)
    answer.headers.emplace_back("Connection", "close");
  else if (frame.http_1_0)
    answer.headers.emplace_back("Connection", "keep-alive");
}

std::string head_text(const response& answer) {
  std::string text;
  text.reserve(512);
  text += "HTTP/1.1 ";
  text += std::to_string(answer.status);
  text += ' ';
  text += reason_phrase(answer.status);
  text += "\r\n";
  for (const auto& [name, value] : answer.headers) {
    text += name;
    text += ": ";
    text += value;
    text += "\r\n";
  }
  text += "\r\n";
  return text;
}

outgoing write_answer(response answer, const answer_frame& frame) {
  complete(answer, frame);
  return with_head(std::move(answer), frame);
}

outgoing with_head(response&& answer, const answer_frame& frame) {
  return {head_text(answer), std::move(answer.body), std::move(answer.source), !frame.http_1_0};
}

response prepared_answers::prepare(const request& asked, const answer_frame& frame,
                                   const handler& serve) {
  response answer;
  try {
    serve(asked, answer);
  } catch (...) {  // the text stays inside: it is not the client's to read
    answer = options_.problem ? options_.problem(500, "internal error")
                              : front_problem(500, "internal error");
  }
  compress(asked, answer, options_, gzip_);
  complete(answer, frame);
  return answer;
}

outgoing direct_answers::answer(const request& asked, const answer_frame& frame,
                                const handler& serve) {
  return with_head(prepare(asked, frame, serve), frame);
}

std::unique_ptr<answer_maker> make_answer_maker(const front_options& options) {
  if (options.engine == answer_engine::library) return make_library_answers(options);
  return std::make_unique<direct_answers>(options);
}

}  // namespace smartfin::http
