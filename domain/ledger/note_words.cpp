#include "domain/ledger/note_words.hpp"

#include "domain/text_rules.hpp"

namespace smartfin {

std::vector<std::string> words_of(std::string_view note) {
  constexpr std::size_t words_max = 64;
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (word.size() > 1 && words.size() < words_max) words.push_back(word);
    word.clear();
  };
  for (const char c : ascii_lower(note)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool belongs = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (belongs)
      word.push_back(c);
    else
      finish();
  }
  finish();
  return words;
}

}  // namespace smartfin
