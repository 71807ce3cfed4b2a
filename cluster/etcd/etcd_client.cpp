#include "cluster/etcd/etcd_client.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "cluster/etcd/etcd_json.hpp"

namespace smartfin {
namespace {

namespace json = boost::json;
using namespace etcd_json;
using std::chrono::steady_clock;
using kind = etcd_failure::kind;

constexpr std::size_t watch_line_bytes_max = 1 << 20;

json::object put_request(const etcd_entry& entry) {
  json::object put{{"key", bytes(entry.key)}, {"value", bytes(entry.value)}};
  if (entry.lease != 0) put["lease"] = number(entry.lease);
  return put;
}

/// If the key was created at `create_revision` (0: is absent) then `action`, else read it.
json::object guarded(const std::string& key, std::int64_t create_revision, json::object action) {
  const json::object compare{{"key", bytes(key)},
                             {"target", "CREATE"},
                             {"result", "EQUAL"},
                             {"create_revision", number(create_revision)}};
  const json::object read{{"request_range", json::object{{"key", bytes(key)}}}};
  return {{"compare", json::array{compare}},
          {"success", json::array{std::move(action)}},
          {"failure", json::array{read}}};
}

/// What the branch of a transaction that failed its comparison has read.
std::vector<etcd_entry> found_instead(const json::object& answer) {
  const auto* responses = answer.if_contains("responses");
  if (!responses || !responses->is_array() || responses->get_array().empty() ||
      !responses->get_array().front().is_object())
    throw etcd_failure{kind::garbage, "etcd: a transaction without an answer"};
  return entries_in(object_in(responses->get_array().front().get_object(), "response_range"));
}

}  // namespace

struct etcd_client::parts {
  etcd_options options;
  std::size_t at = 0;  // of the endpoints
  std::vector<std::unique_ptr<https_session>> sessions{};

  const std::string& endpoint() const { return options.endpoints[at]; }

  static https_request post(const std::string& url, std::string_view body) {
    return {"POST", url, {{"content-type", "application/json"}}, body};
  }

  https_answer send(const std::string& path, const std::string& body, time_limit until) {
    try {
      return sessions[at]->ask(post(endpoint() + path, body), options.answer_bytes_max, until);
    } catch (const std::exception& failure) {
      throw etcd_failure{kind::outage, "etcd " + endpoint() + ": " + failure.what()};
    }
  }

  json::object ask_once(const std::string& path, const std::string& body, time_limit until) {
    const auto answer = send(path, body, until);
    if (answer.status == 200) return read_object(answer.body);
    const bool may_pass = answer.status >= 500 || answer.status == 408 || answer.status == 429;
    throw etcd_failure{may_pass ? kind::outage : kind::refused,
                       "etcd " + endpoint() + ": " + std::to_string(answer.status) + ": " +
                           reason_in(answer.body)};
  }

