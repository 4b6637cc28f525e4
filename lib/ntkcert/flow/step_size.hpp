#pragma once

#include "ntkcert/flow/cauchy.hpp"

namespace ntkcert {

/// A disc with its bounds and a step length inside it.
struct StepSize {
  DiscBounds disc;
  Dyadic length;
};

/// The longest step, over a grid of disc radii, for which Cauchy's bound of ∫|tail of ∇Φ(θ̃)| is about
/// 2^{−precision}(1 + |θ̃_0|): as much as rounding the state once. The length has few bits, so that times stay
/// short dyadics. Only the disc's bounds are proved; the tail is for the caller to bound. Throws Exhausted if
/// no disc at all can be bounded.
[[nodiscard]] std::optional<StepSize> choose_step(const FlowProblem& problem, const StepSeries& series);

}  // namespace ntkcert
