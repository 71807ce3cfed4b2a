#include "storage/objects/s3_client.hpp"

#include <thread>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t idle_max = 16;

/// Of the store and not of what it holds: trying again may help.
bool is_outage(int status) { return status >= 500 || status == 408 || status == 429; }

instant machine_time() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace

s3_client::s3_client(s3_options options)
    : options_(std::move(options)), circuit_(options_.circuit) {
  start_network();
}

https_answer s3_client::ask(const s3_question& question) {
  require_closed_circuit();
  const auto until = clock::now() + options_.patience;
  for (int tried = 1;; ++tried) {
    try {
      auto answer = try_once(question, until);
      note(true);
      if (answer.status >= 300 && answer.status != 404 && answer.status != 416) {
        ++failures_;
        throw storage_refusal{"s3 refuses: " + std::to_string(answer.status)};
      }
      return answer;
    } catch (const storage_refusal& refused) {
      throw storage_failure{refused.what()};
    } catch (const storage_failure&) {
      if (tried < options_.tries && pause_before_try(tried, until)) continue;
      note(false);
      throw;
    }
  }
}

https_answer s3_client::try_once(const s3_question& question, time_limit until) {
  const auto& place = options_.place;
  s3_request request{question.method, place.host,       "/" + place.bucket,
                     question.query,  question.headers, s3_payload_hash(question.body)};
  if (!question.object.empty()) request.path += "/" + question.object;
  auto headers = signed_headers(request, place.credentials, machine_time());
  headers.insert(question.headers.begin(), question.headers.end());
  auto url = "https://" + place.host + s3_escaped(request.path, true);
  if (!question.query.empty()) url += "?" + s3_query(question.query);

  auto kept = session();
  auto answer = kept->ask({question.method, std::move(url), std::move(headers), question.body},
                          question.answer_bytes_max, until);
  give_back(std::move(kept));
  if (is_outage(answer.status))
    throw storage_failure{"s3 answers " + std::to_string(answer.status)};
  return answer;
}

void s3_client::require_closed_circuit() {
  const std::lock_guard lock{mutex_};
  if (circuit_.may_try(clock::now())) return;
  throw storage_failure{"s3 failed lately and is left alone"};
}

void s3_client::note(bool good) {
  if (!good) ++failures_;
  const auto spread = chance();
  const std::lock_guard lock{mutex_};
  if (good)
    circuit_.succeeded();
  else
    circuit_.failed(clock::now(), spread);
}

bool s3_client::pause_before_try(int tried, time_limit until) {
  const auto longest = options_.first_pause * (1 << std::min(tried - 1, 10));
  const auto pause =
      std::chrono::duration_cast<std::chrono::milliseconds>(longest * (0.5 + 0.5 * chance()));
  if (clock::now() + pause >= until) return false;
  std::this_thread::sleep_for(pause);
  return true;
}

std::unique_ptr<https_session> s3_client::session() {
  {
    const std::lock_guard lock{mutex_};
    if (!idle_.empty()) {
      auto kept = std::move(idle_.back());
      idle_.pop_back();
      return kept;
    }
  }
  return std::make_unique<https_session>(options_.place.ca_file);
}

void s3_client::give_back(std::unique_ptr<https_session> session) {
  const std::lock_guard lock{mutex_};
  if (idle_.size() < idle_max) idle_.push_back(std::move(session));
}

double s3_client::chance() {
  const std::lock_guard lock{mutex_};
  return std::uniform_real_distribution<>{}(random_);
}

bool s3_client::is_available() const {
  const std::lock_guard lock{mutex_};
  return !circuit_.is_open();
}

}  // namespace smartfin
