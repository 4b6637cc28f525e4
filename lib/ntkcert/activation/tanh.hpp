#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = tanh z; σ' = 1 − σ², σ'' = −2σσ'. With s = tanh z: |σ''| = 2|s|(1−s²) has its maximum 4/(3√3) at s²
/// = 1/3, and σ''' = −2+8s²−6s⁴ its extremes −2 at s = 0 and 2/3 at s² = 2/3. Strip |Im z| ≤ y < π/2:
/// |tanh(x+iy)|² = (cosh 2x − cos 2y)/(cosh 2x + cos 2y) ≤ max(1, tan²y), being monotone in cosh 2x, and |σ'|
/// = 2/(cosh 2x + cos 2y) ≤ 1/cos²y. Series: k s_k = Σ_{j≥1} j z_j q_{k−j}, q_k = −Σ_j s_j s_{k−j} for k ≥ 1.
/// Hermite coefficients: tanh_hermite.hpp.
class Tanh final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "tanh"; }
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
