#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

struct HalfAngleExpansion;

/// High degrees, any depth and dimension, a few operations a coefficient, for kernels with κ(cos θ) = F(θ)
/// analytic about [0, π]. With the expansion Q of half_angle_expansion, cos nθ (n < k) is orthogonal to P_k,
/// and
///   λ_k(sin^{2j+1}(θ/2)) = R_j(k) = W_jG_0(k)Π_{1≤i≤j} 1/((2k−2i−1)(2k+2i+2d−3)), k > j,
///   G_0(k) = Γ(k−½)/Γ(k+d−½), W_0 = −2^{d−3}Γ(d/2)²/π, W_{j+1} = −(2j+3)(2j+d)W_j,
/// (−1)^kR_j(k) for cos^{2j+1}(θ/2); so for every k ≥ the number of cosines
///   |λ_k − Σ_j(b_j + (−1)^kc_j)R_j(k)| ≤ sup|κ − Q|·N(d,k)^{−1/2}
/// (docs/theory.md, "Half-angle expansion"). Smaller degrees come from FejerQuadrature. The accuracy is
/// absolute, as there. Throws Exhausted if the kernel has no continuation near the ends.
class HalfAngle final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "half-angle"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
  /// The enclosures that any such expansion gives.
  [[nodiscard]] static std::vector<Ball> from_expansion(const SpectralProblem& problem,
                                                        const HalfAngleExpansion& q, Precision p);
};

}  // namespace ntkcert
