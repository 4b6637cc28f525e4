#include "ntkcert/activation/sigmoid.hpp"

#include <arb_poly.h>

#include <array>

#include "ntkcert/activation/logistic.hpp"
#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/activation/series_steps.hpp"
#include "ntkcert/activation/tanh_hermite.hpp"

namespace ntkcert {
namespace {

class SigmoidHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    BallArray result = tanh_hermite_squares(scaled(variance(), -2), length);
    _arb_vec_scalar_mul_2exp_si(result.at(0), result.at(0), length, -2);
    if (length > 0) {
      arb_set(result.at(0), scaled(Ball(1, precision()), -2).raw());
    }
    return result;
  }
  [[nodiscard]] Ball tail(long length) const override {
    return scaled(tanh_hermite_tail(scaled(variance(), -2), length), -2);
  }
};

}  // namespace

std::unique_ptr<const DualActivation> Sigmoid::dual(const Ball& variance) const {
  return series_dual<SigmoidHermite>(variance);
}

std::unique_ptr<const HermiteSeries> Sigmoid::hermite_series(const Ball& variance) const {
  return std::make_unique<SigmoidHermite>(variance);
}

Ball Sigmoid::value(const Ball& z) const {
  const Precision p = z.precision();
  return range_of(logistic, z, {}, hull(Ball(p), Ball(1, p)));
}

Ball Sigmoid::derivative(const Ball& z) const {
  const Precision p = z.precision();
  const std::array critical{Ball(p)};
  return range_of(logistic_slope, z, critical, hull(Ball(p), scaled(Ball(1, p), -2)));
}

Ball Sigmoid::second_derivative(const Ball& z) const {
  const Precision p = z.precision();
  const Ball c = log(2 + sqrt(Ball(3, p)));
  const std::array critical{c, -c};
  return range_of([](const Ball& x) { return -tanh(scaled(x, -1)) * logistic_slope(x); }, z, critical,
                  symmetric(sup_bounds(p).second));
}

SupBounds Sigmoid::sup_bounds(Precision p) const {
  const Ball one(1, p);
  return {scaled(one, -1), one, scaled(one, -2), 1 / (6 * sqrt(Ball(3, p))), scaled(one, -3)};
}

std::optional<StripBounds> Sigmoid::strip_bounds(const Ball& y) const {
  const auto strip = logistic_strip(y);
  if (!strip) {
    return std::nullopt;
  }
  return StripBounds{strip->value, strip->slope, strip->slope * strip->tanh_half};
}

void Sigmoid::extend_series(const ActivationSeries& series, long k, long bits) const {
  if (k == 0) {
    Ball z{Precision(bits)};
    arb_set(z.raw(), series.z);
    arb_set(series.value, logistic(z).raw());
    arb_set(series.derivative, logistic_slope(z).raw());
    return;
  }
  extend_speed(series.scratch, series.z, k, bits);
  extend_by_chain_rule(series.value, series.scratch, series.derivative, k, bits);
  subtract_square(series.derivative + k, series.value + k, series.value, k, bits);
}

void Sigmoid::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                       long bits) const {
  _arb_poly_mullow(result, series.value, length, series.derivative, length, length, bits);
  _arb_vec_scalar_mul_2exp_si(result, result, length, 1);
  _arb_vec_sub(result, series.derivative, result, length, bits);
}

}  // namespace ntkcert
