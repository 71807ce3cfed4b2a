#pragma once

#include <boost/describe/class.hpp>

#include "domain/field_error.hpp"

namespace smartfin {

BOOST_DESCRIBE_STRUCT(field_error, (), (field, code, message))

}  // namespace smartfin
