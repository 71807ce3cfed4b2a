#include "cluster/membership/lease_keeper.hpp"

#include <algorithm>

namespace smartfin {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds asked_again{1000};

bool belongs(const std::map<std::string, key_owner>& keys, const std::string& name,
             const key_owner& owner) {
  const auto found = keys.find(name);
  return found != keys.end() && found->second == owner;
}

std::vector<std::string> names_in(const directory_reading& seen) {
  std::vector<std::string> names;
  for (const auto& [name, owner] : seen.nodes) names.push_back(name);
  return names;
}

}  // namespace

lease_keeper::lease_keeper(surroundings around)
    : around_(std::move(around)), terms_(around_.terms) {}

lease_time lease_keeper::step(const node_wishes& wishes, const directory_reading& seen) {
  const auto now = around_.clock();
  if (settle(wishes, seen, now)) {
    publish();  // before a call that may take long
    return now;
  }
  const bool keeps = lease_ != 0 && now >= keep_at_;
  bool called = true;
  try {
    if (keeps)
      keep(now);
    else
      called = now >= call_at_ && act(wishes, seen, now);
    if (called) succeeded(keeps, now);
  } catch (const etcd_failure& failure) {
    failed(keeps, failure);
  }
  publish();
  if (called) return now;  // there may be more to do
  const auto next = std::max(call_at_, wait_until_);
  return lease_ != 0 ? std::min(next, keep_at_) : next;
}

void lease_keeper::leave() {
  const auto lease = std::exchange(lease_, 0);
  lose();
  standing_ = {};
  if (lease == 0) return;
  try {
    around_.store.revoke(lease, until());
  } catch (const etcd_failure&) {  // the lease ends by itself
  }
}

/// Compares what this node believes with what was read. A reading from before a key was created says nothing of it.
bool lease_keeper::settle(const node_wishes& wishes, const directory_reading& seen,
                          lease_time now) {
  wait_until_ = now + asked_again;
  if (registered_ != 0 && seen.view.revision >= registered_ &&
      !belongs(seen.nodes, wishes.record.name, {lease_, registered_})) {
    abandoned_ = lease_;  // someone removed the key while its lease lived; start anew
    lose();
    return true;
  }
  for (const auto& each :
       seen.view.members)  // a late call may have put an older record over a newer
    if (seen.view.revision != compared_ && each.record.name == wishes.record.name &&
        each.record != wishes.record)
      written_.clear();
  compared_ = seen.view.revision;
  const auto held_before = held_.size();
  settle_held(wishes, seen);
  settle_wishes(wishes, seen, now);
  return held_.size() != held_before;
}

void lease_keeper::settle_held(const node_wishes& wishes, const directory_reading& seen) {
  std::erase_if(held_, [&](const auto& each) {
    const auto& [job, holding] = each;
    if (seen.view.revision >= holding.revision &&
        !belongs(seen.jobs, job, {lease_, holding.revision}))
      return true;
    const auto wished = wishes.jobs.find(job);
    if (wished != wishes.jobs.end() && wished->second == holding.wish) return false;
    removals_[job] = holding.revision;
    return true;
  });
  // What a call has written whose answer was lost, and nobody wants any more.
  for (const auto& [job, owner] : seen.jobs) {
    if (lease_ == 0 || owner.lease != lease_ || wishes.jobs.contains(job)) continue;
    const auto before = removed_.find(job);
    if (before == removed_.end() || before->second < owner.create_revision)
      removals_[job] = owner.create_revision;
  }
}

void lease_keeper::settle_wishes(const node_wishes& wishes, const directory_reading& seen,
                                 lease_time now) {
  std::erase_if(free_since_, [&](const auto& each) { return !wishes.jobs.contains(each.first); });
  for (const auto& [job, wish] : wishes.jobs) {
    const auto found = seen.jobs.find(job);
    if (found != seen.jobs.end() && found->second.lease != lease_)
      free_since_.erase(job);
    else
      free_since_.try_emplace(job, now);
  }
}

/// False when there is nothing to do now.
bool lease_keeper::act(const node_wishes& wishes, const directory_reading& seen, lease_time now) {
  if (lease_ == 0) {
    take_lease(now);
    return true;
  }
  if (abandoned_ != 0) {
    around_.store.revoke(std::exchange(abandoned_, 0), until());
    return true;
  }
  if (registered_ == 0) {
    const bool is_free = name_taken_ && seen.view.revision > taken_[node_key(wishes.record.name)] &&
                         !seen.nodes.contains(wishes.record.name);
    if (now < enter_at_ && !is_free) {
      wait_until_ = std::min(wait_until_, enter_at_);
      return false;
    }
    enter(wishes, now);
    return true;
  }
  if (const auto text = encode_member(wishes.record); text != written_) {
    renew_record(text, wishes.record);
    return true;
  }
  return remove_one() || claim_one(wishes, seen, now);
}

