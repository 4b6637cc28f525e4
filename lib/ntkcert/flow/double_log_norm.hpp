#pragma once

#include "ntkcert/flow/double_disc.hpp"

namespace ntkcert {

/// Upper bounds for a step of `length` units of a series; times in units.

/// ∫(1/n)Σ|r̂_i|, r̂ the computed polynomials: Bernstein's form and convexity, as in Lemma 2.
[[nodiscard]] UpperBound residual_integral(const DoubleSeries& series, double length);

/// ∫max_ℓ N(|u_ℓ|, ‖A_ℓ‖_F) with the blocks of residual_hessian_blocks along θ̃, but the computed r̂ for the
/// residuals: Lemma 2, with the rounding of the computed coefficients (docs/theory.md, Lemma 9).
[[nodiscard]] UpperBound block_norm_integral(const DoubleSeries& series, const DoubleErrors& errors,
                                             const DoubleDisc& disc, const ActivationTable& table,
                                             double length);

}  // namespace ntkcert
