#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "http/static_files.hpp"
#include "tests/http/sample_routes.hpp"

namespace smartfin::http {
std::span<const embedded_file> app_files();
}

using namespace smartfin::http;
using namespace smartfin::http::samples;

TEST_CASE("the web client is inside: its page is asked for anew, what the page names is kept") {
  const static_files served(app_files(), "/index.html");
  edge e;
  e.start(&served);
  const auto page = e.answer(with(ask("GET", "/score"), "accept", "text/html"));
  CHECK(page.status == 200);
  CHECK(head(page, "Cache-Control") == "no-cache");
  CHECK(page.body.find("<script>") == std::string::npos);
  const auto files = app_files();
  const auto script = std::ranges::find_if(files, [](const embedded_file& file) {
    return file.path.starts_with("/assets/index-") && file.path.ends_with(".js");
  });
  REQUIRE(script != files.end());
  CHECK(page.body.find(script->path) != std::string::npos);
  const auto kept = e.answer(ask("GET", std::string(script->path)));
  CHECK(head(kept, "Cache-Control") == "public, max-age=31536000, immutable");
}
