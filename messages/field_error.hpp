#pragma once

#include "domain/field_error.hpp"
