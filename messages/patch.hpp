#pragma once

#include "domain/patch.hpp"
