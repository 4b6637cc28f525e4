#include "ntkcert/activation/polynomial_activation.hpp"

#include <utility>

#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/ball/polynomial.hpp"

namespace ntkcert {

PolynomialActivation::PolynomialActivation(Basis basis, std::vector<Rational> coefficients, std::string name)
    : basis_(basis), coefficients_(std::move(coefficients)), name_(std::move(name)) {}

/// f_p of FiniteHermite: c_p·p!, or c_p·√p!.
std::vector<Ball> PolynomialActivation::weights(Precision p) const {
  std::vector<Ball> f;
  Integer factorial = 1;
  for (std::size_t i = 0; i < coefficients_.size(); ++i) {
    const Ball scale(factorial, p);
    f.push_back(Ball(coefficients_[i], p) * (basis_ == Basis::powers ? scale : sqrt(scale)));
    factorial *= static_cast<long>(i + 1);
  }
  return f;
}

std::unique_ptr<const DualActivation> PolynomialActivation::dual(const Ball& variance) const {
  return std::make_unique<SeriesDual>(FiniteHermite(variance, basis_, weights(variance.precision())));
}

std::unique_ptr<const HermiteSeries> PolynomialActivation::hermite_series(const Ball& variance) const {
  return std::make_unique<FiniteHermite>(variance, basis_, weights(variance.precision()));
}

bool PolynomialActivation::hermite_vanish_from(long k) const {
  for (auto p = static_cast<std::size_t>(k); p < coefficients_.size(); p += 2) {
    if (coefficients_[p] != 0) {
      return false;
    }
  }
  return true;
}

Ball PolynomialActivation::value(const Ball& z) const {
  const Precision p = z.precision();
  const std::vector<Ball> f = weights(p);
  const Ball shift(basis_ == Basis::powers ? 0 : -1, p);
  std::vector<Ball> powers;
  Ball factorial(1, p);
  for (long r = 0; r < std::ssize(f); ++r) {
    powers.push_back(shifted_coefficient(f, r, shift) / factorial);
    factorial = factorial * (r + 1);
  }
  return Polynomial(powers, p).range_over(z);
}

}  // namespace ntkcert
