#pragma once

#include "ntkcert/flow/problem.hpp"
#include "ntkcert/flow/step.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {

/// Where a run stands between two steps: the exact state θ̃ (radii zero) at `time` and an upper bound of |θ −
/// θ̃|.
struct Front {
  BallArray state;
  Dyadic time;
  Ball radius;
};

/// The initial parameters' midpoints, rounded to the problem's precision; the radius covers their balls.
[[nodiscard]] Front initial_front(const FlowProblem& problem);

/// θ̃ at the step's end, rounded to precision p; the radius is the step's plus what the rounding moves θ̃ by.
[[nodiscard]] Front next_front(const Step& step, Precision p);

}  // namespace ntkcert
