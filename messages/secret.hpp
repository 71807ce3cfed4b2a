#pragma once

#include "domain/secret.hpp"
