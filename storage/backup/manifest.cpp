#include "storage/backup/manifest.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <filesystem>

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/snapshot_order.hpp"
#include "storage/data_folder.hpp"

namespace smartfin {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

manifest_member member_of(const json::value& from) {
  manifest_member member;
  member.name = from.at("name").as_string();
  if (const auto* schema = from.as_object().if_contains("schema"))
    member.schema = schema->to_number<int>();
  if (const auto* rows = from.as_object().if_contains("rows"))
    member.rows = rows->to_number<std::uint64_t>();
  member.content.size = from.at("size").to_number<std::uint64_t>();
  member.content.hash = from.at("hash").as_string();
  return member;
}

[[noreturn]] void refuse(const char* why) {
  throw backup_refusal{backup_errc::damaged,
                       std::string{"the backup's list of contents cannot be used: "} + why};
}

}  // namespace

bool stays_inside(const std::string& name) {
  const fs::path path{name};
  if (name.empty() || path.is_absolute()) return false;
  for (const auto& part : path)
    if (part.empty() || part == "." || part == "..") return false;
  return true;
}

backup_manifest new_manifest(instant now) { return {SMARTFIN_VERSION, to_rfc3339(now), {}}; }

std::string to_json(const backup_manifest& manifest) {
  json::array members;
  for (const auto& each : manifest.members) {
    json::object member{
        {"name", each.name}, {"size", each.content.size}, {"hash", each.content.hash}};
    if (each.schema) {
      member["schema"] = *each.schema;
      member["rows"] = each.rows;
    }
    members.push_back(std::move(member));
  }
  return json::serialize(json::object{{"product", manifest.product},
                                      {"made_at", manifest.made_at},
                                      {"members", std::move(members)}});
}

backup_manifest parse_manifest(std::string_view text) {
  backup_manifest manifest;
  try {
    const auto document = json::parse({text.data(), text.size()});
    manifest.product = document.at("product").as_string();
    manifest.made_at = document.at("made_at").as_string();
    for (const auto& each : document.at("members").as_array())
      manifest.members.push_back(member_of(each));
  } catch (const std::exception&) {
    refuse("it is not one");
  }
  for (const auto& each : manifest.members)
    if (!stays_inside(each.name)) refuse("a name leads out of the data folder");
  return manifest;
}

void refuse_newer(const manifest_member& member, const std::string& maker) {
  if (!member.schema) return;
  const auto known = known_schemas();
  const auto service = service_of(member.name);
  const auto found = known.find(service);
  if (found == known.end() || *member.schema > found->second)
    throw backup_refusal{backup_errc::newer,
                         "the backup was made by " + maker + " and holds data of " + service +
                             " with schema " + std::to_string(*member.schema) +
                             ", this program knows " +
                             (found == known.end() ? "none" : std::to_string(found->second)) +
                             ": use a newer program"};
}

}  // namespace smartfin
