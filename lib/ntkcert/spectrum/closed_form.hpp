#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// ReLU, leaky ReLU, |z| and the step function, one hidden layer, no bias, Gaussian weights or weights on a
/// sphere: O(1) operations a coefficient, no cancellation. With s_k and r_k the Funk–Hecke coefficients of
/// the step function and of ReLU (d dimension, c = c_d/(d−1)),
///   s_0 = 1/2, s_1 = c, s_{k+2} = −s_k·k/(k+d) for odd k, s_k = 0 for even k ≥ 2,
///   r_0 = c, r_1 = 1/(2d), r_{k+2} = −r_k(k−1)/(k+d+1) for even k, r_k = 0 for odd k ≥ 3,
/// z ↦ z above and A·z below zero has the coefficients (1 − (−1)^kA)r_k, its derivative (1 + (−1)^kA)s_k. The
/// eigenvalues of E[σσ'] and E[σ'σ'] are E|w|² and 1 times their squares (Funk–Hecke applied to a neuron; for
/// the step function E[σσ'] has s_k²), and multiplication by u turns g_k into (k·g_{k−1} +
/// (k+d−2)g_{k+1})/(2k+d−2), g_1 for k = 0. So for A = 0
///   NNGP  λ_k = v·E|w|²·r_k²,
///   NTK   λ_k = v·E|w|²·r_k² + v·v₁(k·s_{k−1}² + (k+d−2)s_{k+1}²)/(2k+d−2),
/// of which gradient descent on the outer or on the hidden weights alone keeps one term. For even k ≥ 2, r_k²
/// = s_{k−1}²/(k+d−1)² makes that
///   v·s_{k−1}²(E|w|² + v₁(k(k+d−2) + 1))/(k+d−1)². E|w|² is d·v₁ for
/// Gaussian weights and R² for weights on a sphere, where v₁ = 1.
/// Proof of the recurrences: Rodrigues' formula, integrated by parts (docs/theory.md, "ReLU in closed form").
class ClosedForm final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "closed-form"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] bool is_relative() const override { return true; }
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
  /// For weights on a sphere v·(1+A²)/2·(R²/d [outer] + 1 [hidden]), for the step function v/2: z = R⟨ŵ,x⟩
  /// has a symmetric law with E z² = R²/d.
  [[nodiscard]] Ball trace(const Architecture& architecture, long dimension, Precision p) const override;
};

}  // namespace ntkcert
