#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

#include "http/front/answer.hpp"
#include "http/front/connection.hpp"
#include "http/front/front_counters.hpp"
#include "http/front/work_queue.hpp"

namespace smartfin::http {

/// `serve`, after the inline handler where there is one: a worker that finds a trivial request on a
/// connection it already holds answers it likewise.
handler inline_first(const front_options& options, handler serve);

/// What the threads of one front share.
struct front_shared {
  front_shared(const front_options& chosen, handler answer_with)
      : options(chosen),
        serve(inline_first(chosen, std::move(answer_with))),
        workers(std::max<std::size_t>(1, chosen.workers)),
        queue(chosen.queue_max, workers, counters) {}

  const front_options& options;
  const handler serve;
  const std::size_t workers;
  front_counters counters;
  work_queue queue;
  handback_list handback;
  std::atomic<bool> draining{false};
};

/// One thread that answers whole requests, until the queue is closed.
class worker {
public:
  /// `number` counts from 0.
  worker(front_shared& shared, std::size_t number);
  void run();

private:
  void serve(connection_ptr client);
  void answer(connection& client);
  bool stream(connection_ptr& client);
  bool find_next(connection_ptr& client);

  front_shared& shared_;
  const std::size_t number_;
  std::unique_ptr<answer_maker> maker_;
  std::vector<char> scratch_;
};

}  // namespace smartfin::http
