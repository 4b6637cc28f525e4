#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Weights w = R·(uniform direction) and analytic activations, one hidden layer, biases absent, uniform or
/// Gaussian. With c_k(b) = c_d∫_0^π σ(R cos θ + b)P_k(cos θ)sin^{d−2}θ dθ, the Funk–Hecke coefficients of a
/// neuron, C_k = E[c_k(b)²], g_k = E[(∂_bc_k(b))²] and β the variance of Gaussian biases, 1 for uniform ones,
/// 0 for none,
///   λ_k = v·C_k [outer] + v·(βg_k + (k·g_{k−1} + (k+d−2)g_{k+1})/(2k+d−2)) [hidden] + βδ_{k0},
/// g_1 in place of the fraction for k = 0. Gauss–Legendre quadrature in θ, one rule for all degrees, summed
/// by gegenbauer_sums; over b again Gauss–Legendre (uniform) or the trapezoid rule (Gaussian). The error
/// bounds, from bounds of σ and σ' on strips, are in docs/theory.md, "Neurons with weights on a sphere". The
/// accuracy of c_k is absolute.
class NeuronQuadrature final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "neuron-quadrature"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;

  /// Encloses κ(1) = v·E[σ(z)²] + v·(1 + β)E[σ'(z)²] + β, z = R⟨ŵ,x⟩ + b, by the same rules.
  [[nodiscard]] Ball trace(const Architecture& architecture, long dimension, Precision p) const override;
};

}  // namespace ntkcert
