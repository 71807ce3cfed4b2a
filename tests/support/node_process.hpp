#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/node_home.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/raw_client.hpp"

namespace smartfin::test {

/// How a program ended and what it wrote.
struct program_end {
  int status = 0;  ///< the exit status; 128 and the signal's number when a signal ended it
  std::string out, err;
};

/// A program that runs, its output captured. Start it from the main thread: it is killed when the
/// thread that started it ends, so that no node outlives a test that crashed.
class running_program {
public:
  /// Nothing a test waits for takes this long; passing it fails the test instead of hanging it.
  static constexpr std::chrono::seconds patience{60 * slowness};

  explicit running_program(std::vector<std::string> command);
  ~running_program();
  running_program(const running_program&) = delete;
  running_program& operator=(const running_program&) = delete;

  void signal(int number);
  /// The first line of its output that contains `part`; waits for it. Throws, with all it wrote,
  /// when it ends without.
  std::string line_with(const std::string& part);
  std::string out() const;
  int pid() const;
  /// Waits for its end.
  program_end end();

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

/// A node of the program under test, on the data of a home that outlives it: or all nodes of the home's layout, which
/// start and end together; what is told of one is told of the first.
class node_process {
public:
  /// Returns when the node says that it is ready; throws, with what it wrote, when it ends instead.
  explicit node_process(const node_home& home);
  ~node_process();

  int port() const { return ports_.front(); }
  int pid() const;
  /// SIGTERM, and waits for the end.
  program_end stop();
  /// SIGTERM, and does not wait.
  void ask_to_stop();
  /// SIGKILL, and waits until nothing of it runs.
  void kill();
  /// Once more on the same data, after `stop` or `kill`. The port is another one.
  void start();
  /// What it wrote to its standard output since it was started last.
  std::string log() const;

  // Of one of several:
  std::size_t count() const { return programs_.size(); }
  node_door door_of(std::size_t part) const;
  /// Of those that serve clients.
  std::vector<node_door> doors() const;
  running_program& part(std::size_t part) { return *programs_.at(part); }
  /// Once more, after it has ended, at the same door.
  void start(std::size_t part);

private:
  void signal(int number);
  void wait_for_door(std::size_t part);

  const node_home& home_;
  std::vector<std::unique_ptr<running_program>> programs_;
  std::vector<int> ports_;
};

/// A start that is expected to be refused: runs to its end.
program_end serve_to_end(const node_home& home, const std::string& listen = "127.0.0.1:0");

}  // namespace smartfin::test
