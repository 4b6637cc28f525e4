#include "ntkcert/activation/tanh.hpp"

#include <arb_poly.h>

#include <array>

#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/activation/series_steps.hpp"
#include "ntkcert/activation/tanh_hermite.hpp"

namespace ntkcert {
namespace {

Ball unit_interval(Precision p) { return Ball::interval(Dyadic(0), Dyadic(1), p); }

class TanhHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    return tanh_hermite_squares(variance(), length);
  }
  [[nodiscard]] Ball tail(long length) const override { return tanh_hermite_tail(variance(), length); }
};

}  // namespace

std::unique_ptr<const DualActivation> Tanh::dual(const Ball& variance) const {
  return series_dual<TanhHermite>(variance);
}

std::unique_ptr<const HermiteSeries> Tanh::hermite_series(const Ball& variance) const {
  return std::make_unique<TanhHermite>(variance);
}

Ball Tanh::value(const Ball& z) const {
  return range_of([](const Ball& x) { return tanh(x); }, z, {}, symmetric(Ball(1, z.precision())));
}

Ball Tanh::derivative(const Ball& z) const {
  const auto sech_squared = [](const Ball& x) { return 1 / square(cosh(x)); };
  const std::array critical{Ball(z.precision())};
  return range_of(sech_squared, z, critical, unit_interval(z.precision()));
}

Ball Tanh::second_derivative(const Ball& z) const {
  const auto f = [](const Ball& x) { return -2 * tanh(x) / square(cosh(x)); };
  // tanh c = 1/√3 for c = ½ log((1+1/√3)/(1−1/√3)) = ½ log(2+√3).
  const Precision p = z.precision();
  const Ball c = scaled(log(2 + sqrt(Ball(3, p))), -1);
  const std::array critical{c, -c};
  return range_of(f, z, critical, symmetric(sup_bounds(p).second));
}

SupBounds Tanh::sup_bounds(Precision p) const {
  return {Ball(p), Ball(1, p), Ball(1, p), 4 / (3 * sqrt(Ball(3, p))), Ball(2, p)};
}

std::optional<StripBounds> Tanh::strip_bounds(const Ball& y) const {
  const Precision p = y.precision();
  const Ball top(y.upper(), p);
  if (!is_yes(top < scaled(Ball::pi(p), -1))) {
    return std::nullopt;
  }
  const Ball value = max(Ball(1, p), tan(top));
  const Ball derivative = 1 / square(cos(top));
  return StripBounds{value, derivative, 2 * value * derivative};
}

void Tanh::extend_series(const ActivationSeries& series, long k, long bits) const {
  arb_struct* s = series.value;
  arb_struct* q = series.derivative;
  arb_struct* speed = series.scratch;  // j·z_j
  if (k == 0) {
    arb_tanh(s, series.z, bits);
    arb_mul(q, s, s, bits);
    arb_sub_si(q, q, 1, bits);
    arb_neg(q, q);
    return;
  }
  extend_speed(speed, series.z, k, bits);
  extend_by_chain_rule(s, speed, q, k, bits);
  subtract_square(q + k, nullptr, s, k, bits);
}

void Tanh::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                    long bits) const {
  _arb_poly_mullow(result, series.value, length, series.derivative, length, length, bits);
  _arb_vec_scalar_mul_2exp_si(result, result, length, 1);
  _arb_vec_neg(result, result, length);
}

}  // namespace ntkcert
