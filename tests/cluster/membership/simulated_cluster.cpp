#include "tests/cluster/membership/simulated_cluster.hpp"

namespace smartfin::testing {
namespace {

constexpr milliseconds lease_length{5000};
const auto beginning = lease_time{};

}  // namespace

simulated_cluster::simulated_cluster(std::uint64_t seed, std::vector<std::string> names)
    : random_(seed),
      server_(std::make_shared<memory_lease_server>([this] { return now_; }, lease_length)) {
  for (auto& name : names) {
    auto& node = *nodes_.emplace_back(std::make_unique<simulated_node>());
    node.name = std::move(name);
    node.rate = std::uniform_real_distribution{0.98, 1.02}(random_);
    start(nodes_.size() - 1);
  }
}

lease_time simulated_cluster::local(const simulated_node& node, lease_time at) const {
  return beginning + std::chrono::duration_cast<lease_time::duration>((at - beginning) * node.rate);
}

lease_time simulated_cluster::world(const simulated_node& node, lease_time at) const {
  return beginning + std::chrono::duration_cast<lease_time::duration>((at - beginning) / node.rate);
}

void simulated_cluster::start(std::size_t index) {
  auto& node = *nodes_[index];
  auto line = std::make_shared<line_to_server>();
  line->fate = [this, &node](lease_time) { return fate(node); };
  node.wishes.record.name = node.name;
  node.wishes.record.incarnation = std::to_string(++starts_);
  node.store = make_memory_lease_store(server_, line);
  node.keeper = std::make_unique<lease_keeper>(lease_keeper::surroundings{
      *node.store,
      {},
      [this, &node] { return local(node, std::max(now_, node.busy_until)); },
      [this] {
        return std::uniform_real_distribution{0.0, 1.0}(random_);
      }});
  node.reading = {};
  node.published = {};
  node.step_at = node.read_at = now_;
  node.read_revision = 0;
}

void simulated_cluster::kill(std::size_t index) {
  auto& node = *nodes_[index];
  node.keeper.reset();
  node.published = {};
  node.wishes.jobs.clear();
}

void simulated_cluster::pause(std::size_t index, milliseconds time) {
  auto& node = *nodes_[index];
  node.busy_until = std::max(node.busy_until, now_) + time;
}

void simulated_cluster::want(std::size_t index, const std::string& job) {
  auto& node = *nodes_[index];
  node.wishes.jobs.try_emplace(job, ++wishes_made_);
  node.step_at = now_;
  newest_.try_emplace(job);
}

void simulated_cluster::give_back(std::size_t index, const std::string& job) {
  auto& node = *nodes_[index];
  node.wishes.jobs.erase(job);
  node.step_at = now_;
}

/// The call takes the node's time: it is told nothing before the answer is there.
call_fate simulated_cluster::fate(simulated_node& node) {
  const auto draw = [this](double most) {
    return std::uniform_real_distribution{0.0, most}(random_);
  };
  ++node.calls;
  const bool is_lost = is_out_ || node.is_cut_off || draw(1) < node.losses;
  const auto takes = is_lost ? lease_keeper::call_time
                             : milliseconds{static_cast<int>(
                                   1 + draw(10 + static_cast<double>(node.slowness.count())))};
  node.busy_until = std::max(node.busy_until, now_) + takes;
  if (!is_lost) return call_fate::passes;
  if (is_out_ || node.is_cut_off) return call_fate::request_lost;
  return std::array{call_fate::request_lost, call_fate::answer_lost,
                    call_fate::request_late}[random_() % 3];
}

void simulated_cluster::turn(simulated_node& node) {
  if (!node.keeper || now_ < node.busy_until) return;
  node.published = node.keeper->standing();
  if (now_ >= node.read_at && !is_out_ && !node.is_cut_off) {
    node.reading = read_directory(server_->entries());
    node.read_at = now_ + milliseconds{20 + static_cast<int>(random_() % 400)};
    if (node.reading.view.revision != node.read_revision) node.step_at = now_;
    node.read_revision = node.reading.view.revision;
  }
  if (now_ < node.step_at) return;
  const auto next = node.keeper->step(node.wishes, node.reading);
  node.step_at = std::max(world(node, next), now_ + tick);
}

void simulated_cluster::run(milliseconds time) {
  for (const auto end = now_ + time; now_ < end && fault_.empty(); now_ += tick) {
    server_->expire();
    for (auto& node : nodes_) turn(*node);
    check();
  }
}

bool simulated_cluster::run_until(const std::function<bool()>& happened, milliseconds at_most) {
  for (const auto end = now_ + at_most; now_ < end && fault_.empty();) {
    if (happened()) return true;
    run(tick);
  }
  return false;
}

bool simulated_cluster::is_in(std::size_t index) const {
  const auto& node = *nodes_[index];
  return !node.published.is_name_taken && local(node, now_) < node.published.in_until;
}

std::optional<fencing_token> simulated_cluster::token(std::size_t index,
                                                      const std::string& job) const {
  const auto& node = *nodes_[index];
  const auto wished = node.wishes.jobs.find(job);
  if (!is_in(index) || wished == node.wishes.jobs.end()) return std::nullopt;
  const auto found = node.published.held.find(wished->second);
  return found == node.published.held.end() ? std::nullopt : std::optional{found->second};
}

std::vector<std::size_t> simulated_cluster::holders(const std::string& job) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (token(i, job)) found.push_back(i);
  return found;
}

void simulated_cluster::check() {
  for (const auto& [job, ignored] : newest_) check_job(job);
}

void simulated_cluster::check_job(const std::string& job) {
  const auto found = holders(job);
  if (found.size() > 1) fault_ = "two hold " + job;
  for (const auto i : found) {
    const auto held = token(i, job)->value;
    const auto wish = nodes_[i]->wishes.jobs.at(job);
    auto& newest = newest_[job];
    if (held < newest.token || (held == newest.token && wish != newest.wish))
      fault_ = "a token of " + job + " is not newer than the one before";
    newest = {held, wish};
  }
}

}  // namespace smartfin::testing
