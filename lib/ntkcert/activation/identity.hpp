#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = z, the linear network; a_1² = q, all other coefficients are zero.
class Identity final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "identity"; }
  [[nodiscard]] Ball value(const Ball& z) const override { return z; }
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k != 1; }
  [[nodiscard]] Ball derivative(const Ball& z) const override { return Ball(1, z.precision()); }
  [[nodiscard]] Ball second_derivative(const Ball& z) const override { return Ball(z.precision()); }
  [[nodiscard]] SupBounds sup_bounds(Precision p) const override;
  [[nodiscard]] std::optional<StripBounds> strip_bounds(const Ball& y) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
  void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                long bits) const override;
};

}  // namespace ntkcert
