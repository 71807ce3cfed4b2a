#pragma once

#include "learning/evaluation.hpp"

namespace smartfin {

/// How often the combined score falls after a change for the better, over all rows: six raw changes
/// of a household (income up a tenth, savings up by 1,000 dollars, loan payments, card balance and
/// rent down a tenth, spending one step down) and four of a person's behaviour (bills and card one
/// step better, no high-cost credit, no collections). Must be 0. Errors: engine_failed.
result<long, learning_error> order_violations(const model_pair& models, const surveys& data);

}  // namespace smartfin
