#include "storage/objects/s3_store.hpp"

#include <charconv>

#include "storage/objects/s3_client.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

/// Every text between <name> and </name>, one after the other. The values that are read here hold no escapes.
std::vector<std::string> elements(std::string_view xml, const std::string& name) {
  const auto open = "<" + name + ">", close = "</" + name + ">";
  std::vector<std::string> found;
  for (auto at = xml.find(open); at != xml.npos; at = xml.find(open, at)) {
    at += open.size();
    const auto end = xml.find(close, at);
    if (end == xml.npos) break;
    found.emplace_back(xml.substr(at, end - at));
  }
  return found;
}

std::string read_part(byte_stream& content, std::size_t size) {
  std::string part(size, '\0');
  std::size_t got = 0;
  while (got < size) {
    const auto more =
        content.read({reinterpret_cast<unsigned char*>(part.data()) + got, size - got});
    if (more == 0) break;
    got += more;
  }
  part.resize(got);
  return part;
}

/// Parts of one object on their way; what was sent is given up unless it is completed.
class multipart_upload {
public:
  multipart_upload(s3_client& s3, std::string object) : s3_(s3), object_(std::move(object)) {
    const auto begun = s3_.ask({.method = "POST", .object = object_, .query = {{"uploads", ""}}});
    const auto ids = elements(begun.body, "UploadId");
    if (begun.status != 200 || ids.size() != 1) throw storage_failure{"s3 begins no upload"};
    id_ = ids.front();
  }
  ~multipart_upload() {
    if (completed_) return;
    try {
      s3_.ask({.method = "DELETE", .object = object_, .query = {{"uploadId", id_}}});
    } catch (const std::exception&) {
      // The bucket's own rule for unfinished uploads has to take them.
    }
  }
  multipart_upload(const multipart_upload&) = delete;
  multipart_upload& operator=(const multipart_upload&) = delete;

  void send(std::string_view part) {
    const auto number = std::to_string(++parts_);
    const auto sent = s3_.ask({.method = "PUT",
                               .object = object_,
                               .query = {{"partNumber", number}, {"uploadId", id_}},
                               .body = part});
    const auto tag = sent.headers.find("etag");
    if (sent.status != 200 || tag == sent.headers.end() ||
        tag->second.find_first_of("<>&") != std::string::npos)
      throw storage_failure{"s3 takes no part"};
    list_ += "<Part><PartNumber>" + number + "</PartNumber><ETag>" + tag->second + "</ETag></Part>";
    size_ += part.size();
  }
  void complete() {
    const auto list = "<CompleteMultipartUpload>" + list_ + "</CompleteMultipartUpload>";
    const auto done =
        s3_.ask({.method = "POST", .object = object_, .query = {{"uploadId", id_}}, .body = list});
    // An error may come with 200. And 404: an earlier try, whose answer was lost, has completed it.
    const bool joined = done.status == 200 && elements(done.body, "ETag").size() == 1;
    if (!joined && !is_there()) throw storage_failure{"s3 joins no parts"};
    completed_ = true;
  }

private:
  bool is_there() {
    const auto seen = s3_.ask({.method = "HEAD", .object = object_});
    const auto length = seen.headers.find("content-length");
    return seen.status == 200 && length != seen.headers.end() &&
           length->second == std::to_string(size_);
  }

  s3_client& s3_;
  std::string object_, id_, list_;
  std::uint64_t size_ = 0;
  int parts_ = 0;
  bool completed_ = false;
};

class s3_store final : public object_store {
public:
  explicit s3_store(s3_options options)
      : part_bytes_(options.part_bytes), s3_(std::move(options)) {}

  void put(const std::string& name, byte_stream& content) override {
    require_name(name);
    ++writes_;
    auto part = read_part(content, part_bytes_);
    if (part.size() < part_bytes_) {
      const auto done = s3_.ask({.method = "PUT", .object = name, .body = part});
      if (done.status != 200) throw storage_failure{"s3 takes no object: is the bucket there?"};
      return;
    }
    multipart_upload upload{s3_, name};
    for (; !part.empty(); part = read_part(content, part_bytes_)) upload.send(part);
    upload.complete();
  }

