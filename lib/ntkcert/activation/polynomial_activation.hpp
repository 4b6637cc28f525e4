#pragma once

#include <string>
#include <vector>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/activation/finite_hermite.hpp"

namespace ntkcert {

/// σ(z) = Σ c_p b_p(z) with exact rational coefficients, b_p = z^p or the normalised probabilists' Hermite
/// polynomial He_p/√p!. Its Hermite series is finite (FiniteHermite). The last nonzero c_p of a parity gives
/// an a_p ≠ 0 whatever q is, so from where on the a_p vanish does not depend on q.
/// `value` over wide balls exceeds the hull by an excess of second order in their radius.
class PolynomialActivation final : public Activation {
 public:
  /// At least one coefficient.
  PolynomialActivation(Basis basis, std::vector<Rational> coefficients, std::string name);
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override;

 private:
  [[nodiscard]] std::vector<Ball> weights(Precision p) const;

  Basis basis_;
  std::vector<Rational> coefficients_;
  std::string name_;
};

}  // namespace ntkcert
