#include <algorithm>
#include <atomic>
#include <mutex>
#include <stdexcept>

#include "cluster/membership/directory.hpp"

namespace smartfin {
namespace {

class static_directory final : public directory {
public:
  static_directory(member_record self, std::vector<member_record> peers,
                   directory_listener listener)
      : self_(std::move(self)), listener_(std::move(listener)) {
    std::erase_if(peers, [this](const member_record& each) { return each.name == self_.name; });
    peers.push_back(self_);
    std::ranges::sort(peers, {}, &member_record::name);
    auto first = std::make_shared<cluster_view>();
    first->revision = 1;
    for (auto& each : peers) first->members.push_back({std::move(each), 1});
    view_ = std::move(first);
    listener_.own(standing::in);
    listener_.view(view_);
  }
  ~static_directory() override { stop(); }

  std::shared_ptr<const cluster_view> view() const override {
    const std::lock_guard hold{mutex_};
    return view_;
  }
  bool is_in() const override { return !stopped_; }
  void set_draining(bool draining) override {
    change([draining](member_record& own) { own.draining = draining; });
  }
  void set_services(std::vector<std::string> services) override {
    change([&](member_record& own) { own.services = std::move(services); });
  }
  std::unique_ptr<claim> contend(const std::string&, held_callback) override {
    throw std::invalid_argument{"a cluster of static peers has nothing single"};
  }
  void stop() override {
    const std::lock_guard order{telling_};
    if (!stopped_.exchange(true)) listener_.own(standing::out);
  }

private:
  template <class Change>
  void change(Change how) {
    const std::lock_guard order{telling_};
    if (stopped_) return;
    how(self_);
    auto next = std::make_shared<cluster_view>(*view());
    ++next->revision;
    for (auto& each : next->members)
      if (each.record.name == self_.name) each = {self_, next->revision};
    {
      const std::lock_guard hold{mutex_};
      view_ = next;
    }
    listener_.view(next);
  }

  std::mutex telling_;  // one call of the listener at a time
  mutable std::mutex mutex_;
  member_record self_;
  directory_listener listener_;
  std::shared_ptr<const cluster_view> view_;
  std::atomic<bool> stopped_{false};
};

}  // namespace

std::unique_ptr<directory> make_static_directory(member_record self,
                                                 std::vector<member_record> peers,
                                                 directory_listener listener) {
  return std::make_unique<static_directory>(std::move(self), std::move(peers), std::move(listener));
}

}  // namespace smartfin
