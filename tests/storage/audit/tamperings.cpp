#include "tests/storage/audit/tamperings.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "domain/audit/entry_bundle.hpp"
#include "storage/audit/note_codes.hpp"

namespace smartfin::testing {
namespace {

std::string& any_file(folder_content& files, random_bits& random) {
  return std::next(files.begin(), static_cast<std::ptrdiff_t>(random() % files.size()))->second;
}

std::vector<std::string> names_of(const folder_content& files, const std::string& beginning) {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files)
    if (name.starts_with(beginning)) names.push_back(name);
  return names;
}

std::string any_name(const std::vector<std::string>& names, random_bits& random) {
  return names[random() % names.size()];
}

void flip_a_bit(folder_content& files, random_bits& random) {
  auto& bytes = any_file(files, random);
  if (bytes.empty()) return;
  auto& byte = bytes[random() % bytes.size()];
  byte = static_cast<char>(byte ^ (1 << (random() % 8)));
}

void cut_a_file(folder_content& files, random_bits& random) {
  auto& bytes = any_file(files, random);
  bytes.resize(random() % (bytes.size() + 1));
}

void lengthen_a_file(folder_content& files, random_bits& random) {
  auto& bytes = any_file(files, random);
  for (auto more = 1 + random() % 40; more > 0; --more)
    bytes.push_back(static_cast<char>(random() % 256));
}

bool is_needed(const std::string& name) {
  const auto of = parse_tile(name);
  return !of || of->width == width_in_log(of->level, of->index, last_size);
}

void lose_a_file(folder_content& files, random_bits& random) {
  std::vector<std::string> needed = names_of(files, "");
  std::erase_if(needed, [](const std::string& name) { return !is_needed(name); });
  files.erase(any_name(needed, random));
}

void swap_two_files(folder_content& files, random_bits& random) {
  const auto names = names_of(files, random() % 2 == 0 ? "tile/entries/" : "tile/0/");
  std::swap(files[any_name(names, random)], files[any_name(names, random)]);
}

/// One form of a tile under the name of another, as from an older state.
void replace_a_partial(folder_content& files, random_bits& random) {
  auto partials = names_of(files, "tile/");
  std::erase_if(partials, [](const std::string& name) { return parse_tile(name)->is_full(); });
  const auto target = any_name(partials, random);
  files[target] = files[any_name(partials, random)];
}

/// Entries edited, dropped, doubled or in another order, in bundles of the right width as far as possible.
void change_entries(folder_content& files, random_bits& random) {
  const auto bundles = names_of(files, "tile/entries/");
  auto& bundle = files[any_name(bundles, random)];
  const auto bytes = bundle;
  std::vector<std::string> entries;
  const auto parts = entries_of_bundle(bytes).value();
  for (const auto entry : parts) entries.emplace_back(entry);
  auto& one = entries[random() % entries.size()];
  switch (random() % 5) {
    case 0:
      one.push_back('!');
      break;
    case 1:
      one[random() % one.size()] ^= 1;
      break;
    case 2:
      std::swap(one, entries[random() % entries.size()]);
      break;
    case 3:
      one = entries[random() % entries.size()];
      break;
    default:
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(random() % entries.size()));
  }
  bundle.clear();
  for (const auto& entry : entries) append_to_bundle(bundle, entry);
}

/// What an attacker without the key can do best: all tiles are made again to fit other entries.
void forge_a_history(folder_content& files, random_bits& random) {
  auto entries = entries_from(0, last_size);
  const auto at = random() % entries.size();
  switch (random() % 3) {
    case 0:
      entries[at] = "forged";
      break;
    case 1:
      std::swap(entries[at], entries[random() % entries.size()]);
      break;
    default:
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
      break;
  }
  const temporary_folder scratch;
  audit_publisher forger{log_in(scratch / "forged"), quick_files()};
  forger.publish(0, entries);
  auto forged = content_of(scratch / "forged");
  forged["key"] = files["key"];
  forged["checkpoint"] = files["checkpoint"];
  files = std::move(forged);
}

void forge_a_leaf_tile(folder_content& files, random_bits& random) {
  const auto bundle = any_name({"tile/entries/000", "tile/entries/003"}, random);
  auto& bytes = files[bundle];
  bytes[2] ^= 1;
  auto& hashes = files["tile/0/" + bundle.substr(13)];
  const auto first = entries_of_bundle(bytes).value().front();
  const auto hash = leaf_hash(sha256, first);
  std::copy(hash.begin(), hash.end(), hashes.begin());
}

}  // namespace

std::vector<named_tampering> tamperings() {
  const auto plain = [](void (*change)(folder_content&, random_bits&)) {
    return [change](folder_content& files, const past&, random_bits& random) {
      change(files, random);
    };
  };
  const auto older = [](const past& was, random_bits& random) -> const folder_content& {
    return was.states[random() % (was.states.size() - 1)];
  };
  return {{"a bit", plain(flip_a_bit)},
          {"a bit again", plain(flip_a_bit)},
          {"a cut file", plain(cut_a_file)},
          {"a longer file", plain(lengthen_a_file)},
          {"a lost file", plain(lose_a_file)},
          {"two files", plain(swap_two_files)},
          {"a partial tile", plain(replace_a_partial)},
          {"entries", plain(change_entries)},
          {"entries again", plain(change_entries)},
          {"a leaf and its hash", plain(forge_a_leaf_tile)},
          {"a forged history", plain(forge_a_history)},
          {"an older checkpoint",
           [older](auto& files, const past& was, auto& random) {
             files["checkpoint"] = older(was, random).at("checkpoint");
           }},
          {"an older state",
           [older](auto& files, const past& was, auto& random) { files = older(was, random); }},
          {"an older state's tiles",
           [older](auto& files, const past& was, auto& random) {
             auto state = older(was, random);
             state["checkpoint"] = files["checkpoint"];
             files = std::move(state);
           }},
          {"another key", [](auto& files, const past& was, auto& random) {
             const auto mine = std::exchange(files, was.of_another_key);
             if (random() % 2 == 0) files["key"] = mine.at("key");
           }}};
}

}  // namespace smartfin::testing
