#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Fejér's rule in θ for λ_k = c_d∫_0^π κ(cos θ)P_k(cos θ)sin^{d−2}θ dθ, one rule of N points for all
/// degrees, for kernels of any depth with κ(cos θ) = F(θ) analytic about [0, π] (up to
/// ZonalKernel::remainder()). On the Bernstein ellipse E_r of [0, π], of half-height B, |P_k(cos θ)| ≤ cosh
/// kB (a cosine polynomial with nonnegative coefficients of sum 1) and |sin θ| ≤ cosh B, so with |F| ≤ M
/// there the error is at most
///   ellipse_error(E_r, c_d·M·cosh KB·cosh^{d−2}B) ≤ 4πc_dM·e^{(K+d−2)B}r^{−N}/(1 − 1/r)
/// for every k ≤ K; r is chosen to make the rule short (EllipseCertificates). A kernel that differs from F by
/// at most ε on [0, π] adds ε·N(d,k)^{−1/2} (Cauchy–Schwarz, as P_k² has mean 1/N). θ and π − θ share one
/// recurrence (folded_gegenbauer_sums); nodes where sin^{d−2}θ leaves nothing above the error are not
/// evaluated: there |κ| ≤ κ(1), as κ is positive definite. The accuracy is absolute.
class FejerQuadrature final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "fejer-quadrature"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
  /// The enclosures that a rule of so many points ≥ 2 gives.
  [[nodiscard]] static std::vector<Ball> with_points(const SpectralProblem& problem, long points,
                                                     Precision p);
};

}  // namespace ntkcert
