#include "commands/status.hpp"

#include <httplib.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <iomanip>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "messages/json.hpp"

namespace smartfin {
namespace {

using namespace std::chrono_literals;
using cells = std::vector<std::string>;

std::string printable(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

/// Columns as wide as their widest cell.
void print_table(const std::vector<cells>& rows, std::ostream& out) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      out << std::left << std::setw(static_cast<int>(widths[i] + 2)) << row[i];
    out << row.back() << "\n";
  }
  out << "\n";
}

template <class State>
std::string name_of(State state) {
  return boost::describe::enum_to_string(state, "unknown");
}

std::string second_of(instant at) { return to_rfc3339(at).substr(0, 19) + "Z"; }

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : " ") + name;
  return printable(all);
}

/// A node by itself is the only one.
std::vector<node_line> nodes_of(const node_status& status) {
  if (!status.nodes.empty()) return status.nodes;
  node_line only{status.node, node_state::up, {}, {}, {}, status.services};
  for (const auto& each : status.services) only.services.push_back(each.name);
  return {only};
}

void print_nodes(const std::vector<node_line>& nodes, std::ostream& out) {
  std::vector<cells> rows{{"NODE", "STATE", "BUILD", "ADDRESS", "SERVICES"}};
  for (const auto& node : nodes)
    rows.push_back({printable(node.name), name_of(node.state), printable(node.build),
                    printable(node.address), joined(node.services)});
  print_table(rows, out);
}

void print_services(const std::vector<node_line>& nodes, std::ostream& out) {
  std::vector<cells> rows{{"SERVICE", "NODE", "STATE", "SINCE", "RESTARTS", "IN FLIGHT", "QUEUE"}};
  for (const auto& node : nodes)
    for (const auto& each : node.states) {
      if (std::ranges::find(node.services, each.name) == node.services.end()) continue;
      rows.push_back({printable(each.name), printable(node.name), name_of(each.state),
                      second_of(each.since), std::to_string(each.restarts),
                      std::to_string(each.in_flight), std::to_string(each.queue)});
    }
  std::sort(rows.begin() + 1, rows.end());
  print_table(rows, out);
}

void print_streams(const node_status& status, std::ostream& out) {
  std::vector<cells> rows{{"EVENTS OF", "PUBLISHED", "LOST", "TO", "APPLIED", "PARKED", "MISSING",
                           "IN FLIGHT", "OLDEST MS"}};
  for (const auto& stream : status.streams)
    for (const auto& to : stream.subscribers) {
      cells row{printable(stream.stream), std::to_string(stream.published),
                std::to_string(stream.lost), printable(to.subscriber)};
      for (const auto figure : {to.applied, to.parked, to.missing, to.in_flight, to.oldest_age_ms})
        row.push_back(to.heard ? std::to_string(figure) : "-");
      rows.push_back(row);
    }
  if (rows.size() > 1) print_table(rows, out);
}

int refuse(std::ostream& err, const std::string& why) {
  err << "smartfin: " << why << "\n";
  return 1;
}

}  // namespace

bool is_well(const node_status& status) {
  const auto nodes = nodes_of(status);
  const auto works = [](const service_status& each) { return each.state == service_state::up; };
  const auto arrives = [](const subscription_status& to) {
    return to.parked == 0 && to.missing == 0 && to.ahead == 0;
  };
  return std::ranges::all_of(nodes,
                             [&](const node_line& node) {
                               return node.state == node_state::up &&
                                      std::ranges::all_of(node.states, works);
                             }) &&
         std::ranges::all_of(status.streams, [&](const stream_status& stream) {
           return stream.lost == 0 && std::ranges::all_of(stream.subscribers, arrives);
         });
}

void print_status(const node_status& status, std::ostream& out) {
  const auto nodes = nodes_of(status);
  print_nodes(nodes, out);
  print_services(nodes, out);
  print_streams(status, out);
}

int run_status(const status_options& options, std::ostream& out, std::ostream& err) {
  try {
    httplib::Client client{options.url};
    client.set_connection_timeout(2s);
    client.set_read_timeout(10s);
    const auto answer = client.Get("/api/v1/status");
    if (!answer)
      return refuse(err, "no answer from " + options.url + ": " + to_string(answer.error()));
    const auto status =
        answer->status == 200 ? json::decode_stored<node_status>(answer->body) : std::nullopt;
    if (!status)
      return refuse(err, options.url + " answers " + std::to_string(answer->status) +
                             ", and not how its services are");
    if (options.json)
      out << answer->body << "\n";
    else
      print_status(*status, out);
    return is_well(*status) ? 0 : 2;
  } catch (const std::invalid_argument& no) {
    return refuse(err, options.url + ": " + no.what());
  }
}

}  // namespace smartfin
