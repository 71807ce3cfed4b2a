#include "http/dispatcher.hpp"

#include "http/static_files.hpp"
#include "sample_routes.hpp"

using namespace smartfin;
using namespace smartfin::http;
using namespace smartfin::http::samples;

TEST_CASE("a typed body reaches its handler and the typed reply comes back with its location") {
  edge e;
  const auto out = e.answer(ask("POST", "/api/v1/accounts",
                                R"({"name":"Cash","opening":{"amount":"1.50","currency":"EUR"}})"));
  CHECK(out.status == 201);
  CHECK(out.body == R"({"id":9,"name":"Cash"})");
  CHECK(out.content_type == "application/json");
  CHECK(head(out, "Location") == "/api/v1/accounts/9");
  CHECK(e.seen.who.user == user_id{7});
  CHECK(e.seen.remote_address == "192.0.2.1");
  CHECK(e.seen.deadline == e.now + 5s);
}

TEST_CASE("a path that is no route is 404 and a wrong method is 405 with what is allowed") {
  edge e;
  CHECK(e.status(ask("GET", "/api/v1/nothing")) == 404);
  CHECK(e.status(ask("GET", "/api/v1/accounts/")) == 404);
  const auto out = e.answer(ask("DELETE", "/api/v1/accounts"));
  CHECK(out.status == 405);
  CHECK(head(out, "Allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(e.status(ask("BREW", "/api/v1/accounts")) == 405);
}

TEST_CASE("OPTIONS tells the methods and HEAD is answered as GET is") {
  edge e;
  const auto out = e.answer(ask("OPTIONS", "/api/v1/accounts/5"));
  CHECK(out.status == 204);
  CHECK(head(out, "Allow") == "GET, HEAD, PATCH, DELETE, OPTIONS");
  CHECK(e.status(ask("OPTIONS", "/api/v1/nothing")) == 404);
  const auto whole = e.answer(ask("GET", "/api/v1/accounts/5"));
  const auto only_head = e.answer(ask("HEAD", "/api/v1/accounts/5"));
  CHECK(only_head.status == 200);
  CHECK(only_head.body == whole.body);
}

TEST_CASE("an id in the path is a positive integer below 2^53, anything else names nothing") {
  edge e;
  CHECK(e.answer(ask("GET", "/api/v1/accounts/9007199254740991")).status == 200);
  for (const char* id :
       {"0", "-1", "+1", "01", "1.0", "abc", "9007199254740992", "%31x", "99999999999999999999"})
    CHECK(e.status(ask("GET", std::string("/api/v1/accounts/") + id)) == 404);
}

TEST_CASE("a body of another content type is 415 and one that is too large 413") {
  edge e;
  const auto good =
      ask("POST", "/api/v1/accounts", R"({"name":"C","opening":{"amount":"1","currency":"EUR"}})");
  CHECK(e.status(with(good, "content-type", "application/json; charset=utf-8")) == 201);
  CHECK(e.status(with(good, "content-type", "APPLICATION/JSON")) == 201);
  CHECK(e.status(with(good, "content-type", "text/plain")) == 415);
  CHECK(e.status(with(good, "content-type", "application/json; charset=latin1")) == 415);
  CHECK(e.status(with(good, "content-type", "")) == 415);
  CHECK(e.status(with(good, "content-encoding", "gzip")) == 415);
  CHECK(e.status(ask("GET", "/api/v1/accounts/5", "{}")) == 415);
  const std::string large((64 << 10) + 1, ' ');
  CHECK(e.status(ask("POST", "/api/v1/accounts", large)) == 413);
}

TEST_CASE("only an Accept that excludes what the route offers is 406") {
  edge e;
  const auto read = ask("GET", "/api/v1/accounts/5");
  for (const char* fine :
       {"*/*", "application/*", "application/json;q=0.1", "text/html, */*;q=0.8"})
    CHECK(e.status(with(read, "accept", fine)) == 200);
  for (const char* not_ours : {"text/html", "application/xml, text/*", "application/json;q=0"})
    CHECK(e.status(with(read, "accept", not_ours)) == 406);
}

TEST_CASE("a body that is no JSON is 400 and one with wrong fields 422 with every one of them") {
  edge e;
  const auto broken = e.answer(ask("POST", "/api/v1/accounts", "{\"name\":"));
  CHECK(broken.status == 400);
  CHECK(broken.body.find(R"("type":"/problems/malformed-body")") != std::string::npos);
  CHECK(e.status(ask("POST", "/api/v1/accounts")) == 400);
  const auto wrong = e.answer(
      ask("POST", "/api/v1/accounts", R"({"nam":"C","opening":{"amount":"1","currency":"EU"}})"));
  CHECK(wrong.status == 422);
  CHECK(wrong.content_type == "application/problem+json");
  for (const char* part : {R"("type":"/problems/validation")", R"("status":422)",
                           R"({"field":"/name","code":"required")",
                           R"({"field":"/opening/currency","code":"unknown_currency")",
                           R"({"field":"/nam","code":"unknown_field")", R"("trace_id":")"})
    CHECK(wrong.body.find(part) != std::string::npos);
}

TEST_CASE("query parameters are checked against the row before the handler runs") {
  edge e;
  const auto code = [&](std::string query) {
    const auto out = e.answer(ask("GET", "/api/v1/accounts?" + query));
    CHECK(out.status == 400);
    const auto from = out.body.find(R"("code":")") + 8;
    return out.body.substr(from, out.body.find('"', from) - from);
  };
  CHECK(e.status(ask("GET", "/api/v1/accounts?limit=500&kind=cash&from=2026-01-31")) == 200);
  CHECK(code("page=2") == "unknown_parameter");
  CHECK(code("limit=0") == "out_of_range");
  CHECK(code("limit=501") == "out_of_range");
  CHECK(code("limit=ten") == "wrong_type");
  CHECK(code("limit=1&limit=2") == "repeated");
  CHECK(code("kind=house") == "unknown_value");
  CHECK(code("from=2026-02-30") == "not_a_date");
  CHECK(code("cursor=\xff") == "not_text");
}

TEST_CASE("a page links to the next one and keeps the other parameters") {
  edge e;
  const auto out = e.answer(ask("GET", "/api/v1/accounts?limit=2&cursor=old&kind=cash"));
  CHECK(out.body == R"({"items":[{"id":1,"name":"Cash"}],"next_cursor":"abc"})");
  CHECK(head(out, "Link") == "</api/v1/accounts?limit=2&kind=cash&cursor=abc>; rel=\"next\"");
  CHECK(head(e.answer(ask("GET", "/api/v1/accounts")), "Link").empty());
}

TEST_CASE("without a valid session a route for users is 401 and one for administrators 403") {
  edge e;
  const auto read = ask("GET", "/api/v1/accounts/5");
  const auto missing = e.answer(with(read, "authorization", ""));
  CHECK(missing.status == 401);
  CHECK(head(missing, "WWW-Authenticate") == "Bearer");
  const auto expired = e.answer(with(read, "authorization", "Bearer old"));
  CHECK(expired.status == 401);
  CHECK(head(expired, "WWW-Authenticate") == R"(Bearer error="invalid_token")");
  CHECK(e.status(with(read, "authorization", "Basic good")) == 401);
  CHECK(e.status(with(read, "authorization", "Bearer ")) == 401);
  CHECK(e.status(ask("GET", "/api/v1/admin/nodes")) == 403);
  CHECK(e.status(with(ask("GET", "/api/v1/admin/nodes"), "authorization", "Bearer root")) == 204);
}

TEST_CASE("an open route takes no token, and knows the user when there is a good one") {
  edge e;
  const auto read = ask("GET", "/api/v1/status");
  CHECK(e.status(with(read, "authorization", "Bearer wrong")) == 200);
  CHECK(e.seen.who.user == user_id{});
  CHECK(e.status(read) == 200);
  CHECK(e.seen.who.user == user_id{7});
}

TEST_CASE("a change without If-Match is 428, and a tag that can't be ours is 412") {
  edge e;
  const auto change = ask("PATCH", "/api/v1/accounts/5", R"({"name":"New"})");
  CHECK(e.status(change) == 428);
  CHECK(e.status(with(change, "if-match", "\"12\"")) == 200);
  CHECK(e.seen_version == 12);
  CHECK(e.status(with(change, "if-match", "*")) == 200);
  CHECK(e.seen_version == std::nullopt);
  for (const char* foreign : {"W/\"12\"", "\"abc\"", "\"012\"", "\"-1\"", "\"\""})
    CHECK(e.status(with(change, "if-match", foreign)) == 412);
  for (const char* malformed : {"12", "\"12", "\"1\", \"2\""})
    CHECK(e.status(with(change, "if-match", malformed)) == 400);
  CHECK(e.status(with(change, "content-type", "application/merge-patch+json")) == 428);
}

TEST_CASE("a GET that names the present ETag is 304 without a body") {
  edge e;
  const auto read = ask("GET", "/api/v1/accounts/5");
  const auto first = e.answer(read);
  CHECK(head(first, "ETag") == "\"12\"");
  CHECK(head(first, "Cache-Control") == "private, no-cache");
  for (const char* match : {"\"12\"", "W/\"12\"", "\"1\", \"12\"", "*"}) {
    const auto again = e.answer(with(read, "if-none-match", match));
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(head(again, "ETag") == "\"12\"");
  }
  for (const char* other : {"\"13\"", "12", "\"1\"2\""})
    CHECK(e.status(with(read, "if-none-match", other)) == 200);
}

TEST_CASE("an Idempotency-Key travels with a digest of method, target and body") {
  edge e;
  const auto body = R"({"name":"C","opening":{"amount":"1","currency":"EUR"}})";
  const auto digest = [&](std::string_view text) {
    CHECK(e.status(with(ask("POST", "/api/v1/accounts", text), "idempotency-key", "k-1")) == 201);
    CHECK(e.seen.idempotency_key == "k-1");
    CHECK(e.seen.request_digest.size() == 64);
    return e.seen.request_digest;
  };
  CHECK(digest(body) == digest(body));
  CHECK(digest(body) != digest(std::string(body) + " "));
  for (const std::string& bad :
       {std::string(256, 'k'), std::string("a b"), std::string("k\xc3\xa9")})
    CHECK(e.status(with(ask("POST", "/api/v1/accounts", body), "idempotency-key", bad)) == 400);
  CHECK(e.status(ask("POST", "/api/v1/accounts", body)) == 201);
  CHECK(e.seen.request_digest.empty());
}

TEST_CASE("an exception in a handler is an empty 500, and its text goes to the log only") {
  edge e;
  const auto out = e.answer(ask("GET", "/api/v1/broken"));
  CHECK(out.status == 500);
  CHECK(out.body.find("hunter2") == std::string::npos);
  CHECK(e.failures == std::vector<std::string>{"readBroken: password=hunter2"});
}

TEST_CASE("a request that waited past its deadline is dropped at the door") {
  edge e;
  auto late = ask("GET", "/api/v1/accounts/5");
  late.received_at = e.now - 6s;
  const auto out = e.answer(late);
  CHECK(out.status == 503);
  CHECK(head(out, "Retry-After") == "1");
}

TEST_CASE("the caller's trace goes on through the context and back in the answer") {
  edge e;
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const auto out = e.answer(
      with(ask("GET", "/api/v1/status"), "traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
  CHECK(e.seen.trace_id == trace);
  CHECK(e.seen.span_id != "00f067aa0ba902b7");
  CHECK(head(out, "traceparent") == "00-" + trace + "-" + e.seen.span_id + "-01");
}

TEST_CASE("an answer says how long it took, refusals too") {
  edge e;
  CHECK(head(e.answer(ask("GET", "/api/v1/status")), "Server-Timing") == "app;dur=0.000");
  CHECK(head(e.answer(ask("GET", "/api/v1/none")), "Server-Timing") == "app;dur=0.000");
}

TEST_CASE("a path with NUL, a broken escape or an encoded slash is 400") {
  edge e;
  for (const char* text : {"%00", "%", "%4", "%zz", "a%2Fb", "a%5cb", "%ff"})
    CHECK(e.status(ask("GET", std::string("/api/v1/notes/") + text)) == 400);
  CHECK(e.answer(ask("GET", "/api/v1/notes/caf%C3%A9%20%2B+")).body == "caf\xc3\xa9 ++");
  for (const char* text : {".", "..", "%2e%2e"})
    CHECK(e.status(ask("GET", std::string("/api/v1/notes/") + text)) == 404);
}

TEST_CASE("every answer carries the security headers, HSTS only over TLS") {
  edge plain, tls({.tls = true, .rates = {}});
  for (const char* target : {"/api/v1/accounts/5", "/nowhere", "/api/v1/broken"}) {
    const auto out = plain.answer(ask("GET", target));
    CHECK(head(out, "Content-Security-Policy").find("default-src 'none'") == 0);
    CHECK(head(out, "X-Content-Type-Options") == "nosniff");
    CHECK(head(out, "Referrer-Policy") == "no-referrer");
    CHECK(head(out, "Strict-Transport-Security").empty());
    CHECK(head(out, "Access-Control-Allow-Origin").empty());
    CHECK_FALSE(head(tls.answer(ask("GET", target)), "Strict-Transport-Security").empty());
  }
  CHECK(head(plain.answer(ask("GET", "/nowhere")), "Cache-Control") == "no-store");
}

TEST_CASE("an origin of the list may call, with a preflight, and no other") {
  edge e({.cors_origins = {"https://app.example"}, .rates = {}});
  auto preflight = with(ask("OPTIONS", "/api/v1/accounts/5"), "origin", "https://app.example");
  preflight = with(preflight, "access-control-request-method", "PATCH");
  const auto out = e.answer(preflight);
  CHECK(head(out, "Access-Control-Allow-Origin") == "https://app.example");
  CHECK(head(out, "Access-Control-Allow-Methods").find("PATCH") != std::string::npos);
  const auto other = e.answer(with(preflight, "origin", "https://evil.example"));
  CHECK(head(other, "Access-Control-Allow-Origin").empty());
  CHECK(head(other, "Vary") == "Origin");
}

TEST_CASE("a static file is served where no route is, under the policy for pages") {
  const embedded_file files[] = {{"/index.html", "<!doctype html>"}, {"/docs/docs.js", "1"}};
  const static_files served(files, "/index.html");
  edge e;
  e.start(&served);
  const auto page = e.answer(ask("GET", "/"));
  CHECK(page.status == 200);
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(head(page, "Content-Security-Policy").find("script-src 'self'") != std::string::npos);
  const auto unchanged = e.answer(with(ask("GET", "/"), "if-none-match", head(page, "ETag")));
  CHECK(unchanged.status == 304);
  CHECK(head(unchanged, "Content-Security-Policy") == head(page, "Content-Security-Policy"));
  const auto visit = with(ask("GET", "/accounts/7?x=1"), "accept", "text/html,*/*;q=0.8");
  CHECK(e.answer(visit).body == "<!doctype html>");
  CHECK(e.status(ask("GET", "/accounts/7")) == 404);
  CHECK(e.status(with(ask("GET", "/api/v1/none"), "accept", "text/html")) == 404);
  CHECK(e.status(ask("GET", "/api/v1/none")) == 404);
  CHECK(e.status(ask("POST", "/docs/docs.js")) == 404);
  const auto script = e.answer(ask("GET", "/docs/docs.js"));
  CHECK(head(script, "Content-Security-Policy") == head(page, "Content-Security-Policy"));
  CHECK(e.status(with(ask("GET", "/docs/docs.js"), "if-none-match", head(script, "ETag"))) == 304);
}

TEST_CASE("a target in absolute form is the same path") {
  edge e;
  CHECK(e.status(ask("GET", "http://bank.example/api/v1/accounts/5")) == 200);
  CHECK(e.status(ask("GET", "http://bank.example")) == 404);
  CHECK(e.status(ask("GET", "ftp://bank.example/api/v1/accounts/5")) == 400);
  CHECK(e.status(ask("GET", "/api/v1/notes/caf\xc3\xa9")) == 400);
}

TEST_CASE("the access log learns of every answer, of refusals too") {
  edge e;
  std::vector<std::string> log;
  dispatcher_deps deps{.sessions = &e.sessions};
  deps.on_answer = [&](const answered_request& answer) {
    log.push_back(std::string(answer.operation_id) + " " + std::to_string(answer.status) + " " +
                  std::to_string(answer.user.value));
  };
  dispatcher serve(e.table(), std::move(deps));
  for (const char* target : {"/api/v1/accounts/5", "/api/v1/nothing", "/api/v1/broken"}) {
    response out;
    serve(ask("GET", target), out);
  }
  CHECK(log == std::vector<std::string>{"readAccount 200 7", " 404 0", "readBroken 500 7"});
}

TEST_CASE("what runs before every handler may fill in the book or refuse") {
  edge e;
  dispatcher_deps deps{.sessions = &e.sessions};
  deps.prepare = [](call& c) {
    if (c.row().operation_id == "readAccount")
      throw problem_error(problems::unavailable).retry_after(3);
    c.context().book = {44};
  };
  dispatcher serve(e.table(), std::move(deps));
  response refused, fine;
  serve(ask("GET", "/api/v1/accounts/5"), refused);
  CHECK(refused.status == 503);
  CHECK(head(refused, "Retry-After") == "3");
  serve(ask("GET", "/api/v1/status"), fine);
  CHECK(fine.status == 200);
  CHECK(e.seen.book == book_id{44});
}
