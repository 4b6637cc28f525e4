#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = erf z = (2/√π)∫_0^z e^{−t²}dt; σ' = (2/√π)e^{−z²}, σ'' = −2zσ'. |σ''| has its maximum
/// (2√2/√π)e^{−1/2} at z² = 1/2; σ''' = (4/√π)(2z²−1)e^{−z²} has its extremes −4/√π at 0 and (8/√π)e^{−3/2}
/// at z² = 3/2. Strip |Im z| ≤ y: |σ'(u+iv)| = (2/√π)e^{v²−u²} ≤ (2/√π)e^{y²}; along the vertical segment
/// from u to u+iv, |σ(u+iv)| ≤ |erf u| + e^{−u²}(2/√π)∫_0^{|v|}e^{t²}dt ≤ 1 + erfi y, and
/// |σ''| = 2|u+iv||σ'| ≤ (4/√π)e^{y²}(y + |u|e^{−u²}) with |u|e^{−u²} ≤ (2e)^{−1/2}. Series: k s_k = Σ_{j≥1}
/// j z_j q_{k−j}; with v_j = j (z⋆z)_j = 2Σ_{i≥1} i z_i z_{j−i}: k q_k = −Σ_{j≥1} v_j q_{k−j}.
/// Dual at variance q, with A = 1+2q and w = 2q/A (Williams, Neural Computation 10, 1998): E[σσ'] =
/// (2/π)asin(wρ), E[σ'σ'] = (4/π)/√(A²−(2qρ)²). So a_p = 0 for even p, and a_p² = (2/π)C(2m,m)4^{−m}w^p/p for
/// p = 2m+1; as C(2m,m)4^{−m} ≤ 1 and (1+p)/p ≤ 2, Σ_{p ≥ P}(1+p)a_p² ≤ (4/π)w^P/(1−w²).
class Erf final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "erf"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 == 0; }
  [[nodiscard]] Ball derivative(const Ball& z) const override;
  [[nodiscard]] Ball second_derivative(const Ball& z) const override;
  [[nodiscard]] SupBounds sup_bounds(Precision p) const override;
  [[nodiscard]] std::optional<StripBounds> strip_bounds(const Ball& y) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
  void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                long bits) const override;
};

}  // namespace ntkcert
