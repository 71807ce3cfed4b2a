#include "actors/write_batch.hpp"

#include <boost/json/value.hpp>

namespace smartfin {
namespace {

constexpr std::chrono::hours answers_kept{24};

std::string answer_place(const call_context& ctx) {
  return "idempotency_keys/" + std::to_string(ctx.who.user.value) + "/" + ctx.idempotency_key;
}

}  // namespace

write_batch::~write_batch() {
  if (!open_) return;
  deps_.work->roll_back();
  waiting_.clear();  // bounces: nothing of them is left
}

std::optional<caf::error> write_batch::refuse_expired(const call_context& ctx) {
  const bool limited = ctx.deadline != std::chrono::steady_clock::time_point{};
  if (limited && std::chrono::steady_clock::now() > ctx.deadline)
    return make_error(infra_errc::deadline_exceeded);
  return std::nullopt;
}

bool write_batch::begin() {
  try {
    deps_.work->begin();
    open_ = true;
  } catch (const storage_failure& failed) {
    note_failure(failed);
  }
  return open_;
}

void write_batch::note_failure(const storage_failure& failed) {
  last_failure_ = failed.what();
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < std::chrono::seconds{1}) return;
  told_ = now;
  deps_.lost(last_failure_);
}

void write_batch::undo_request() {
  deps_.forget();
  try {
    deps_.work->roll_back_to_savepoint();
  } catch (const storage_failure& failed) {
    give_up_batch(failed);
  }
}

void write_batch::undo_batch() {
  deps_.forget();
  deps_.work->roll_back();
  open_ = false;
}

// The database may have rolled back everything by itself (a full disk does): the whole batch is lost then.
caf::error write_batch::give_up_batch(const storage_failure& failed) {
  note_failure(failed);
  const auto error = make_error(infra_errc::storage_failed);
  deps_.forget();
  deps_.work->roll_back();
  open_ = false;
  answer_all(error);
  return error;
}

void write_batch::flush() {
  if (!open_) return;
  open_ = false;
  try {
    deps_.work->commit();
  } catch (const storage_failure& failed) {
    give_up_batch(failed);
    return;
  }
  answer_all({});
  deps_.committed();
}

void write_batch::answer_all(const caf::error& error) {
  auto waiting = std::move(waiting_);
  waiting_.clear();
  for (auto& tell : waiting) tell(error);
}

result<std::string, caf::error> write_batch::find_answer(const call_context& ctx) {
  const auto found = deps_.answers->find(ctx.who.user, ctx.idempotency_key);
  if (!found) return std::string{};
  if (found->request_digest != ctx.request_digest)
    return failure{make_error(infra_errc::idempotency_key_reused)};
  return deps_.answers_key->open(found->reply, answer_place(ctx));
}

void write_batch::read_answer(const std::string& text, const json::shape& type, void* reply) {
  field_errors errors;
  const auto parsed = json::parse_body(text);
  if (!parsed || !json::read(type, *parsed, reply, errors, false))
    throw storage_failure{"a remembered answer does not read"};
}

void write_batch::save_answer(const call_context& ctx, const std::string& reply) {
  deps_.answers->forget_before(ctx.now - answers_kept);
  deps_.answers->save(ctx.who.user, ctx.idempotency_key,
                      {ctx.request_digest, deps_.answers_key->seal(reply, answer_place(ctx))},
                      ctx.now);
}

}  // namespace smartfin
