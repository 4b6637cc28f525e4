#pragma once

#include <arb_poly.h>

#include <utility>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert::testing {

/// A function of x near a centre as its power series in x − centre, in balls: formulas evaluated with it give
/// their own series.
class PowerSeries {
 public:
  static constexpr long kLength = 17;
  static constexpr long kBits = 200;

  PowerSeries() { arb_poly_init(series_); }
  PowerSeries(const PowerSeries& other) : PowerSeries() { arb_poly_set(series_, other.series_); }
  PowerSeries& operator=(const PowerSeries& other) {
    arb_poly_set(series_, other.series_);
    return *this;
  }
  ~PowerSeries() { arb_poly_clear(series_); }
  /// x itself.
  [[nodiscard]] static PowerSeries variable(const Ball& centre) {
    PowerSeries result;
    arb_poly_set_coeff_arb(result.series_, 0, centre.raw());
    arb_poly_set_coeff_si(result.series_, 1, 1);
    return result;
  }
  [[nodiscard]] static PowerSeries constant(double x) {
    PowerSeries result;
    arb_poly_set_coeff_arb(result.series_, 0, Ball::from_double(x, Precision(kBits)).raw());
    return result;
  }
  [[nodiscard]] Ball coefficient(long k) const {
    Ball result{Precision(kBits)};
    arb_poly_get_coeff_arb(result.raw(), series_, k);
    return result;
  }

  friend PowerSeries operator+(const PowerSeries& a, const PowerSeries& b) {
    PowerSeries result;
    arb_poly_add(result.series_, a.series_, b.series_, kBits);
    return result;
  }
  friend PowerSeries operator-(const PowerSeries& a, const PowerSeries& b) {
    PowerSeries result;
    arb_poly_sub(result.series_, a.series_, b.series_, kBits);
    return result;
  }
  friend PowerSeries operator*(const PowerSeries& a, const PowerSeries& b) {
    PowerSeries result;
    arb_poly_mullow(result.series_, a.series_, b.series_, kLength, kBits);
    return result;
  }
  friend PowerSeries operator/(const PowerSeries& a, const PowerSeries& b) {
    PowerSeries result;
    arb_poly_div_series(result.series_, a.series_, b.series_, kLength, kBits);
    return result;
  }
  friend PowerSeries operator+(const PowerSeries& a, double b) { return a + constant(b); }
  friend PowerSeries operator*(const PowerSeries& a, double b) { return a * constant(b); }

  /// g of this series, g one of Arb's functions of power series.
  template <typename Function>
  [[nodiscard]] PowerSeries map(Function&& g) const {
    PowerSeries result;
    g(result.series_, series_, kLength, kBits);
    return result;
  }

 private:
  arb_poly_t series_;
};

/// sup |f| on [a, b], f given by its series around any centre: Taylor at the midpoint, Lagrange's remainder.
template <typename Function>
Ball supremum_by_series(double a, double b, Function&& f) {
  const Precision p(PowerSeries::kBits);
  const Dyadic left = Dyadic::from_double(a);
  const Dyadic right = Dyadic::from_double(b);
  const Ball centre = scaled(Ball(left, p) + Ball(right, p), -1);
  const Ball half = scaled(Ball(right, p) - Ball(left, p), -1);
  const PowerSeries near = f(PowerSeries::variable(centre));
  const PowerSeries wide = f(PowerSeries::variable(Ball::interval(left, right, p)));
  Ball sum = abs(wide.coefficient(PowerSeries::kLength - 1));
  for (long k = PowerSeries::kLength - 2; k >= 0; --k) {
    sum = sum * half + abs(near.coefficient(k));
  }
  return Ball(sum.upper(), p);
}

}  // namespace ntkcert::testing
