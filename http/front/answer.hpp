#pragma once

#include <memory>
#include <string>

#include "http/front/exchange.hpp"
#include "http/front/front_options.hpp"
#include "http/front/gzip.hpp"

namespace smartfin::http {

/// One answer, ready for the socket: the status line and fields, and the body that follows them.
struct outgoing {
  std::string head;
  std::string body;
  body_source source = {};  ///< makes what follows the body
  bool chunked = true;      ///< how the source's pieces are framed; otherwise the end closes
};

/// What the connection, not the handler, decides about an answer.
struct answer_frame {
  bool close = false;      ///< the connection ends after this answer
  bool http_1_0 = false;   ///< the client must be told that the connection stays
  bool head_only = false;  ///< HEAD: as for GET, without the body
};

/// Makes a response fit to be sent: drops the handler's framing fields and those that can't be
/// sent, compresses where `wanted` allows it, adds Date, Content-Type, Content-Length and
/// Connection to the fields.
void complete(response& answer, const answer_frame& frame);

/// Compresses the body if `asked` takes gzip and it is text of some size. Adds Vary to what could
/// have been compressed. A strong ETag stays as it is: it names the version of the resource, which
/// If-Match compares.
void compress(const request& asked, response& answer, const front_options& options,
              gzip_encoder& gzip);

/// The direct writer: the status line and the fields of a completed response.
std::string head_text(const response& answer);

/// A completed response with the head that `head_text` gives it.
outgoing with_head(response&& answer, const answer_frame& frame);

/// A whole answer by the direct writer, as for refusals.
outgoing write_answer(response answer, const answer_frame& frame);

/// Produces answers; one per thread, since it keeps memory between them.
class answer_maker {
public:
  virtual ~answer_maker() = default;

  /// Runs `serve` on `asked` and returns what to send. An exception of the handler becomes a bare
  /// 500.
  virtual outgoing answer(const request& asked, const answer_frame& frame,
                          const handler& serve) = 0;
};

/// The one that `options.engine` names; `options` outlives it.
std::unique_ptr<answer_maker> make_answer_maker(const front_options& options);

/// The part shared by both engines: handler, then `compress`, then `complete`.
class prepared_answers : public answer_maker {
public:
  explicit prepared_answers(const front_options& options) : options_(options) {}

protected:
  response prepare(const request& asked, const answer_frame& frame, const handler& serve);

private:
  const front_options& options_;
  gzip_encoder gzip_;
};

/// By the direct writer.
class direct_answers final : public prepared_answers {
public:
  using prepared_answers::prepared_answers;
  outgoing answer(const request& asked, const answer_frame& frame, const handler& serve) override;
};

/// Through cpp-httplib's request processing.
std::unique_ptr<answer_maker> make_library_answers(const front_options& options);

}  // namespace smartfin::http