  json::object ask(const std::string& path, const json::object& request, etcd_patience patience) {
    const auto body = json::serialize(request);
    for (int tries = 1;; ++tries) {
      const auto until = std::min(patience.until, steady_clock::now() + options.request_timeout);
      try {
        return ask_once(path, body, until);
      } catch (const etcd_failure& failure) {
        if (failure.why() == kind::refused) throw;
        at = (at + 1) % options.endpoints.size();
        if (tries >= patience.tries_max || steady_clock::now() >= patience.until) throw;
      }
    }
  }
};

etcd_client::etcd_client(etcd_options options) {
  if (options.endpoints.empty()) throw std::invalid_argument{"etcd: no endpoint"};
  for (auto& each : options.endpoints) {
    if (each.ends_with('/')) each.pop_back();
    if (!each.starts_with("https://"))
      throw std::invalid_argument{"etcd: an endpoint that is not https://host:port"};
  }
  parts_ = std::make_unique<parts>(parts{std::move(options)});
  for (std::size_t i = 0; i < parts_->options.endpoints.size(); ++i)
    parts_->sessions.push_back(std::make_unique<https_session>(parts_->options.identity));
}
etcd_client::~etcd_client() = default;

const std::string& etcd_client::endpoint() const { return parts_->endpoint(); }

etcd_entries etcd_client::range(const std::string& prefix, etcd_patience patience) {
  const auto answer =
      parts_->ask("/v3/kv/range",
                  {{"key", bytes(prefix)}, {"range_end", bytes(end_of_prefix(prefix))}}, patience);
  return {revision_in(answer), entries_in(answer)};
}

std::int64_t etcd_client::put(const etcd_entry& entry, etcd_patience patience) {
  return revision_in(parts_->ask("/v3/kv/put", put_request(entry), patience));
}

etcd_entry etcd_client::create(const etcd_entry& entry, etcd_patience patience) {
  const auto answer = parts_->ask(
      "/v3/kv/txn", guarded(entry.key, 0, {{"request_put", put_request(entry)}}), patience);
  const auto revision = revision_in(answer);
  if (truth_in(answer, "succeeded"))
    return {entry.key, entry.value, revision, revision, entry.lease};
  const auto found = found_instead(answer);
  if (found.size() != 1) throw etcd_failure{kind::garbage, "etcd: a key neither made nor there"};
  return found.front();
}

bool etcd_client::replace(const etcd_entry& entry, etcd_patience patience) {
  const auto answer = parts_->ask(
      "/v3/kv/txn",
      guarded(entry.key, entry.create_revision, {{"request_put", put_request(entry)}}), patience);
  revision_in(answer);
  return truth_in(answer, "succeeded");
}

void etcd_client::remove(const std::string& key, std::int64_t create_revision,
                         etcd_patience patience) {
  const json::object removal{{"request_delete_range", json::object{{"key", bytes(key)}}}};
  revision_in(parts_->ask("/v3/kv/txn", guarded(key, create_revision, removal), patience));
}

etcd_lease etcd_client::grant(std::chrono::seconds ttl, etcd_patience patience) {
  const auto answer = parts_->ask("/v3/lease/grant", {{"TTL", number(ttl.count())}}, patience);
  const etcd_lease lease{number_in(answer, "ID"), std::chrono::seconds{number_in(answer, "TTL")}};
  if (lease.id == 0 || lease.ttl.count() <= 0)
    throw etcd_failure{kind::garbage, "etcd: a lease without id or time"};
  return lease;
}

bool etcd_client::keep_alive(std::int64_t lease, etcd_patience patience) {
  const auto answer = parts_->ask("/v3/lease/keepalive", {{"ID", number(lease)}}, patience);
  const auto& result = object_in(answer, "result");
  if (number_in(result, "ID") != lease)
    throw etcd_failure{kind::garbage, "etcd: the answer is about another lease"};
  return number_in(result, "TTL") > 0;
}

void etcd_client::revoke(std::int64_t lease, etcd_patience patience) {
  try {
    parts_->ask("/v3/lease/revoke", {{"ID", number(lease)}}, patience);
  } catch (const etcd_failure& failure) {
    if (failure.why() != kind::refused) throw;  // it is gone already
  }
}

void etcd_client::compact(std::int64_t revision, etcd_patience patience) {
  parts_->ask("/v3/kv/compaction", {{"revision", number(revision)}, {"physical", true}}, patience);
}

bool etcd_client::wait_for_change(const std::string& prefix, std::int64_t revision,
                                  time_limit until, const std::atomic<bool>& stop) {
  const json::object wish{{"key", bytes(prefix)},
                          {"range_end", bytes(end_of_prefix(prefix))},
                          {"start_revision", number(revision + 1)}};
  const auto body = json::serialize(json::object{{"create_request", wish}});
  std::string line;
  bool changed = false;
  const auto take = [&](std::string_view piece) {
    for (; !piece.empty() && !changed; piece.remove_prefix(1)) {
      if (piece.front() != '\n') {
        line += piece.front();
      } else {
        changed = tells_of_change(line);
        line.clear();
      }
      // Longer than any we need to understand: something has changed.
      if (line.size() > watch_line_bytes_max) changed = true;
    }
    return !changed;
  };
  try {
    const auto status =
        parts_->sessions[parts_->at]->listen(parts::post(endpoint() + "/v3/watch", body), take, until, stop);
    if (status != 0 && status != 200)
      throw etcd_failure{kind::outage, "etcd " + endpoint() + ": no watch"};
    return changed;
  } catch (const std::exception& failure) {
    parts_->at = (parts_->at + 1) % parts_->options.endpoints.size();
    if (const auto* known = dynamic_cast<const etcd_failure*>(&failure)) throw *known;
    throw etcd_failure{kind::outage, "etcd " + endpoint() + ": " + failure.what()};
  }
}

}  // namespace smartfin
