#pragma once

#include <catch2/catch_test_macros.hpp>

#include "learning/score_models.hpp"

namespace smartfin::testing {

/// The models in config/models, loaded once and never destroyed: the engine keeps state per thread
/// that is gone by the time static objects are.
inline const score_models& shipped_models() {
  static const auto* models = [] {
    auto loaded = score_models::load("config/models");
    if (!loaded) FAIL(loaded.error().detail);
    return new score_models(*loaded);
  }();
  return *models;
}

}  // namespace smartfin::testing
