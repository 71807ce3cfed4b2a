#pragma once

#include <caf/error.hpp>
#include <caf/sec.hpp>
#include <caf/typed_response_promise.hpp>
#include <memory>
#include <utility>

namespace smartfin {

/// The answer that a request waits for while its actor asks others: delivered once, by whichever copy is first. If all
/// copies go without one, as when the actor dies with its continuations, the request bounces as if its worker had never
/// seen it: whoever uses this writes nothing before it answers, or what is safe to do again.
template <class Reply>
class answer_once {
public:
  explicit answer_once(caf::typed_response_promise<Reply> promise)
      : held_(std::make_shared<held>(std::move(promise))) {}

  void deliver(Reply reply) const {
    if (held_->take()) held_->promise.deliver(std::move(reply));
  }
  void deliver(caf::error error) const {
    if (held_->take()) held_->promise.deliver(std::move(error));
  }
  /// What the handler returns.
  const caf::typed_response_promise<Reply>& promise() const { return held_->promise; }

private:
  struct held {
    explicit held(caf::typed_response_promise<Reply> p) : promise(std::move(p)) {}
    held(const held&) = delete;
    held& operator=(const held&) = delete;
    ~held() {
      if (take()) promise.deliver(caf::error{caf::sec::request_receiver_down});
    }
    bool take() { return !std::exchange(answered, true); }

    caf::typed_response_promise<Reply> promise;
    bool answered = false;
  };
  std::shared_ptr<held> held_;
};

/// For the request that `self` is handling.
template <class Reply, class Self>
answer_once<Reply> answer_later(Self* self) {
  return answer_once<Reply>{self->template make_response_promise<Reply>()};
}

}  // namespace smartfin
