#include "storage/cache/tiered_cache.hpp"

namespace smartfin {
namespace {

class tiered_cache final : public cache {
public:
  tiered_cache(std::unique_ptr<cache> near, std::unique_ptr<cache> far,
               std::chrono::seconds near_lifetime)
      : near_(std::move(near)), far_(std::move(far)), near_lifetime_(near_lifetime) {}

  std::optional<std::string> get(const std::string& key) noexcept override {
    if (auto held = near_->get(key)) return held;
    auto found = far_->get(key);
    if (found) near_->put(key, *found, near_lifetime_);
    return found;
  }
  void put(const std::string& key, const std::string& value,
           std::chrono::seconds lifetime) noexcept override {
    near_->put(key, value, std::min(lifetime, near_lifetime_));
    far_->put(key, value, lifetime);
  }
  std::vector<cache_counts> counts() const override {
    auto all = near_->counts();
    for (auto& each : far_->counts()) all.push_back(std::move(each));
    return all;
  }

private:
  std::unique_ptr<cache> near_, far_;
  std::chrono::seconds near_lifetime_;
};

}  // namespace

std::unique_ptr<cache> make_tiered_cache(std::unique_ptr<cache> near, std::unique_ptr<cache> far,
                                         std::chrono::seconds near_lifetime) {
  return std::make_unique<tiered_cache>(std::move(near), std::move(far), near_lifetime);
}

}  // namespace smartfin
