#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = sin z and σ(z) = cos z. |sin|, |cos| ≤ cosh y on the strip |Im z| ≤ y, 1 on the line. Series: for
/// s = sin z(t), c = cos z(t), k s_k = Σ_{j≥1} j z_j c_{k−j} and k c_k = −Σ_{j≥1} j z_j s_{k−j}.
/// E[e^{iX}] = e^{−q/2} for X of variance q, so with σ(X)σ(Y) in terms of X ± Y: the dual of sin has value
/// e^{−q}sinh(qρ) and derivative e^{−q}cosh(qρ), that of cos value e^{−q}cosh(qρ) and derivative
/// e^{−q}sinh(qρ). So a_p² = e^{−q}q^p/p! for odd p (sin) or even p (cos), and 0 else. (1+p)a_p² has the
/// ratio r_p = q²(p+3)/((p+1)²(p+2)) from p to p+2, which falls; p! ≥ (p/e)^p√(2πp): for the first such p ≥
/// length, p ≥ 1, the tail is at most (1+p)e^{−q}(eq/p)^p/√(2πp)/(1 − r_p) if r_p < 1.
class Sinusoid : public SmoothActivation {
 public:
  [[nodiscard]] SupBounds sup_bounds(Precision p) const final;
  [[nodiscard]] std::optional<StripBounds> strip_bounds(const Ball& y) const final;
  [[nodiscard]] Ball second_derivative(const Ball& z) const final { return -value(z); }
  void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                long bits) const final;
};

class Sin final : public Sinusoid {
 public:
  [[nodiscard]] std::string_view name() const override { return "sin"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 == 0; }
  [[nodiscard]] Ball derivative(const Ball& z) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
};

class Cos final : public Sinusoid {
 public:
  [[nodiscard]] std::string_view name() const override { return "cos"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 != 0; }
  [[nodiscard]] Ball derivative(const Ball& z) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
};

}  // namespace ntkcert
