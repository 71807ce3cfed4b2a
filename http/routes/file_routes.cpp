#include <limits>
#include <thread>
#include <utility>

#include "domain/files/file_type.hpp"
#include "http/byte_ranges.hpp"
#include "http/conditions.hpp"
#include "http/routes/routes.hpp"

namespace smartfin::http {

/// A page of files, with how much of their room all of them take.
struct file_list {
  std::vector<file_view> items;
  std::optional<std::string> next_cursor;
  std::int64_t bytes_used = 0;
  std::int64_t bytes_max = 0;
};
BOOST_DESCRIBE_STRUCT(file_list, (), (items, next_cursor, bytes_used, bytes_max))

namespace {

using namespace std::chrono_literals;

constexpr auto tag = "Files";
constexpr std::int64_t piece_bytes = 256 * 1024;
// Long enough for a content to reach a store that has to be asked more than once.
constexpr std::chrono::seconds patience{60};
constexpr std::chrono::seconds piece_patience{30};

struct file_position {
  std::int64_t before = 0;
};
BOOST_DESCRIBE_STRUCT(file_position, (), (before))

void upload(const edge_services& s, call& c) {
  const auto name = c.query_text("name").value_or("");
  if (!is_file_name(name))
    throw problem_error(problems::bad_query, {},
                        {{"name", "not_a_file_name", "must be a name without slashes"}});
  if (c.in().body.empty())
    throw problem_error(problems::validation, {}, {{"", "empty", "the file is empty"}});
  add_file request{c.context(), name, std::string{c.in().header("content-type")},
                   std::make_shared<const std::string>(c.in().body)};
  const auto view = s.ask.ask<file_view>(s.file_contents, std::move(request));
  c.etag(view.version);
  c.created(view, "/api/v1/files/" + std::to_string(view.id.value));
}

void list(const edge_services& s, call& c) {
  list_files query{c.context(), std::numeric_limits<std::int64_t>::max(), 0};
  query.limit = static_cast<int>(c.page_limit());
  if (const auto cursor = c.query_text("cursor"))
    query.before = s.cursors.open<file_position>("listFiles", *cursor).before;
  auto page = s.ask.ask<file_page>(s.files, 0, std::move(query));
  file_list view{std::move(page.items), {}, page.bytes_used, page.bytes_max};
  if (page.more)
    view.next_cursor = s.cursors.seal("listFiles", file_position{view.items.back().id.value});
  c.header("Cache-Control", "no-store");
  c.link_next(view.next_cursor);
  c.ok(view);
}

/// Pulls one piece of a content after the other. Nothing is held at the store while a slow client takes its time.
class content_pieces {
public:
  content_pieces(const edge_services& s, read_file_part query, std::int64_t left)
      : services_(s), query_(std::move(query)), left_(left) {
    fetch();
  }
  bool whole() const { return left_ == 0; }
  /// Empty behind the end.
  std::string next() {
    if (piece_.empty() && left_ > 0) {
      query_.ctx.deadline = std::chrono::steady_clock::now() + piece_patience;
      fetch_later();
    }
    return std::exchange(piece_, {});
  }

private:
  /// The status has been sent: what goes wrong now is for the log, and for the front to break off. Only so many
  /// contents are moved at once, and a download that began waits for its turn.
  void fetch_later() {
    for (auto pause = 5ms;; pause *= 2) {
      try {
        return fetch();
      } catch (const problem_error& failed) {
        if (failed.kind().type == "overloaded" && pause < 1s) {
          std::this_thread::sleep_for(pause);
          continue;
        }
        if (services_.log) services_.log("download_broken_off", std::string{failed.kind().type});
        throw;
      }
    }
  }
  void fetch() {
    query_.size = std::min(left_, piece_bytes);
    piece_ = services_.ask.ask<file_part>(services_.file_contents, query_).bytes;
    const auto got = static_cast<std::int64_t>(piece_.size());
    if (got != query_.size) throw problem_error(problems::internal);
    query_.offset += got;
    left_ -= got;
  }

