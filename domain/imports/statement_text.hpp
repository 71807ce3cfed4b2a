#pragma once

#include "domain/imports/encoding.hpp"

namespace smartfin {

/// A file as text. `bytes` must outlive it.
struct statement_text {
  const byte_source& bytes;
  text_encoding encoding = text_encoding::utf8;
  std::size_t piece_bytes = text_pieces::usual_piece_bytes;

  text_pieces pieces() const { return {bytes, encoding, piece_bytes}; }
};

}  // namespace smartfin