void lease_keeper::take_lease(lease_time now) {
  const auto asked = std::chrono::ceil<std::chrono::seconds>(around_.terms.ttl);
  const auto granted = around_.store.grant(asked, until());
  lease_ = granted.id;
  terms_ = around_.terms;
  terms_.ttl = std::min<milliseconds>(terms_.ttl, granted.ttl);
  in_until_ = smartfin::in_until(now, terms_);
  keep_at_ = now + keep_interval(terms_);
  enter_at_ = now;
}

void lease_keeper::keep(lease_time now) {
  keep_at_ = now + keep_interval(terms_);
  if (!around_.store.keep_alive(lease_, until())) {
    lose();
    return;
  }
  in_until_ = smartfin::in_until(now, terms_);
}

void lease_keeper::enter(const node_wishes& wishes, lease_time now) {
  const auto key = node_key(wishes.record.name);
  const auto there =
      around_.store.create({key, encode_member(wishes.record), 0, 0, lease_}, until());
  name_taken_ = there.lease != lease_;
  if (name_taken_) {
    taken_[key] = there.create_revision;
    enter_at_ = now + asked_again;
    return;
  }
  registered_ = there.create_revision;
  written_ = there.value;
}

void lease_keeper::renew_record(const std::string& text, const member_record& record) {
  const etcd_entry entry{node_key(record.name), text, registered_, 0, lease_};
  if (around_.store.replace(entry, until())) {
    written_ = text;
  } else {
    abandoned_ = lease_;  // the key is another's
    lose();
  }
}

bool lease_keeper::remove_one() {
  if (removals_.empty()) return false;
  const auto [job, revision] = *removals_.begin();
  around_.store.remove(job_key(job), revision, until());
  removals_.erase(job);
  removed_[job] = revision;
  return true;
}

bool lease_keeper::claim_one(const node_wishes& wishes, const directory_reading& seen,
                             lease_time now) {
  if (now >= in_until_) return false;
  for (const auto& [job, since] : free_since_) {
    if (held_.contains(job) || seen.view.revision < std::max(taken_[job], removed_[job])) continue;
    const auto from = since + takeover_delay(job, wishes.record.name, names_in(seen));
    if (now < from) {
      wait_until_ = std::min(wait_until_, from);
      continue;
    }
    const auto there = around_.store.create(
        {job_key(job), encode_holder(wishes.record.name), 0, 0, lease_}, until());
    if (there.lease == lease_)
      held_[job] = {wishes.jobs.at(job), there.create_revision};
    else
      taken_[job] = there.create_revision;
    return true;
  }
  return false;
}

/// Nothing is held any more; all that was written is the lease's to take back.
void lease_keeper::lose() {
  lease_ = 0;
  registered_ = 0;
  in_until_ = {};
  name_taken_ = false;
  keep_failures_ = 0;
  written_.clear();
  held_.clear();
  removals_.clear();
  removed_.clear();
  taken_.clear();
}

void lease_keeper::succeeded(bool was_keeping, lease_time called_at) {
  standing_.trouble.clear();
  if (was_keeping) {
    keep_failures_ = 0;
  } else {
    failures_ = 0;
    call_at_ = budget_.spend(called_at);
  }
}

void lease_keeper::failed(bool was_keeping, const etcd_failure& failure) {
  const auto now = around_.clock();
  standing_.trouble = failure.what();
  if (was_keeping) {
    keep_at_ = now + retry_delay(++keep_failures_, around_.chance());
    return;
  }
  call_at_ = now + retry_delay(++failures_, around_.chance());
  if (failure.why() == etcd_failure::kind::refused)
    keep_at_ = std::min(keep_at_, now);  // is the lease gone?
}

void lease_keeper::publish() {
  standing_.is_name_taken = name_taken_;
  standing_.in_until = registered_ != 0 ? in_until_ : lease_time::min();
  standing_.held.clear();
  for (const auto& [job, holding] : held_) standing_.held[holding.wish] = {holding.revision};
}

}  // namespace smartfin
