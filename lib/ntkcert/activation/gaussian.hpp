#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = g(z) = e^{−z²/2}; g' = −zg, g'' = (z²−1)g, g''' = (3z−z³)g, g'''' = (z⁴−6z²+3)g. So |g'| has its
/// maximum e^{−1/2} at ±1, |g''| its maximum 1 at 0 (2e^{−3/2} at ±√3), |g'''| the greater of its values at
/// z² = 3 ± √6. Strip |Im z| ≤ y, z = u+iv: |g| = e^{(v²−u²)/2} ≤ e^{y²/2}; |z| ≤ y + |u| and |u|e^{−u²/2} ≤
/// e^{−1/2} give |g'| ≤ e^{y²/2}(y + e^{−1/2}); |z²−1| ≤ 1 + y² + u², and (c + u²)e^{−u²/2} with c = 1 + y²
/// is at most c if c ≥ 2 and 2e^{c/2−1} else. Series: σ' = −z⋆σ, k s_k = Σ_{j≥1} j z_j q_{k−j}, σ'' = −σ −
/// z⋆σ'. Dual at variance q: with Δ = (1+q)² − (qρ)², value Δ^{−1/2}, derivative qρΔ^{−3/2} (a Gaussian
/// integral). So a_p = 0 for odd p, and a_p² = (1+q)^{−1}C(2m,m)4^{−m}τ^{2m} for p = 2m, τ = q/(1+q); the
/// ratio of (1+p)a_p² from m to m + 1 is τ²(2m+3)/(2m+2), which falls, and C(2m,m)4^{−m} ≤ 1: for m =
/// ⌈length/2⌉ the tail is at most (1+2m)τ^{2m}/(1+q)/(1 − τ²(2m+3)/(2m+2)) if that ratio is below 1.
class Gaussian final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "gaussian"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 != 0; }
  [[nodiscard]] Ball derivative(const Ball& z) const override;
  [[nodiscard]] Ball second_derivative(const Ball& z) const override;
  [[nodiscard]] SupBounds sup_bounds(Precision p) const override;
  [[nodiscard]] std::optional<StripBounds> strip_bounds(const Ball& y) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
  void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                long bits) const override;
};

}  // namespace ntkcert