  std::optional<std::string> read(const std::string& name, byte_range part) override {
    require_name(name);
    if (part.size == 0) return size_of(name) ? std::optional{std::string{}} : std::nullopt;
    ++reads_;
    const auto last = part.offset + part.size - 1;
    auto got = s3_.ask({.method = "GET",
                        .object = name,
                        .headers = {{"range", "bytes=" + std::to_string(part.offset) + '-' +
                                                  std::to_string(last)}},
                        .answer_bytes_max = part.size + (64 << 10)});
    if (got.status == 404) return std::nullopt;
    if (got.status == 416) return std::string{};
    // A store that does not know ranges would send all of it, which the limit above may have let through.
    if (got.status != 206) throw storage_failure{"s3 sends no range"};
    return std::move(got.body);
  }

  std::optional<std::uint64_t> size_of(const std::string& name) override {
    require_name(name);
    ++reads_;
    const auto seen = s3_.ask({.method = "HEAD", .object = name});
    if (seen.status == 404) return std::nullopt;
    const auto length = seen.headers.find("content-length");
    std::uint64_t size = 0;
    if (length == seen.headers.end() ||
        std::from_chars(length->second.data(), length->second.data() + length->second.size(), size)
                .ec != std::errc{})
      throw storage_failure{"s3 tells no size"};
    return size;
  }

  void remove(const std::string& name) override {
    require_name(name);
    ++removals_;
    s3_.ask({.method = "DELETE", .object = name});
  }

  std::vector<std::string> list(const std::string& prefix, const std::string& after,
                                std::size_t limit) override {
    ++reads_;
    std::map<std::string, std::string> query{
        {"list-type", "2"},
        {"max-keys", std::to_string(std::max<std::size_t>(limit, 2))},
        {"prefix", prefix}};
    if (!after.empty()) query["start-after"] = after;
    const auto got = s3_.ask({.method = "GET", .query = query, .answer_bytes_max = 8 << 20});
    if (got.status != 200) throw storage_failure{"s3 lists nothing: is the bucket there?"};
    auto names = elements(got.body, "Key");
    if (names.size() > limit) names.resize(limit);
    return names;
  }

  object_counts counts() const override {
    return {"s3", reads_, writes_, removals_, s3_.failures(), s3_.is_available()};
  }

private:
  static void require_name(const std::string& name) {
    if (!is_object_name(name)) throw storage_failure{"objects: not a name"};
  }

  const std::size_t part_bytes_;
  s3_client s3_;
  std::atomic<std::int64_t> reads_{0}, writes_{0}, removals_{0};
};

bool is_plain(std::string_view text, std::string_view more) {
  return !text.empty() && std::ranges::all_of(text, [more](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != more.npos;
  });
}

}  // namespace

std::optional<s3_place> parse_s3_url(std::string_view url) {
  constexpr std::string_view scheme = "s3://", secure = "https://";
  if (!url.starts_with(scheme)) return std::nullopt;
  url.remove_prefix(scheme.size());
  const auto mark = url.find('?');
  if (mark == url.npos) return std::nullopt;
  s3_place place;
  place.bucket = url.substr(0, mark);
  place.credentials.region = "us-east-1";
  for (url.remove_prefix(mark + 1); !url.empty();) {
    const auto end = std::min(url.find('&'), url.size());
    const auto pair = url.substr(0, end);
    url.remove_prefix(std::min(end + 1, url.size()));
    if (pair.starts_with("region="))
      place.credentials.region = pair.substr(7);
    else if (pair.starts_with("endpoint=https://"))
      place.host = pair.substr(9 + secure.size());
    else
      return std::nullopt;
  }
  if (place.host.ends_with('/')) place.host.pop_back();
  if (place.host.ends_with(":443")) place.host.resize(place.host.size() - 4);
  if (place.bucket.size() < 3 || place.bucket.size() > 63 || !is_plain(place.bucket, ".-") ||
      !is_plain(place.host, ".-:[]") || !is_plain(place.credentials.region, "-"))
    return std::nullopt;
  return place;
}

std::unique_ptr<object_store> make_s3_store(s3_options options) {
  return std::make_unique<s3_store>(std::move(options));
}

}  // namespace smartfin
