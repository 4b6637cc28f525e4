#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// ReLU, leaky ReLU, |z| and the step function, one hidden layer, weights on the sphere of radius R, biases
/// uniform on [−B, B]: λ_k as in NeuronQuadrature, v = β = 1 there aside,
///   λ_k = v·C_k [outer] + v·(g_k + (k·g_{k−1} + (k+d−2)g_{k+1})/(2k+d−2)) [hidden] + δ_{k0},
/// in closed form. With x = −b/R, uniform on [−B/R, B/R], the step function has s_k(x) =
/// c_d/(d−1)·P_{k−1}^{d+2}(x)(1−x²)^{(d−1)/2} for k ≥ 1, and ReLU R·s_{k−1}^{d+2}(x)/d; both vanish for |x| ≥
/// 1, k ≥ 2. So for those k C_k and g_k are integrals of even polynomials, and one Gauss–Legendre rule of
/// d+K+1 nodes gives all of them without error. C_0, C_1 and g_0 come from ∫(1−x²)^{m/2}dx. Proofs:
/// docs/theory.md, "Half-spaces with uniform biases". The accuracy of P_k(x) is absolute.
class HalfSpaceMean final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "half-space-mean"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
  /// v·(1+A²)/2·(R²/d + B²/3 [outer] + 2 [hidden]) + 1, for the step function v/2 + 1: z has a symmetric law
  /// with E z² = R²/d + B²/3.
  [[nodiscard]] Ball trace(const Architecture& architecture, long dimension, Precision p) const override;
};

}  // namespace ntkcert
