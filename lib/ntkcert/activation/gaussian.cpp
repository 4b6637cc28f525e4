#include "ntkcert/activation/gaussian.hpp"

#include <arb_poly.h>

#include <array>

#include "ntkcert/activation/closed_dual.hpp"
#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_steps.hpp"

namespace ntkcert {
namespace {

Ball bell(const Ball& x) { return exp(-scaled(square(x), -1)); }

class GaussianDual final : public ClosedDual {
 public:
  using ClosedDual::ClosedDual;

 protected:
  [[nodiscard]] DualPair<Ball> real(const Ball& correlation) const override {
    const Ball scale = 1 + variance();
    const Ball product = variance() * correlation;
    const Ball delta = (scale - product) * (scale + product);
    if (!is_yes(delta > 0)) {
      return {Ball::whole_line(precision()), Ball::whole_line(precision())};
    }
    const Ball root = sqrt(delta);
    return {1 / root, product / (delta * root)};
  }

  /// The principal branches of the roots of 1+q±qρ, analytic off the cuts of qρ.
  [[nodiscard]] DualPair<ComplexBall> complex(const ComplexBall& correlation) const override {
    const long bits = precision().bits();
    const Ball scale = 1 + variance();
    ComplexBall product(precision());
    acb_mul_arb(product.raw(), correlation.raw(), variance().raw(), bits);
    if (product.imaginary().contains_zero() && !is_yes(abs(product.real()) < scale)) {
      return {ComplexBall::whole_plane(precision()), ComplexBall::whole_plane(precision())};
    }
    DualPair<ComplexBall> pair{ComplexBall(precision()), ComplexBall(precision())};
    ComplexBall other(precision());
    acb_add_arb(pair.value.raw(), product.raw(), scale.raw(), bits);
    acb_rsqrt(pair.value.raw(), pair.value.raw(), bits);
    acb_sub_arb(other.raw(), product.raw(), scale.raw(), bits);
    acb_neg(other.raw(), other.raw());
    acb_rsqrt(other.raw(), other.raw(), bits);
    acb_mul(pair.value.raw(), pair.value.raw(), other.raw(), bits);
    acb_pow_ui(pair.derivative.raw(), pair.value.raw(), 3, bits);
    acb_mul(pair.derivative.raw(), pair.derivative.raw(), product.raw(), bits);
    return pair;
  }
};

class GaussianHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    const Ball scale = 1 + variance();
    const Ball contraction = square(variance() / scale);
    BallArray result(length);
    Ball square_of_coefficient = 1 / scale;
    for (long p = 0; p < length; p += 2) {
      arb_set(result.at(p), square_of_coefficient.raw());
      square_of_coefficient = square_of_coefficient * contraction * (p + 1) / (p + 2);
    }
    return result;
  }

  [[nodiscard]] Ball tail(long length) const override {
    const Ball q = variance().at(Precision(64));
    const Ball contraction = square(q / (1 + q));
    const long m = (length + 1) / 2;
    const Ball ratio = contraction * (2 * m + 3) / (2 * m + 2);
    if (!is_yes(ratio < 1)) {
      return Ball::whole_line(q.precision());
    }
    return (1 + 2 * m) * pow(contraction, static_cast<unsigned long>(m)) / ((1 + q) * (1 - ratio));
  }
};

}  // namespace

std::unique_ptr<const DualActivation> Gaussian::dual(const Ball& variance) const {
  return std::make_unique<GaussianDual>(variance);
}

std::unique_ptr<const HermiteSeries> Gaussian::hermite_series(const Ball& variance) const {
  return std::make_unique<GaussianHermite>(variance);
}

Ball Gaussian::value(const Ball& z) const {
  const Precision p = z.precision();
  const std::array critical{Ball(p)};
  return range_of(bell, z, critical, hull(Ball(p), Ball(1, p)));
}

Ball Gaussian::derivative(const Ball& z) const {
  const Precision p = z.precision();
  const Ball one(1, p);
  const std::array critical{one, -one};
  return range_of([](const Ball& x) { return -x * bell(x); }, z, critical, symmetric(bell(one)));
}

Ball Gaussian::second_derivative(const Ball& z) const {
  const Precision p = z.precision();
  const Ball c = sqrt(Ball(3, p));
  const std::array critical{Ball(p), c, -c};
  return range_of([](const Ball& x) { return (square(x) - 1) * bell(x); }, z, critical,
                  symmetric(Ball(1, p)));
}

SupBounds Gaussian::sup_bounds(Precision p) const {
  const Ball one(1, p);
  const Ball root6 = sqrt(Ball(6, p));
  const auto third = [](const Ball& square_of_z) {
    return abs(sqrt(square_of_z) * (3 - square_of_z) * exp(-scaled(square_of_z, -1)));
  };
  return {one, one, bell(one), one, max(third(3 - root6), third(3 + root6))};
}

std::optional<StripBounds> Gaussian::strip_bounds(const Ball& y) const {
  if (!y.is_finite()) {
    return std::nullopt;
  }
  const Ball top(y.upper(), y.precision());
  const Ball c = 1 + square(top);
  const Ball growth = exp(scaled(square(top), -1));
  const Ball second = max(c, 2 * exp(scaled(c, -1) - 1));
  return StripBounds{growth, growth * (top + bell(Ball(1, y.precision()))),
                     growth * (is_yes(c >= Ball(2, c.precision())) ? c : second)};
}

void Gaussian::extend_series(const ActivationSeries& series, long k, long bits) const {
  if (k == 0) {
    Ball z{Precision(bits)};
    arb_set(z.raw(), series.z);
    arb_set(series.value, bell(z).raw());
  } else {
    extend_speed(series.scratch, series.z, k, bits);
    extend_by_chain_rule(series.value, series.scratch, series.derivative, k, bits);
  }
  convolution(series.derivative + k, series.z, series.value, k, bits);
  arb_neg(series.derivative + k, series.derivative + k);
}

void Gaussian::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                        long bits) const {
  _arb_poly_mullow(result, series.z, length, series.derivative, length, length, bits);
  _arb_vec_add(result, result, series.value, length, bits);
  _arb_vec_neg(result, result, length);
}

}  // namespace ntkcert
