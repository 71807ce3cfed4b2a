#pragma once

#include <span>

#include "http/static_files.hpp"

namespace smartfin::http {

/// The reader of /openapi.json at /docs: no third party, no inline script, works offline.
std::span<const embedded_file> docs_files();

}  // namespace smartfin::http
