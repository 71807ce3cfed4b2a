#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace prometheus {
class Registry;
}

namespace smartfin::http {

/// Why a request never reached its handler.
enum class route_refusal : std::uint8_t {
  no_route,
  bad_path,
  method,
  too_large,
  media_type,
  session,
  forbidden,
  rate,
  validation,
  precondition,
};
inline constexpr std::size_t route_refusal_count = 10;

/// The edge's metrics. Labels are route templates, never paths, so their number is bounded by the
/// table. Counting is thread-safe; `add_route` is not and comes first.
class http_metrics {
public:
  http_metrics();
  ~http_metrics();

  /// Makes the series of one row and returns its handle for `finished`. Handle 0 is "no route".
  std::size_t add_route(std::string_view method, std::string_view path_template);

  void started();
  void finished(std::size_t route, int status, double seconds);
  void refused(route_refusal why);

  /// For the metrics of others that go to the same page.
  prometheus::Registry& registry();
  /// The text exposition format, for GET /metrics.
  std::string exposition() const;

private:
  struct series;
  std::unique_ptr<series> series_;
};

}  // namespace smartfin::http
