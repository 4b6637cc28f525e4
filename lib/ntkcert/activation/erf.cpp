#include "ntkcert/activation/erf.hpp"

#include <arb_hypgeom.h>
#include <arb_poly.h>

#include <array>

#include "ntkcert/activation/closed_dual.hpp"
#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_steps.hpp"

namespace ntkcert {
namespace {

/// 2/√π.
Ball slope_at_zero(Precision p) { return 2 / sqrt(Ball::pi(p)); }

Ball gauss_derivative(const Ball& x) { return slope_at_zero(x.precision()) * exp(-square(x)); }

/// w = 2q/(1+2q) < 1.
Ball contraction(const Ball& variance) { return 2 * variance / (1 + 2 * variance); }

class ErfDual final : public ClosedDual {
 public:
  explicit ErfDual(const Ball& variance)
      : ClosedDual(variance), contraction_(ntkcert::contraction(variance)), pi_(Ball::pi(precision())) {}

 protected:
  [[nodiscard]] DualPair<Ball> real(const Ball& correlation) const override {
    if (!is_yes(contraction_ * abs(correlation) < 1)) {
      return {Ball::whole_line(precision()), Ball::whole_line(precision())};
    }
    const Ball scale = 1 + 2 * variance();
    const Ball product = 2 * variance() * correlation;
    return {2 * asin(contraction_ * correlation) / pi_,
            4 / (pi_ * sqrt((scale - product) * (scale + product)))};
  }

  /// The principal branches of asin and of √(1−z)√(1+z), analytic off the cuts (−∞,−1] and [1,∞) of z = wρ.
  [[nodiscard]] DualPair<ComplexBall> complex(const ComplexBall& correlation) const override {
    const long bits = precision().bits();
    ComplexBall z(precision());
    acb_mul_arb(z.raw(), correlation.raw(), contraction_.raw(), bits);
    if (z.imaginary().contains_zero() && !is_yes(abs(z.real()) < 1)) {
      return {ComplexBall::whole_plane(precision()), ComplexBall::whole_plane(precision())};
    }
    DualPair<ComplexBall> pair{ComplexBall(precision()), ComplexBall(precision())};
    acb_asin(pair.value.raw(), z.raw(), bits);
    acb_mul_arb(pair.value.raw(), pair.value.raw(), (2 / pi_).raw(), bits);
    ComplexBall root(precision());
    acb_add_si(root.raw(), z.raw(), 1, bits);
    acb_sqrt(root.raw(), root.raw(), bits);
    acb_sub_si(z.raw(), z.raw(), 1, bits);
    acb_neg(z.raw(), z.raw());
    acb_sqrt(z.raw(), z.raw(), bits);
    acb_mul(root.raw(), root.raw(), z.raw(), bits);
    acb_mul_arb(root.raw(), root.raw(), (pi_ * (1 + 2 * variance()) / 4).raw(), bits);
    acb_inv(pair.derivative.raw(), root.raw(), bits);
    return pair;
  }

 private:
  Ball contraction_;
  Ball pi_;
};

class ErfHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    const Precision p = precision();
    const Ball w = contraction(variance());
    const Ball w2 = square(w);
    BallArray result(length);
    Ball power = 2 * w / Ball::pi(p);  // (2/π)C(2m,m)4^{−m}w^{2m+1}
    for (long i = 1; i < length; i += 2) {
      arb_div_si(result.at(i), power.raw(), i, p.bits());
      power = power * w2 * i / (i + 1);
    }
    return result;
  }

  [[nodiscard]] Ball tail(long length) const override {
    const Ball w = contraction(variance().at(Precision(64)));
    return 4 * pow(w, static_cast<unsigned long>(length)) / (Ball::pi(w.precision()) * (1 - square(w)));
  }
};

}  // namespace

std::unique_ptr<const DualActivation> Erf::dual(const Ball& variance) const {
  return std::make_unique<ErfDual>(variance);
}

std::unique_ptr<const HermiteSeries> Erf::hermite_series(const Ball& variance) const {
  return std::make_unique<ErfHermite>(variance);
}

Ball Erf::value(const Ball& z) const {
  return range_of([](const Ball& x) { return erf(x); }, z, {}, symmetric(Ball(1, z.precision())));
}

Ball Erf::derivative(const Ball& z) const {
  const Precision p = z.precision();
  const std::array critical{Ball(p)};
  const Ball everywhere = hull(Ball(p), slope_at_zero(p));
  return range_of(gauss_derivative, z, critical, everywhere);
}

Ball Erf::second_derivative(const Ball& z) const {
  const Precision p = z.precision();
  const Ball c = sqrt(scaled(Ball(1, p), -1));
  const std::array critical{c, -c};
  return range_of([](const Ball& x) { return -2 * x * gauss_derivative(x); }, z, critical,
                  symmetric(sup_bounds(p).second));
}

SupBounds Erf::sup_bounds(Precision p) const {
  const Ball slope = slope_at_zero(p);
  return {Ball(p), Ball(1, p), slope, slope * sqrt(2 / exp(Ball(1, p))), 2 * slope};
}

std::optional<StripBounds> Erf::strip_bounds(const Ball& y) const {
  if (!y.is_finite()) {
    return std::nullopt;
  }
  const Precision p = y.precision();
  const Ball top(y.upper(), p);
  Ball value(p);
  arb_hypgeom_erfi(value.raw(), top.raw(), p.bits());
  const Ball derivative = slope_at_zero(p) * exp(square(top));
  const Ball size = top + sqrt(scaled(exp(Ball(-1, p)), -1));
  return StripBounds{1 + value, derivative, 2 * size * derivative};
}

void Erf::extend_series(const ActivationSeries& series, long k, long bits) const {
  const arb_struct* z = series.z;
  arb_struct* s = series.value;
  arb_struct* q = series.derivative;
  arb_struct* speed = series.scratch;                        // j·z_j
  arb_struct* log_slope = series.scratch + series.capacity;  // j·(z⋆z)_j
  if (k == 0) {
    arb_hypgeom_erf(s, z, bits);
    Ball argument{Precision(bits)};
    arb_set(argument.raw(), z);
    arb_set(q, gauss_derivative(argument).raw());
    return;
  }
  extend_speed(speed, z, k, bits);
  arb_dot(log_slope + k, nullptr, 0, speed + 1, 1, z + k - 1, -1, k, bits);
  arb_mul_2exp_si(log_slope + k, log_slope + k, 1);
  extend_by_chain_rule(s, speed, q, k, bits);
  extend_by_chain_rule(q, log_slope, q, k, bits, true);
}

void Erf::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                   long bits) const {
  _arb_poly_mullow(result, series.z, length, series.derivative, length, length, bits);
  _arb_vec_scalar_mul_2exp_si(result, result, length, 1);
  _arb_vec_neg(result, result, length);
}

}  // namespace ntkcert
