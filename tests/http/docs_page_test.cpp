#include "http/docs_files.hpp"
#include "sample_routes.hpp"

using namespace smartfin::http;
using namespace smartfin::http::samples;

TEST_CASE("the documentation page is inside the program and obeys its own policy") {
  const static_files served(docs_files());
  edge e;
  e.start(&served);
  const auto page = e.answer(ask("GET", "/docs"));
  REQUIRE(page.status == 200);
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(page.body.find("/docs/docs.js") != std::string::npos);
  for (const char* inline_code : {"<style", "style=", "onclick", "onload", "http://", "https://"})
    CHECK(page.body.find(inline_code) == std::string::npos);
  CHECK(page.body == e.answer(ask("GET", "/docs/index.html")).body);
  const auto script = e.answer(ask("GET", "/docs/docs.js"));
  CHECK(script.content_type == "text/javascript; charset=utf-8");
  CHECK(script.body.find("innerHTML") == std::string::npos);
  CHECK(script.body.ends_with("}\n"));
  CHECK(e.answer(ask("GET", "/docs/docs.css")).content_type == "text/css; charset=utf-8");
}
