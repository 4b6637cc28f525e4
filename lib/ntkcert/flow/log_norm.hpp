#pragma once

#include "ntkcert/flow/cauchy.hpp"

namespace ntkcert {

/// An upper bound of ∫_0^h μ, hence of ∫_0^s μ for every s ≤ h, with μ(s) = max(0, −λ_min(∇²Φ(θ̃(s)))).
///
/// The entries of the blocks B_ℓ(θ̃(s)) = [[0, uᵀ], [u, A]] (residual_hessian_blocks) are taken as polynomials
/// of a low degree plus Cauchy tails, in Bernstein form on [0, h] with control points (u_k, A_k), k = 0..M−1.
/// N(|u|, ‖A‖_F) is convex, so its integral is at most (h/M)Σ_k max_ℓ N(|u_ℓk|, ‖A_ℓk‖_F); the tails add N of
/// theirs. Proof: docs/theory.md, "Validated gradient flow", Lemma 2.
[[nodiscard]] Ball log_norm_integral(const FlowProblem& problem, const StepSeries& series,
                                     const DiscBounds& disc, const Ball& length);

}  // namespace ntkcert
