#pragma once

#include <optional>

#include "ntkcert/flow/front.hpp"
#include "ntkcert/flow/step_size.hpp"

namespace ntkcert {

/// The step of that size from the front, with its proved radius e^L(η_0 + ∫|δ|) (docs/theory.md, "Validated
/// gradient flow", Theorem V): η_0 the front's radius, δ the defect of the series' θ̃ (rounding of its
/// coefficients and Cauchy's bound of the tail), L ≥ ∫μ over a tube that is wider than the radius found.
/// Empty if no such tube is found: then a shorter step may do.
[[nodiscard]] std::optional<Step> certify_step(const FlowProblem& problem, const StepSeries& series,
                                               const StepSize& size, const Front& front);

}  // namespace ntkcert
