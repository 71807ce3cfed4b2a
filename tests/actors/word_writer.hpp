#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "actors/write_batch.hpp"
#include "storage/memory/memory_unit_of_work.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin::testing {

/// Appends a word. Some words mean more: see word_store::append.
struct add_word {
  call_context ctx;
  std::string word;
};

struct added_word {
  std::string word;
  std::int64_t position = 0;
};
BOOST_DESCRIBE_STRUCT(added_word, (), (word, position))

struct word_state : memory_service_state {
  std::vector<std::string> words;
};

/// A unit of work that counts, and fails when it is told to.
class fallible_work final : public unit_of_work {
public:
  explicit fallible_work(word_state& state) : work_(state) {}

  void begin() override {
    fail_if(fails.begin);
    ++begins;
    work_.begin();
  }
  void set_savepoint() override {
    fail_if(fails.savepoint);
    work_.set_savepoint();
  }
  void release_savepoint() override { work_.release_savepoint(); }
  void roll_back_to_savepoint() override { work_.roll_back_to_savepoint(); }
  void commit() override {
    if (before_commit) before_commit();
    fail_if(fails.commit);
    ++commits;
    work_.commit();
  }
  void roll_back() noexcept override {
    ++roll_backs;
    work_.roll_back();
  }

  /// Each makes the next such call fail, once.
  struct {
    bool begin = false;
    bool savepoint = false;
    bool commit = false;
  } fails;
  std::function<void()> before_commit;
  int begins = 0;
  int commits = 0;
  int roll_backs = 0;

private:
  static void fail_if(bool& once) {
    if (std::exchange(once, false)) throw storage_failure{"as told"};
  }
  memory_unit_of_work<word_state> work_;
};

/// Outlives its writer, as a database does.
struct word_store {
  word_state state;
  fallible_work work{state};
  std::unique_ptr<idempotency_repository> answers = make_memory_idempotency_repository(state);
  vault keys{key_bytes::random()};
  int forgotten = 0;
  /// What happens elsewhere while a request is decided.
  std::function<void()> meanwhile = [] {};

  result<added_word, ledger_errc> append(const std::string& word) {
    state.words.push_back(word);
    meanwhile();
    if (word == "throw") throw std::logic_error{"told to"};
    if (word == "fail") throw storage_failure{"told to"};
    if (word.ends_with("refuse") || word == "refuse and keep")
      return failure{ledger_errc::stale_version};
    return added_word{word, static_cast<std::int64_t>(state.words.size())};
  }
};

}  // namespace smartfin::testing

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::testing::add_word)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::testing::added_word)

namespace smartfin::testing {

using word_actor =
    caf::typed_actor<caf::replies_to<add_word>::with<added_word>, caf::reacts_to<flush_batch>>;

struct word_writer_state {
  std::unique_ptr<write_batch> batch;
  static inline const char* name = "words";
};

/// The smallest service with a batch.
inline word_actor::behavior_type word_writer(word_actor::stateful_pointer<word_writer_state> self,
                                             word_store* store) {
  self->state.batch = std::make_unique<write_batch>(write_batch_deps{
      &store->work, store->answers.get(), &store->keys.own(), [store] { ++store->forgotten; }});
  auto& batch = *self->state.batch;
  apply_crash_policy(self, {}, [&batch] { batch.flush(); });
  return {
      [self, store, &batch](const add_word& m) -> caf::result<added_word> {
        if (m.word.starts_with("alone"))
          return batch.write_alone<added_word>(self, m.ctx, [&] { return store->append(m.word); });
        const bool keeps = m.word == "refuse and keep";
        return batch.write<added_word>(
            self, m.ctx, [&] { return store->append(m.word); },
            [keeps](ledger_errc) { return keeps; });
      },
      [&batch](const flush_batch&) { batch.flush(); },
  };
}

}  // namespace smartfin::testing
