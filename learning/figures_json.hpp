#pragma once

#include <boost/json/object.hpp>

#include "learning/evaluation.hpp"

namespace smartfin {

/// {"fwb": {n, r2, mae, spearman}, "stress": {n, auc, severe_auc, brier, ece},
///  "score": {auc, severe_auc, spearman}}.
boost::json::object figures_object(const evaluation_figures& figures);
/// The inverse. Throws what Boost.JSON throws when a member is missing or of another type.
evaluation_figures figures_from(const boost::json::object& object);

}  // namespace smartfin
