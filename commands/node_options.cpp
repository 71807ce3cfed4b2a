#include "commands/node_options.hpp"

#include "commands/built_in_models.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using namespace std::chrono_literals;

/// The models built into the program, or those of a folder. A node without good models is refused, not served by rules
/// in silence.
std::shared_ptr<const score_models> loaded_models(const std::string& folder) {
  auto models =
      folder.empty() ? score_models::from_files(built_in_models()) : score_models::load(folder);
  if (!models) throw storage_refusal{"the score's models cannot be used: " + models.error().detail};
  return std::make_shared<const score_models>(std::move(*models));
}

}  // namespace

app_tree_options tree_options(const settings& s, const std::filesystem::path& data,
                              std::shared_ptr<object_store> objects, const spool_folder& spool) {
  app_tree_options options;
  options.objects = std::move(objects);
  options.open_scratch = [&spool] { return spool.open(); };
  options.limits = {s.supervision.intensity, s.supervision.period, s.supervision.delay_min,
                    s.supervision.delay_max, s.supervision.healthy_run};
  options.retry_down_after = s.supervision.retry_down_after;
  options.in_flight_max = s.services.in_flight_max;
  options.parked_max = s.services.parked_max;
  options.finance_readers = s.finance.readers;
  options.import_chunk_rows = s.finance.import_chunk_rows;
  options.import_rows_at_once_max = s.finance.import_rows_at_once_max;
  options.import_inline_time_max = s.finance.import_inline_time_max;
  options.password_hashers = s.auth.hashers;
  options.file_workers = s.files.workers;
  options.file_quota_bytes = s.files.quota_bytes_max;
  options.files_swept_after = s.files.sweep_after;
  options.audit_folder = data / "audit";
  options.delivery.kept = s.events.kept;
  options.models = loaded_models(s.prediction.models_dir);
  options.password = {s.auth.password_memory_kib, s.auth.password_passes};
  options.sessions = {s.auth.access_lifetime, s.auth.refresh_lifetime, s.auth.administrators};
  options.throttle = {s.auth.failures_free, s.auth.first_wait, s.auth.longest_wait,
                      s.auth.forget_after};
  return options;
}

http::edge_options door_options(const settings& s, const spool_folder& spool) {
  http::edge_options options;
  auto& front = options.front;
  front.host = s.http.host;
  front.port = s.http.port;
  front.workers = s.http.workers;
  front.header_bytes_max = s.http.header_bytes_max;
  front.body_bytes_max = s.http.body_bytes_max;
  front.body_memory_max = s.http.body_memory_max;
  front.open_spool = [&spool] { return spool.open(); };
  front.spool_bytes_min = s.http.spool_bytes_min;
  front.transfer_rate_min = s.http.transfer_rate_min;
  front.request_time_max = s.http.request_time_max;
  front.idle_time_max = s.http.idle_time_max;
  front.connections_max = s.http.connections_max;
  front.connections_per_address_max = s.http.connections_per_address_max;
  front.queue_max = s.http.queue_max;
  front.drain_time_max = s.http.drain_time_max;
  front.compress = s.http.compress;
  options.dispatch.cors_origins = s.http.cors_origins;
  options.import_bytes_max = s.http.import_bytes_max;
  options.file_bytes_max = s.files.bytes_max;
  const auto per_minute = [](std::uint32_t burst) { return http::rate_limit{burst, 60s}; };
  options.dispatch.rates = {
      per_minute(0), per_minute(s.rates.read_per_minute), per_minute(s.rates.write_per_minute),
      per_minute(s.rates.sign_in_per_minute), per_minute(s.rates.heavy_per_minute)};
  return options;
}

std::array<unsigned char, 32> cursor_key(const vault& keys) {
  std::array<unsigned char, 32> key{};
  const auto derived = keys.derive("cursors");
  std::copy_n(derived.data(), key.size(), key.begin());
  return key;
}

}  // namespace smartfin
