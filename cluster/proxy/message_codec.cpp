#include "cluster/proxy/message_codec.hpp"

#include "messages/json.hpp"

namespace smartfin {
namespace {

constexpr json::parse_limits wire_limits{.bytes_max = 64 << 20, .depth_max = 64};

/// A text that somebody else holds too.
class shared_text final : public byte_source {
public:
  explicit shared_text(std::shared_ptr<const std::string> text) : text_(std::move(text)) {}
  std::uint64_t size() const override { return text_->size(); }
  std::size_t read(std::uint64_t at, std::span<char> to) const override {
    return memory_bytes{*text_}.read(at, to);
  }

private:
  std::shared_ptr<const std::string> text_;
};

/// What a client sent in a header may be any bytes; JSON is UTF-8, and every byte that is not becomes a question mark.
void make_utf8(std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (length <= 4 && !json::is_utf8(std::string_view{text}.substr(at, length))) ++length;
    if (length > 4) {
      text[at] = '?';
      length = 1;
    }
    at += length;
  }
}

bool read_whole(const byte_source& from, std::string& to) {
  if (from.size() > text_bytes_max) return false;
  to.resize(static_cast<std::size_t>(from.size()));
  return from.read(0, to) == to.size();
}

}  // namespace

const message_codec* interface_codec::find(std::string_view message) const {
  for (const auto& each : messages)
    if (each.name == message) return &each;
  return nullptr;
}

const message_codec* interface_codec::find(const caf::type_erased_tuple& content) const {
  for (const auto& each : messages)
    if (each.matches(content)) return &each;
  return nullptr;
}

void attach(parcel& to, const std::string& bytes) { to.attachment = bytes; }

void attach(parcel& to, const std::shared_ptr<const std::string>& bytes) {
  if (!bytes) return;
  if (bytes->size() <= attachment_bytes_max)
    to.attachment = *bytes;
  else
    to.upload = std::make_shared<shared_text>(bytes);
}

void attach(parcel& to, const std::shared_ptr<const byte_source>& bytes) {
  if (!bytes) return;
  if (bytes->size() > attachment_bytes_max || !read_whole(*bytes, to.attachment)) to.upload = bytes;
}

bool detach(parcel& from, std::string& bytes) {
  if (from.upload) return read_whole(*from.upload, bytes);
  bytes = std::move(from.attachment);
  return true;
}

bool detach(parcel& from, std::shared_ptr<const std::string>& bytes) {
  auto text = std::make_shared<std::string>();
  if (!detach(from, *text)) return false;
  bytes = std::move(text);
  return true;
}

bool detach(parcel& from, std::shared_ptr<const byte_source>& bytes) {
  bytes = from.upload ? std::move(from.upload)
                      : std::make_shared<memory_scratch>(std::move(from.attachment));
  return true;
}

std::string pack_described(const json::shape& type, const void* value) {
  std::string text;
  json::write(type, value, text, json::secrets::revealed);
  if (!json::is_utf8(text)) make_utf8(text);
  return text;
}

bool unpack_described(const json::shape& type, std::string_view text, void* value) {
  return json::read_stored(type, text, value, wire_limits);
}

}  // namespace smartfin
