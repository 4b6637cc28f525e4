#pragma once

#include "ntkcert/network/network.hpp"
#include "ntkcert/network/samples.hpp"

namespace ntkcert {

/// What random weights do to the tangent kernel at the start, doubled initialisation, m' = m/2 independent
/// neurons: bounds that hold with probability ≥ 1 − δ over the weights, given the sample. S, L_1, L_2 =
/// sup|σ|, sup|σ'|, sup|σ''|, c = √2L_1, A = |a_ℓ|. Computed with kBoundPrecision. Proofs: docs/theory.md,
/// "Random weights".

/// ‖G_0 − G^∞‖_F ≤ (C/√m')(1 + √(2log(1/δ))), C² = n^{−2}Σ_ij max(S², A²L_1²|1 + ⟨x_i,x_j⟩|)² where (σ/S)² +
/// (σ'/L_1)² ≤ 1 (tanh, erf), else C = S² + c²A². Throws UnmetHypothesis unless doubled, bounded, |a_ℓ| = A.
[[nodiscard]] Ball gram_initialisation_bound(const Network& initial, const Points& points,
                                             const Rational& delta);

/// max_ij|K_0 − K^∞|(x_i, x_j) ≤ sup over the sphere ≤
///   (S² + c²A²)√((2/m')(log(2/δ) + 2d·log(1 + 2/ζ))) + 2ζ(Λ̄ + EΛ), ζ = 1/√m',
///   Λ_ℓ = SL_1|w_ℓ| + A²(√2L_1² + 2L_1L_2|w_ℓ|), Λ̄ its mean over the neurons, E|w_ℓ| = √2Γ((d+1)/2)/Γ(d/2).
/// Throws as above.
[[nodiscard]] Ball uniform_initialisation_bound(const Network& initial, const Rational& delta);

/// ‖G_0 − G^∞‖_F ≤ √(v/(m'δ)), v = E[(s² + c²a²)²], s = S or A_0 + c|w̄|, w̄ standard normal in R^{d+1}, a
/// standard normal unless |a_ℓ| = A. Throws UnmetHypothesis unless doubled.
[[nodiscard]] Ball chebyshev_initialisation_bound(const Network& initial, const Rational& delta);

}  // namespace ntkcert
