#pragma once

#include <optional>

#include "ntkcert/flow/series.hpp"

namespace ntkcert {

/// Σ_{k≥from} c_k x^k for upper bounds c_k ≥ 0 and x ≥ 0.
[[nodiscard]] Ball majorant(const Vector& c, const Ball& x, long from);

/// Upper bounds on the complex disc |s| ≤ radius of quantities along the polynomial θ̃ of a step. With x̄ of
/// norm √2, c = m^{−1/2}:
///   ρ = Σ_{k≥1} max|z_k| R^k: every z(s) stays in the strip |Im| ≤ ρ, with bounds Q, Q₂ of |σ'|, |σ''|; S,
///   the lesser of the strip's bound of |σ| and max|σ(z(0))| + Qρ; A = |a(0)| + Σ_{k≥1}|a_k|R^k; F =
///   Σ_{k≥1}|b_k|R^k + S·Σ_{k≥1}|a_k|R^k + √2·c·Q·|a(0)|·Σ_{k≥1}‖W̄_k‖R^k ≥ |f(x_i; θ̃(s)) − f(x_i; θ̃(0))|; r̄ =
///   (1/n)Σ|r_i(0)| + F;  Γ = √(S² + 2c²Q²A² + 1) ≥ |∇f(x_i; θ̃(s))|;  |∇Φ(θ̃(s))| ≤ r̄·Γ.
/// Proofs: docs/theory.md, "Validated gradient flow", Lemma 1.
struct DiscBounds {
  Ball radius;
  Ball value;              // S
  Ball derivative;         // Q
  Ball second_derivative;  // Q₂
  Ball outer;              // A
  Ball network_change;     // F
  Ball mean_residual;      // r̄
  Ball gradient;           // Γ
  Ball risk_gradient;      // r̄Γ
  Ball kernel;             // S² + 2c²Q²A² ≥ |K(x_i, x_j; θ̃(s)) − 1|
};

/// Empty if the activation has no bounds on the strip that the disc of that radius needs. `mean_residual`:
/// (1/n)Σ|r_i(0)|.
[[nodiscard]] std::optional<DiscBounds> disc_bounds(const SmoothActivation& activation, long width,
                                                    const SeriesNorms& norms, const Ball& radius);

/// For g analytic with |g| ≤ bound on |s| ≤ R, 0 ≤ x = h/R < 1, Cauchy's estimate |g_k| ≤ bound·R^{−k} gives
/// on [0, h]: Σ_{k≥from} |g_k|h^k ≤ bound·x^from/(1−x);
[[nodiscard]] Ball series_tail(const Ball& bound, const Ball& x, long from);
/// Σ_{k≥from} k|g_k|h^{k−1} ≤ (bound/R)·x^{from−1}(from − (from−1)x)/(1−x)²;
[[nodiscard]] Ball derivative_tail(const Ball& bound, const Ball& radius, const Ball& x, long from);
/// Σ_{k≥from} |g_k|h^{k+1}/(k+1) ≤ bound·R·x^{from+1}/((from+1)(1−x)). The whole line if x ≥ 1 is possible.
[[nodiscard]] Ball integral_tail(const Ball& bound, const Ball& radius, const Ball& x, long from);

}  // namespace ntkcert
