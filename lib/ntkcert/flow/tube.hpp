#pragma once

#include "ntkcert/flow/cauchy.hpp"

namespace ntkcert {

/// Upper bounds on a step's real interval [0, h] along θ̃.
struct PathBounds {
  Ball outer;          // max_ℓ |a_ℓ(s)|
  Ball mean_residual;  // (1/n)Σ|r_i(s)|
  Ball gradient;       // ‖∇f(x_i; θ̃(s))‖, all i: √(S² + 2L_1²|a|²/m + 1)
};
[[nodiscard]] PathBounds path_bounds(const StepSeries& series, const SmoothActivation& activation,
                                     const ParameterLayout& layout, const DiscBounds& disc,
                                     const Ball& length);

/// Upper bounds for all ϑ with |ϑ − θ̃(s)| ≤ ε at some s ∈ [0, h]; c = m^{−1/2}, x̄ of norm √2.
struct TubeBounds {
  Ball network_hessian;  // ‖∇²f(x_i; ϑ)‖ ≤ H, network_hessian_bound at max|a_ℓ| + ε
  Ball risk_hessian;  // ‖∇²Φ(ϑ)‖ ≤ (Γ + Hε)² + (r̄ + ρ)H, ρ = Γε + ½Hε² ≥ |r_i(ϑ) − r_i(θ̃)|
  Ball block_slack;  // ‖B_ℓ(ϑ) − B_ℓ(θ̃(s))‖ ≤ c·N(Δu, Δq):
                     //   Δu = √2ρL_1 + 2r̄L_2ε, Δq = 2ρ(|a|+ε)L_2 + 2r̄L_2ε + 2√2r̄|a|L_3ε
};
/// Proofs: docs/theory.md, "Validated gradient flow", Lemma 3.
[[nodiscard]] TubeBounds tube_bounds(const SmoothActivation& activation, long width, const PathBounds& path,
                                     const Ball& epsilon);

}  // namespace ntkcert
