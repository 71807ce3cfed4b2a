#include "config/listen_address.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace smartfin;

namespace {

struct listen_case {
  std::string text;
  std::string host;
  int port;
};

struct refused_case {
  std::string text;
  std::string why;
};

}  // namespace

TEST_CASE("an address to listen on is taken apart into host and port") {
  const auto given = GENERATE(
      listen_case{"127.0.0.1:8080", "127.0.0.1", 8080}, listen_case{"0.0.0.0:0", "0.0.0.0", 0},
      listen_case{"[::1]:8080", "::1", 8080}, listen_case{"[::]:65535", "::", 65535},
      listen_case{"[fe80::1%eth0]:1", "fe80::1%eth0", 1},
      listen_case{"localhost:80", "localhost", 80},
      listen_case{"my-node_1.example.org:443", "my-node_1.example.org", 443},
      listen_case{"localhost:00080", "localhost", 80},
      listen_case{std::string(63, 'a') + ":1", std::string(63, 'a'), 1});
  settings target;
  REQUIRE(apply_listen(target, given.text));
  CHECK(target.http.host == given.host);
  CHECK(target.http.port == given.port);
}

TEST_CASE("what is no address to listen on is refused with the reason and changes nothing") {
  const std::string port = "the port must be a whole number from 0 to 65535; 0 takes any free one.";
  const std::string host = "the host is neither an address nor a host name.";
  const std::string missing_port = "the port is missing; write HOST:PORT, as in 127.0.0.1:8080.";
  const std::string brackets = "an IPv6 address needs brackets, as in [::1]:8080.";
  const std::string after_bracket =
      "the bracket must be followed by a colon and the port, as in [::1]:8080.";
  const std::string not_ipv6 = "what stands in brackets is not an IPv6 address.";
  const auto [text, why] = GENERATE_COPY(
      refused_case{"", missing_port}, refused_case{"8080", missing_port},
      refused_case{"localhost", missing_port}, refused_case{"localhost:", port},
      refused_case{"localhost:65536", port}, refused_case{"localhost:-1", port},
      refused_case{"localhost:+1", port}, refused_case{"localhost: 80", port},
      refused_case{"localhost:80 ", port}, refused_case{"localhost:http", port},
      refused_case{"localhost:99999999999999999999", port}, refused_case{"::1:8080", brackets},
      refused_case{"::1", brackets}, refused_case{"a:b:c", brackets},
      refused_case{"[::1]", after_bracket}, refused_case{"[::1]8080", after_bracket},
      refused_case{"[::1]:", port},
      refused_case{"[::1", "the bracket around the address is not closed."},
      refused_case{"[]:80", not_ipv6}, refused_case{"[127.0.0.1]:80", not_ipv6},
      refused_case{"[::1%]:80", not_ipv6}, refused_case{"[::g]:80", not_ipv6},
      refused_case{":8080",
                   "the host is missing; 0.0.0.0 stands for every IPv4 address of this machine, "
                   "[::] for every address."},
      refused_case{"1.2.3:80", host}, refused_case{"1.2.3.256:80", host},
      refused_case{"http//x:80", host}, refused_case{"a..b:80", host}, refused_case{"-a:80", host},
      refused_case{"a-:80", host}, refused_case{"a b:80", host},
      refused_case{std::string(64, 'a') + ":80", host});
  settings target;
  target.http.host = "before";
  target.http.port = 5;
  const auto applied = apply_listen(target, text);
  REQUIRE_FALSE(applied);
  CHECK(applied.error() == "Can't listen on \"" + text + "\": " + why);
  CHECK(target.http.host == "before");
  CHECK(target.http.port == 5);
}

TEST_CASE("the refusal of a hostile address is cut short and free of control characters") {
  settings target;
  const auto applied = apply_listen(target, "\x1b[2J\xFF" + std::string(10'000, 'x'));
  REQUIRE_FALSE(applied);
  CHECK(applied.error().size() < 200);
  CHECK(applied.error().starts_with("Can't listen on \"\\u001b[2J\xEF\xBF\xBDxxx"));
  CHECK_FALSE(is_host(std::string_view("127.0.0.1\0x", 11)));
}
