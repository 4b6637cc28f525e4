#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = zΦ(z), Φ the standard normal distribution function and φ its density. σ' = Φ + zφ, σ'' = (2−z²)φ,
/// σ''' = (z³−4z)φ, σ'''' = (−z⁴+7z²−4)φ. So σ' runs from 0 down to its minimum at −√2, up to its maximum
/// L_1 = σ'(√2) and down to 1; σ'(−z) = 1 − σ'(z). It has one zero, in (−√2, √2), the minimum of σ. |σ''| has
/// its maximum 2φ(0) at 0 (critical: 0, ±2), |σ'''| the greater of its values at z² = (7±√33)/2.
/// Strip |Im z| ≤ y, z = u+iv: |φ(z)| = φ(u)e^{v²/2}, |2−z²| ≤ 2+v²+u² and (2+v²+u²)e^{−u²/2} ≤ 2+v² give
/// |σ''| ≤ (2+y²)e^{y²/2}/√(2π); σ is unbounded; along the vertical segment from u, |σ'| ≤ L_1 +
/// ∫_0^y(2+t²)e^{t²/2}dt/√(2π) = L_1 + ye^{y²/2}/√(2π) + ½erfi(y/√2), since (te^{t²/2})' = (1+t²)e^{t²/2}.
/// Series: with f = φ(z), F = Φ(z), w = zz': k f_k = −Σ_{j≥1} j w_j f_{k−j} (j w_j = Σ i z_i z_{j−i}), k F_k
/// = Σ_{j≥1} j z_j f_{k−j}, q = F + z⋆f, k s_k = Σ_{j≥1} j z_j q_{k−j}. Hermite, with τ = q/(1+q): E[gHe_p] =
/// E[g''He_{p−2}] for g = σ(√q·), and E[e^{−cZ²/2}e^{sZ−s²/2}] = (1+c)^{−1/2}e^{−s²c/(2(1+c))}, to which 2 +
/// 2c∂_c is applied at c = q, give a_0² = q²/(2π(1+q)), a_1² = q/4, a_p = 0 for odd p ≥ 3, and for p = 2m + 2
///   a_p² = q²/(2π(1+q)³)·C(2m,m)4^{−m}τ^{2m}(2+q+2m)²/((2m+1)(2m+2)).
/// The ratio of (1+p)a_p² from m to m + 1 is at most r_m = τ²(1 + 1/(2m+4)): it is largest for q → 0 in its
/// last factor, and (m+2)(2m+1) < (m+1)(2m+3). With C(2m,m)4^{−m} ≤ 1 the tail from p = 2m + 2 on is at most
/// q²/(2π(1+q)³)·τ^{2m}(2m+3)(2+q+2m)²/((2m+1)(2m+2))/(1 − r_m) if r_m < 1.
class Gelu final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "gelu"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 != 0 && k >= 3; }
  [[nodiscard]] Ball derivative(const Ball& z) const override;
  [[nodiscard]] Ball second_derivative(const Ball& z) const override;
  [[nodiscard]] SupBounds sup_bounds(Precision p) const override;
  [[nodiscard]] std::optional<StripBounds> strip_bounds(const Ball& y) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
  void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                long bits) const override;
};

}  // namespace ntkcert
