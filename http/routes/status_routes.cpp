#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Monitoring";

struct readiness {
  bool ready = false;
  std::vector<service_status> services;
};
BOOST_DESCRIBE_STRUCT(readiness, (), (ready, services))

/// Ready to serve: the node says so, and no service is down for good.
void show_readiness(const edge_services& s, call& c) {
  auto status = s.status();
  readiness now{!s.is_ready || s.is_ready(), {}};
  for (const auto& each : status.services) now.ready &= each.state != service_state::down;
  if (c.query_boolean("verbose").value_or(false)) now.services = std::move(status.services);
  c.header("Cache-Control", "no-store");
  c.reply(now.ready ? 200 : 503, now);
}

}  // namespace

void add_status_routes(route_table& table, const edge_services& s) {
  table.add(get("/api/v1/status")
                .id("showStatus")
                .tag(tag)
                .open()
                .summary("Every service: its state, since when, restarts, load; of every node")
                .reply<node_status>(),
            [&s](call& c) {
              c.header("Cache-Control", "no-store");
              c.ok(s.whole_status ? s.whole_status() : s.status());
            });
  table.add(get("/readyz")
                .id("readiness")
                .tag(tag)
                .open()
                .summary("Whether this node can serve")
                .reply<readiness>()
                .query({.name = "verbose",
                        .type = parameter_type::boolean,
                        .description = "With every service"}),
            [&s](call& c) { show_readiness(s, c); });
  if (!s.fail) return;
  table.add(post("/api/v1/status/services/{name}/fail")
                .id("failService")
                .tag(tag)
                .user()
                .summary("End a worker of this service as a bug would, to see that nothing is lost")
                .no_content(),
            [&s](call& c) {
              if (!s.fail(c.path_text("name"))) throw problem_error(problems::not_found);
              c.no_content();
            });
}

}  // namespace smartfin::http