  const edge_services& services_;
  read_file_part query_;
  std::int64_t left_;
  std::string piece_;
};

/// A name for Content-Disposition (RFC 6266): any UTF-8, escaped.
std::string disposition_of(const std::string& name) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string text = "attachment; filename*=UTF-8''";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    if (plain)
      text += c;
    else
      text += {'%', hex[byte >> 4], hex[byte & 15]};
  }
  return text;
}

void download(const edge_services& s, call& c) {
  const auto id = c.id<file_id>();
  const auto view = s.ask.ask<file_view>(s.files, 0, find_file{c.context(), id});
  const auto etag = '"' + view.content_tag + '"';
  c.header("ETag", etag);
  c.header("Accept-Ranges", "bytes");
  if (names_etag(c.in().header("If-None-Match"), etag)) {
    c.out().status = 304;
    return;
  }
  const auto condition = c.in().header("If-Range");
  const bool same = condition.empty() || condition == etag;
  const auto range = parse_range(same ? c.in().header("Range") : std::string_view{}, view.size);
  const auto total = "/" + std::to_string(view.size);
  if (range.what == asked_range::form::unsatisfiable) {
    c.header("Content-Range", "bytes *" + total);
    const problem_error refused{{416, "range-not-satisfiable", "The file has no such bytes"}};
    return write_problem(c.out(), refused, c.context().trace_id);
  }
  const auto pieces = std::make_shared<content_pieces>(
      s, read_file_part{c.context(), id, range.offset, 0}, range.size);
  if (range.what == asked_range::form::part) {
    c.out().status = 206;
    c.header("Content-Range", "bytes " + std::to_string(range.offset) + '-' +
                                  std::to_string(range.offset + range.size - 1) + total);
  }
  c.header("Content-Disposition", disposition_of(view.name));
  if (pieces->whole()) return c.bytes(view.media_type, pieces->next());
  c.bytes(view.media_type, {});
  c.out().source = [pieces] { return pieces->next(); };
}

}  // namespace

void add_file_routes(route_table& table, const edge_services& s, std::size_t bytes_max) {
  table.add(post("/api/v1/files")
                .id("uploadFile")
                .tag(tag)
                .user()
                .summary("Keep a file; its type is found by its content")
                .rate(rate_class::heavy)
                .deadline(patience)
                .accepts({"application/pdf", "image/png", "image/jpeg", "image/webp", "text/csv",
                          "application/csv", "application/x-ofx", "application/vnd.intu.qfx",
                          "text/plain", "application/octet-stream"},
                         bytes_max)
                .reply<file_view>(201)
                .query({.name = "name",
                        .required = true,
                        .description = "What it is called; no slashes or control characters",
                        .lowest = 1,
                        .highest = 255}),
            [&s](call& c) { upload(s, c); });
  table.add(get("/api/v1/files")
                .id("listFiles")
                .tag(tag)
                .user()
                .summary("My files, newest first, and how much room they take")
                .paged()
                .reply<file_list>(),
            [&s](call& c) { list(s, c); });
  table.add(
      get("/api/v1/files/{id}")
          .id("findFile")
          .tag(tag)
          .user()
          .summary("What is known of a file")
          .reply<file_view>(),
      [&s](call& c) {
        const auto view = s.ask.ask<file_view>(s.files, 0, find_file{c.context(), c.id<file_id>()});
        c.etag(view.version);
        c.ok(view);
      });
  table.add(get("/api/v1/files/{id}/content")
                .id("downloadFile")
                .tag(tag)
                .user()
                .summary("A file's content, whole or a range of it, sent while it is read")
                .deadline(piece_patience)
                .reply_type("*/*"),
            [&s](call& c) { download(s, c); });
  table.add(
      remove("/api/v1/files/{id}")
          .id("deleteFile")
          .tag(tag)
          .user()
          .summary("Give a file up")
          .rate(rate_class::write)
          .conditional()
          .no_content(),
      [&s](call& c) {
        s.ask.ask<done>(s.files, 0, delete_file{c.context(), c.id<file_id>(), version_asked(c)});
        c.no_content();
      });
}

}  // namespace smartfin::http
