#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

#include "storage/audit/checkpoint.hpp"
#include "storage/audit/note_codes.hpp"
#include "storage/audit/signed_note.hpp"

using namespace smartfin;

namespace {

// The example of the reference implementation's documentation: a key, its seed and a note.
constexpr auto known_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr auto known_seed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const std::string known_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string known_note =
    known_text +
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6"
    "RyyBwJnAM=\n";

note_signer known_signer() {
  key_bytes seed;
  const auto bytes = from_note_base64(known_seed).value();
  std::copy(bytes.begin() + 1, bytes.end(), seed.data());
  return {"PeterNeumann", seed};
}

}  // namespace

TEST_CASE("the reference implementation's note and key are ours to the byte", "[audit]") {
  const auto signer = known_signer();
  CHECK(signer.key().text() == known_key);
  CHECK(signer.sign(known_text) == known_note);
  const auto key = note_key::parse(known_key);
  REQUIRE(key);
  CHECK(key->name() == "PeterNeumann");
  CHECK(key->open(known_note) == known_text);
}

TEST_CASE("a verifier key that was changed anywhere is none", "[audit]") {
  const std::string text = known_key;
  for (std::size_t i = 0; i < text.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      CHECK_FALSE(note_key::parse(changed));
    }
  for (const auto* none : {"", "+", "++", "a+b", "a+b+c", "PeterNeumann", "+c74f20a3+AR"})
    CHECK_FALSE(note_key::parse(none));
}

TEST_CASE("a note that was changed anywhere is not signed", "[audit]") {
  const auto key = note_key::parse(known_key).value();
  for (std::size_t i = 0; i < known_note.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = known_note;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      CHECK_FALSE(key.open(changed));
    }
  for (std::size_t size = 0; size < known_note.size(); ++size)
    CHECK_FALSE(key.open(known_note.substr(0, size)));
}

TEST_CASE("signatures of other keys say nothing, and a broken one of this key spoils the note",
          "[audit]") {
  const auto key = note_key::parse(known_key).value();
  key_bytes seed;
  std::fill_n(seed.data(), key_bytes::size, static_cast<unsigned char>(9));
  const note_signer other{"other.example/log", seed};
  const auto other_line = other.sign(known_text).substr(known_text.size() + 1);
  CHECK(key.open(known_note + other_line) == known_text);
  CHECK(other.key().open(known_note + other_line) == known_text);
  CHECK_FALSE(key.open(other.sign(known_text)));
  const auto of_another_text = known_signer().sign("else\n").substr(6);
  CHECK_FALSE(key.open(known_note + of_another_text));
}

TEST_CASE("random text opens as nothing and reads as no checkpoint", "[audit]") {
  const auto key = note_key::parse(known_key).value();
  std::mt19937_64 random{11};
  for (int round = 0; round < 3'000; ++round) {
    std::string text(random() % 200, '\0');
    for (auto& c : text) c = "\n\n +— PA1=x"[random() % 13];
    CHECK_FALSE(key.open(text));
    CHECK_FALSE(note_key::parse(text));
    CHECK_FALSE(parse_checkpoint(text));
  }
}

TEST_CASE("a checkpoint read back is the same, and has one form", "[audit]") {
  const log_head head{"example.com/log", 20'852'163, sha256("a", "b")};
  const auto text = checkpoint_text(head);
  CHECK(text == "example.com/log\n20852163\n" + hash_text(head.root) + "\n");
  CHECK(parse_checkpoint(text) == head);
  CHECK(parse_checkpoint(text + "an extension\n") == head);
  for (const auto* size : {"", "01", "-1", "+1", "1 ", "18446744073709551616", "0x1"})
    CHECK_FALSE(parse_checkpoint("o\n" + std::string{size} + "\n" + hash_text(head.root) + "\n"));
  CHECK_FALSE(parse_checkpoint("\n1\n" + hash_text(head.root) + "\n"));
  CHECK_FALSE(parse_checkpoint("o\n1\nAAAA\n"));
}
