#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = 1/(1+e^{−z}) = ½ + ½tanh(z/2); σ' = σ(1−σ), σ'' = −σ'·tanh(z/2). The suprema are those of tanh with
/// 2^{−1−n} for the n-th derivative: 1/4, 1/(6√3) at ±log(2+√3), 1/8. Strip |Im z| ≤ y < π: |1+e^{−u−iv}|² =
/// 1 + 2e^{−u}cos v + e^{−2u} is at least 1 if cos v ≥ 0 and sin²v else, so |σ| ≤ 1 for y ≤ π/2 and 1/sin y
/// beyond; |σ'| ≤ 1/(4cos²(y/2)) and |tanh(z/2)| ≤ max(1, tan(y/2)) as for tanh. Series: k s_k = Σ_{j≥1}
/// j z_j q_{k−j}, q = s − s⋆s, σ'' = q − 2s⋆q. Hermite: a_0 = ½, a_p = ½h_p(q/4) (tanh_hermite.hpp).
class Sigmoid final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "sigmoid"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 == 0 && k >= 2; }
  [[nodiscard]] Ball derivative(const Ball& z) const override;
  [[nodiscard]] Ball second_derivative(const Ball& z) const override;
  [[nodiscard]] SupBounds sup_bounds(Precision p) const override;
  [[nodiscard]] std::optional<StripBounds> strip_bounds(const Ball& y) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
  void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                long bits) const override;
};

}  // namespace ntkcert
