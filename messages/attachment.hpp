#pragma once

namespace smartfin {

/// The member of T whose bytes travel as they are, beside the JSON of the rest: a std::string, or a shared pointer to a
/// constant std::string or byte_source. Null: T has none. It is specialised where T is.
template <class T>
inline constexpr auto attachment_of = nullptr;

}  // namespace smartfin
