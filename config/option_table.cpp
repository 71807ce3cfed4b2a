#include <algorithm>

#include "config/cluster_options.hpp"
#include "config/listen_address.hpp"
#include "config/log.hpp"
#include "config/outside_options.hpp"
#include "domain/auth/credentials.hpp"

namespace smartfin {
namespace {

using namespace option_rows;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_node_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.';
  });
}

/// As a browser writes it in Origin (RFC 6454, 6.2): lower case, no path, so that equal means same.
bool is_origin(std::string_view origin) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!origin.starts_with(scheme)) continue;
    const auto place = origin.substr(scheme.size());
    settings probe;
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (std::ranges::any_of(place, upper)) return false;
    const bool has_port =
        place.find(':', place.starts_with('[') ? place.find(']') : 0) != place.npos;
    return apply_listen(probe, has_port ? std::string(place) : std::string(place) + ":0")
        .has_value();
  }
  return false;
}

bool is_postgres_url_or_empty(std::string_view url) {
  return url.empty() || (is_path_or_empty(url) &&
                         (url.starts_with("postgresql://") || url.starts_with("postgres://")));
}

bool is_log_level(std::string_view name) { return parse_log_level(name).has_value(); }

constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;
constexpr std::int64_t gib = 1024 * mib;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr number_range requests_a_minute{0, 1'000'000'000, "requests a minute"};

constexpr option node_options[] = {
    text<&settings::node, &node_settings::name>(
        "name", {is_node_name, "a text of 1 to 64 letters, digits, '-', '_' and '.'"},
        "What this node calls itself in its log and its metrics."),
};

constexpr auto http = &settings::http;
constexpr option http_options[] = {
    text<http, &http_settings::host>(
        "host", {is_host, "the text of an IP address, IPv6 without brackets, or of a host name"},
        "Where to listen; \"0.0.0.0\" is every IPv4 address of the machine, \"::\" every address."),
    number<http, &http_settings::port>("port", {0, 65'535},
                                       "The port to listen on; 0 takes any free one."),
    number<http, &http_settings::workers>("workers", {1, 1'024, "threads"},
                                          "How many requests are handled at once."),
    number<http, &http_settings::header_bytes_max>("header_bytes_max", {kib, mib, "bytes"},
                                                   "The longest request line and header fields."),
    number<http, &http_settings::body_bytes_max>("body_bytes_max", {kib, gib, "bytes"},
                                                 "The longest body of a request."),
    number<http, &http_settings::import_bytes_max>("import_bytes_max", {kib, gib, "bytes"},
                                                   "The longest file to import."),
    number<http, &http_settings::spool_bytes_min>(
        "file_memory_bytes_max", {kib, gib, "bytes"},
        "The longest file to import that is held in memory; a longer one goes to the disk as it "
        "arrives."),
    number<http, &http_settings::spool_bytes_max>(
        "spool_bytes_max", {mib, 1024 * gib, "bytes"},
        "What may lie on the disk at once of files that arrive or are being imported, in "
        "\"spool\" in the data folder; beyond it they are refused. An import needs about twice "
        "its file."),
    number<http, &http_settings::body_memory_max>(
        "body_memory_bytes_max", {kib, 1024 * gib, "bytes"},
        "Memory for the unfinished requests of all clients together."),
    number<http, &http_settings::request_time_max>(
        "request_time_max_ms", {10, hour_ms},
        "How long a client may take to send a request; a body earns more time as it arrives."),
    number<http, &http_settings::transfer_rate_min>(
        "transfer_bytes_per_second", {1, gib, "bytes per second"},
        "How slowly a client may send a body or read an answer, on average; a file to import may "
        "take as long as that."),
    number<http, &http_settings::idle_time_max>(
        "idle_time_max_s", {1, 86'400}, "How long a connection may stay open without a request."),
    number<http, &http_settings::connections_max>("connections_max", {1, 1'000'000},
                                                  "How many clients may be connected at once."),
    number<http, &http_settings::connections_per_address_max>(
        "connections_per_address_max", {1, 1'000'000},
        "How many of them may come from one address, or from one IPv6 network of 64 bits."),
    number<http, &http_settings::queue_max>("queue_max", {1, 1'000'000},
                                            "How many whole requests may wait for a worker."),
    number<http, &http_settings::drain_time_max>(
        "drain_time_max_ms", {0, hour_ms},
        "How long a stop waits for the requests that have been started."),
    flag<http, &http_settings::compress>(
        "compress", "Whether answers are compressed for clients that take gzip."),
    text<http, &http_settings::cors_origins>(
        "cors_origins", {is_origin, "the text of an origin, such as \"https://app.example.org\""},
        "Other web origins whose pages may read answers; none by default."),
};

constexpr auto rates = &settings::rates;
constexpr option rate_options[] = {
    number<rates, &rate_settings::read_per_minute>("read_per_minute", requests_a_minute,
                                                   "What one caller may read; 0 means no limit."),
    number<rates, &rate_settings::write_per_minute>(
        "write_per_minute", requests_a_minute, "What one caller may change; 0 means no limit."),
    number<rates, &rate_settings::sign_in_per_minute>(
        "sign_in_per_minute", requests_a_minute,
        "How often one address may register, log in or refresh; 0 means no limit."),
    number<rates, &rate_settings::heavy_per_minute>(
        "heavy_per_minute", requests_a_minute,
        "How often one caller may ask for costly work, such as imports; 0 means no limit."),
};

constexpr option security_options[] = {
    masked(text<&settings::security, &security_settings::master_key_file>(
        "master_key_file", path_or_empty,
        "The file of the key that seals all personal data; empty means next to the data folder, "
        "with \".master-key\" after its name. Keep it out of the folder and of its backups.")),
};

constexpr option storage_options[] = {
    masked(text<&settings::storage, &storage_settings::url>(
        "url", {is_postgres_url_or_empty, "a URL that starts with \"postgresql://\", or empty"},
        "Where PostgreSQL (14 or newer) is, and its database, as libpq writes it; it may name several hosts. "
        "Each service goes there as a role of its own, \"smartfin_<service>\", to a schema of its own. "
        "Only with TLS (sslmode=verify-full). Empty means SQLite in the data folder.")),
    masked(text<&settings::storage, &storage_settings::password_file>(
        "password_file", path_or_empty,
        "The file with the passwords of these roles, as libpq's .pgpass; nobody else may read it. "
        "Empty means libpq's own default.")),
    masked(text<&settings::storage, &storage_settings::analytics_url>(
        "analytics_url",
        {is_postgres_url_or_empty, "a URL that starts with \"postgresql://\", or empty"},
        "Where the analytics service keeps its data, as \"url\": PostgreSQL, with TimescaleDB or without. Nothing "
        "else waits for it. Empty means with the others.")),
    masked(text<&settings::storage, &storage_settings::analytics_password_file>(
        "analytics_password_file", path_or_empty,
        "The file with the password of \"smartfin_analytics\" there, as \"password_file\".")),
};

constexpr auto auth = &settings::auth;
constexpr option auth_options[] = {
    number<auth, &auth_settings::access_lifetime>("access_lifetime_s", {1, 86'400},
                                                  "How long an access token is good for."),
    number<auth, &auth_settings::refresh_lifetime>(
        "refresh_lifetime_h", {1, 8'760}, "How long a session lives on without being refreshed."),
    number<auth, &auth_settings::password_memory_kib>(
        "password_memory_kib", {8, 4 * mib, "KiB"},
        "Memory for hashing one password with Argon2id; less than 19456 is for tests only."),
    number<auth, &auth_settings::password_passes>("password_passes", {1, 1'000},
                                                  "Passes of Argon2id over that memory."),
    number<auth, &auth_settings::hashers>("hashers", {1, 256, "threads"},
                                          "How many passwords are hashed at once."),
    number<auth, &auth_settings::failures_free>(
        "failures_free", {0, 1'000}, "Failed log-ins in a row before the next one has to wait."),
    number<auth, &auth_settings::first_wait>(
        "first_wait_s", {1, 3'600}, "The first wait; it doubles with every further failure."),
    number<auth, &auth_settings::longest_wait>("longest_wait_s", {1, 86'400},
                                               "The longest wait between failed log-ins."),
    number<auth, &auth_settings::forget_after>(
        "forget_after_min", {1, 10'080}, "Failures are forgotten after this long without one."),
    text<auth, &auth_settings::administrators>(
        "administrators", {is_email, "an e-mail address"},
        "Whoever signs in with one of these addresses may see and replay parked events. Addresses "
        "are not verified: register them before you name them here."),
    text<auth, &auth_settings::demo_login_file>(
        "demo_login_file", path_or_empty,
        "Anybody may look around as the user of this file, an address and a password as \"smartfin "
        "demo\" writes them, and change what is that user's; empty means that nobody may."),
};

constexpr auto finance = &settings::finance;
constexpr option finance_options[] = {
    number<finance, &finance_settings::readers>("readers", {1, 256, "threads"},
                                                "How many reports and lists are read at once."),
    number<finance, &finance_settings::import_chunk_rows>(
        "import_chunk_rows", {1, 100'000, "rows"},
        "Rows of an import stored at a time; other work of the ledger comes between."),
    number<finance, &finance_settings::import_rows_at_once_max>(
        "import_rows_at_once_max", {1, 1'000'000, "rows"},
        "The most rows of one day in a file, and of an import of all rows or none: these are held "
        "in memory together."),
    number<finance, &finance_settings::import_inline_time_max>(
        "import_inline_time_max_ms", {0, hour_ms},
        "How long an import may keep its request waiting before it goes on in the background."),
};

constexpr option event_options[] = {
    number<&settings::events, &event_settings::kept>(
        "kept_h", {1, 24 * 3'650},
        "How long events stay in their log after every subscriber has them; they can be replayed until then."),
};

constexpr option prediction_options[] = {
    text<&settings::prediction, &prediction_settings::models_dir>(
        "models_dir", path_or_empty,
        "The folder of the trained models; empty means those built into the program."),
};

constexpr auto services = &settings::services;
constexpr option service_options[] = {
    number<services, &service_settings::request_deadline>(
        "request_deadline_ms", {1, hour_ms},
        "How long a service may take to answer before the client is told that it did not."),
    number<services, &service_settings::in_flight_max>(
        "in_flight_max", {1, 1'000'000, "requests"},
        "Requests one service may work on; more are told to come back."),
    number<services, &service_settings::parked_max>(
        "parked_max", {0, 1'000'000, "requests"},
        "Requests that may wait for a worker of a service while it restarts."),
};

constexpr auto supervision = &settings::supervision;
constexpr option supervision_options[] = {
    number<supervision, &supervision_settings::intensity>(
        "intensity", {0, 10'000, "restarts"},
        "Restarts allowed within the period; one more, and the service is down for a while."),
    number<supervision, &supervision_settings::period>("period_ms", {1, 24 * hour_ms},
                                                       "The period in which they are counted."),
    number<supervision, &supervision_settings::delay_min>(
        "delay_min_ms", {0, hour_ms}, "The delay before a first restart; it doubles each time."),
    number<supervision, &supervision_settings::delay_max>("delay_max_ms", {0, hour_ms},
                                                          "The longest delay before a restart."),
    number<supervision, &supervision_settings::healthy_run>(
        "healthy_run_ms", {0, 24 * hour_ms},
        "After running this long, a failure counts as a first one again."),
    number<supervision, &supervision_settings::retry_down_after>(
        "retry_down_after_ms", {1, 24 * hour_ms},
        "How long a service that is down waits for its next attempt."),
};

constexpr option scheduler_options[] = {
    number<&settings::scheduler, &scheduler_settings::threads>(
        "threads", {0, 1'024, "threads"},
        "Threads that run the services; 0 means as many as there are cores, and at least 2."),
};

constexpr option log_options[] = {
    text<&settings::log, &log_settings::level>(
        "level", {is_log_level, R"(one of "debug", "info", "warn" and "error")"},
        "The least important lines that are still written."),
};

constexpr option fault_options[] = {
    flag<&settings::faults, &fault_settings::allowed>(
        "allowed", "Whether an operator may make services fail on purpose, to see them recover."),
};

constexpr option_section sections[] = {
    {"node", "This node.", node_options},
    {"http", "The door: where clients connect, and what they may send.", http_options},
    {"rates", "How much one caller may ask for.", rate_options},
    {"security", "What protects stored data.", security_options},
    {"storage", "Where the data are.", storage_options},
    {"cluster", "Several nodes as one.", cluster_options},
    {"cache", "Where answers are kept that are costly to find again.", cache_options},
    {"objects", "Where the contents of files are.", object_options},
    {"auth", "Sessions and passwords.", auth_options},
    {"finance", "The ledger and its imports.", finance_options},
    {"files", "Files that people keep here.", file_options},
    {"events", "What services tell each other.", event_options},
    {"prediction", "The score.", prediction_options},
    {"services", "Requests to any service.", service_options},
    {"supervision", "What happens when a part of a service fails.", supervision_options},
    {"scheduler", "The threads of the services.", scheduler_options},
    {"log", "JSON lines on standard output.", log_options},
    {"faults", "Failures on purpose.", fault_options},
};

constexpr option_order orders[] = {
    {"http.body_bytes_max", "http.body_memory_bytes_max"},
    {"http.file_memory_bytes_max", "http.body_memory_bytes_max"},
    {"http.import_bytes_max", "http.spool_bytes_max"},
    {"files.file_bytes_max", "http.body_memory_bytes_max"},
    {"files.file_bytes_max", "files.quota_bytes_max"},
    {"auth.first_wait_s", "auth.longest_wait_s"},
    {"supervision.delay_min_ms", "supervision.delay_max_ms"},
};

}  // namespace

std::span<const option_section> option_table() { return sections; }
std::span<const option_order> option_orders() { return orders; }

}  // namespace smartfin
