#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const std::string pdf_head = "%PDF-1.7\n";

api_request upload_of(const std::string& name, std::string content, header_fields fields = {}) {
  fields.emplace_back("Content-Type", "application/octet-stream");
  return {"POST", "/api/v1/files?name=" + name, std::move(content), std::move(fields)};
}

/// Bytes that do not repeat, behind the head of a PDF.
std::string long_content(std::size_t size) {
  std::string content = pdf_head;
  for (std::uint32_t state = 7; content.size() < size; state = state * 1'664'525 + 1'013'904'223)
    content += static_cast<char>(state >> 24);
  content.resize(size);
  return content;
}

std::string content_path(std::int64_t id) {
  return "/api/v1/files/" + std::to_string(id) + "/content";
}

std::vector<fs::path> objects_of(const node_home& home) {
  std::vector<fs::path> found;
  for (const auto& each : fs::recursive_directory_iterator{home.data() / "objects"})
    if (each.is_regular_file()) found.push_back(each.path());
  return found;
}

}  // namespace

TEST_CASE("a file comes back to the byte, whole and in ranges, also after a restart") {
  const node_home home;
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto content = long_content(3'000'000);
  const auto added = expect_status(ann.send(upload_of("Contract%20%C3%A4.pdf", content)), 201);
  const auto id = added.number("/id");
  CHECK(added.text("/name") == "Contract \xC3\xA4.pdf");
  CHECK(added.text("/media_type") == "application/pdf");
  CHECK(added.number("/size") == 3'000'000);
  CHECK(added.header("Location") == "/api/v1/files/" + std::to_string(id));

  CHECK(node.stop().status == 0);
  node.start();
  ann.move_to(node.port());
  const auto whole = expect_status(ann.get(content_path(id)), 200);
  CHECK(whole.body == content);
  CHECK(whole.header("Content-Type") == "application/pdf");
  CHECK(whole.header("Content-Disposition") ==
        "attachment; filename*=UTF-8''Contract%20%C3%A4.pdf");
  const auto tag = whole.header("ETag").value();
  CHECK(tag == '"' + added.text("/content_tag") + '"');
  CHECK(ann.get(content_path(id), {{"If-None-Match", tag}}).status == 304);

  const auto part =
      expect_status(ann.get(content_path(id), {{"Range", "bytes=65530-1000000"}}), 206);
  CHECK(part.body == content.substr(65'530, 934'471));
  CHECK(part.header("Content-Range") == "bytes 65530-1000000/3000000");
  CHECK(ann.get(content_path(id), {{"Range", "bytes=-5"}}).body == content.substr(2'999'995));
  CHECK(ann.get(content_path(id), {{"Range", "bytes=2999999-"}}).body == content.substr(2'999'999));
  const auto beyond = ann.get(content_path(id), {{"Range", "bytes=3000000-"}});
  CHECK(beyond.status == 416);
  CHECK(beyond.header("Content-Range") == "bytes */3000000");
  CHECK(ann.get(content_path(id), {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status ==
        200);
}

TEST_CASE("files are listed newest first, page by page, and nobody sees another's") {
  const node_home home;
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  auto bob = signed_up(node.port(), "bob");
  for (const char* name : {"a.txt", "b.csv", "c.txt"})
    expect_status(ann.send(upload_of(name, std::string{"text of "} + name)), 201);
  const auto first = expect_status(ann.get("/api/v1/files?limit=2"), 200);
  CHECK(first.text("/items/0/name") == "c.txt");
  CHECK(first.text("/items/1/media_type") == "text/csv");
  CHECK(first.number("/bytes_used") == 39);
  const auto second =
      expect_status(ann.get("/api/v1/files?limit=2&cursor=" + first.text("/next_cursor")), 200);
  CHECK(second.text("/items/0/name") == "a.txt");
  CHECK(second.json().as_object().if_contains("next_cursor") == nullptr);

  const auto id = first.number("/items/0/id");
  const auto path = "/api/v1/files/" + std::to_string(id);
  CHECK(bob.get(path).status == 404);
  CHECK(bob.get(content_path(id)).status == 404);
  CHECK(bob.remove(path, {{"If-Match", "*"}}).status == 404);
  CHECK(expect_status(bob.get("/api/v1/files"), 200).number("/bytes_used") == 0);
}

TEST_CASE("equal files of one user are kept once, those of two users cannot be linked") {
  const node_home home;
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  auto bob = signed_up(node.port(), "bob");
  const auto first = expect_status(ann.send(upload_of("a.pdf", long_content(70'000))), 201);
  const auto second = expect_status(ann.send(upload_of("b.pdf", long_content(70'000))), 201);
  CHECK(first.number("/id") != second.number("/id"));
  CHECK(first.text("/content_tag") == second.text("/content_tag"));
  CHECK(objects_of(home).size() == 1);
  CHECK(expect_status(ann.get("/api/v1/files"), 200).number("/bytes_used") == 70'000);
  const auto other = expect_status(bob.send(upload_of("a.pdf", long_content(70'000))), 201);
  CHECK(other.text("/content_tag") != first.text("/content_tag"));
  CHECK(objects_of(home).size() == 2);

  const auto path = "/api/v1/files/" + std::to_string(first.number("/id"));
  CHECK(ann.remove(path).status == 428);
  CHECK(ann.remove(path, {{"If-Match", "\"7\""}}).status == 412);
  CHECK(ann.remove(path, {{"If-Match", "\"1\""}}).status == 204);
  CHECK(ann.get(path).status == 404);
  CHECK(ann.get(content_path(second.number("/id"))).body == long_content(70'000));
}

TEST_CASE("a repeated upload with its key adds nothing, and another content with it is refused") {
  const node_home home;
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto again = [&](const char* content) {
    return ann.send(upload_of("a.txt", content, {{"Idempotency-Key", "one"}}));
  };
  const auto first = expect_status(again("text"), 201).number("/id");
  CHECK(expect_status(again("text"), 201).number("/id") == first);
  CHECK(again("other text").status == 422);
  CHECK(expect_status(ann.get("/api/v1/files"), 200).json().at("items").as_array().size() == 1);
}

TEST_CASE("what is no file of a known kind, has no name or finds no room is refused") {
  const node_home home{quick_settings("[files]\nbytes_max = 100000\nquota_bytes_max = 150000\n")};
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  CHECK(ann.send(upload_of("a.exe", std::string{"MZ\0\1binary", 10})).status == 422);
  auto lying = upload_of("a.png", long_content(100));
  lying.fields.front().second = "image/png";
  CHECK(ann.send(lying).text("/type") == "/problems/type-not-accepted");
  CHECK(ann.send(upload_of("", "text")).status == 400);
  CHECK(ann.send(upload_of("a%2Fb", "text")).status == 400);
  CHECK(ann.send(upload_of("..", "text")).status == 400);
  CHECK(ann.send(upload_of("a%00b", "text")).status == 400);
  CHECK(ann.send(upload_of("a.txt", "")).status == 422);
  CHECK(ann.send(upload_of("a.pdf", long_content(100'001))).status == 413);
  expect_status(ann.send(upload_of("a.pdf", long_content(90'000))), 201);
  const auto full = ann.send(upload_of("b.pdf", long_content(60'001)));
  CHECK(full.status == 413);
  CHECK(full.text("/type") == "/problems/quota-exceeded");
  expect_status(ann.send(upload_of("c.pdf", long_content(60'000))), 201);
}

TEST_CASE("contents are sealed on the disk, and one that was changed there is never handed out") {
  const node_home home;
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto id =
      expect_status(ann.send(upload_of("a.txt", "a text about money")), 201).number("/id");
  const auto objects = objects_of(home);
  REQUIRE(objects.size() == 1);
  std::string stored;
  std::getline(std::ifstream{objects.front()}, stored, '\0');
  CHECK(stored.find("money") == std::string::npos);
  {
    std::fstream file{objects.front(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(40);
    file.put('x');
  }
  CHECK(ann.get(content_path(id)).text("/type") == "/problems/content-damaged");
  fs::remove(objects.front());
  CHECK(ann.get(content_path(id)).text("/type") == "/problems/content-damaged");
  CHECK(ann.get("/api/v1/files/" + std::to_string(id)).status == 200);
}
