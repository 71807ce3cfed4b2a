#pragma once

#include <stdexcept>

namespace smartfin {

/// Keys or certificates that cannot be used or made. The text is a sentence for the operator and holds no secret.
class identity_refusal : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

}  // namespace smartfin
