#include "ntkcert/activation/series_dual.hpp"

#include <arb_poly.h>

#include <algorithm>

namespace ntkcert {
namespace {

Ball polynomial_at(const BallArray& coefficients, const Ball& x) {
  long length = coefficients.size();
  while (length > 0 && arb_is_zero(coefficients.at(length - 1)) != 0) {
    --length;  // the whole of one parity for an odd function
  }
  Ball result(x.precision());
  _arb_poly_evaluate(result.raw(), coefficients.at(0), length, x.raw(), x.precision().bits());
  return result;
}

}  // namespace

SeriesDual::SeriesDual(const HermiteSeries& series, Precision p)
    : DualActivation(series.variance().at(p)),
      length_(series.length_for(scaled(Ball(1, Precision(64)), -p.bits()))),
      tail_(series.tail(length_)),
      value_{BallArray(length_ / 2 + 1), BallArray(length_ / 2 + 1)},
      derivative_{value_} {
  const long bits = precision().bits();
  const BallArray squares = series.squares(length_);
  for (long i = 0; i < length_; ++i) {
    arb_set((i % 2 == 0 ? value_.even : value_.odd).at(i / 2), squares.at(i));
    if (i > 0) {
      arb_struct* slope = (i % 2 == 0 ? derivative_.odd : derivative_.even).at((i - 1) / 2);
      arb_mul_si(slope, squares.at(i), i, bits);
      arb_div(slope, slope, variance().raw(), bits);
    }
  }
}

Ball SeriesDual::Series::at(const Ball& x) const {
  const Ball x2 = square(x);
  return polynomial_at(even, x2) + x * polynomial_at(odd, x2);
}

Ball SeriesDual::Series::over(const Dyadic& lower, const Dyadic& upper, Precision p) const {
  const Ball a(lower, p);
  const Ball b(upper, p);
  if (lower == upper) {
    return at(a);
  }
  if (lower.sign() >= 0) {
    return hull(at(a), at(b));
  }
  const Ball a2 = square(a);
  const Ball b2 = square(b);
  const Ball odd_range = hull(a * polynomial_at(odd, a2), b * polynomial_at(odd, b2));
  Ball even_range = hull(polynomial_at(even, a2), polynomial_at(even, b2));
  if (upper.sign() > 0) {
    even_range = hull(even_range, polynomial_at(even, Ball(p)));
  }
  return even_range + odd_range;
}

DualPair<Ball> SeriesDual::at(const Ball& correlation) const {
  const std::optional<CorrelationRange> range = cut_correlation(correlation);
  if (!range) {
    return {Ball::whole_line(precision()), Ball::whole_line(precision())};
  }
  // Both tails are power series with nonnegative coefficients that start at ρ^length and ρ^{length−1}.
  const Precision p = tail_.precision();
  const Ball largest = max(abs(Ball(range->lower, p)), abs(Ball(range->upper, p)));
  const Ball slope_tail = tail_ * pow(largest, static_cast<unsigned long>(length_ - 1)) / variance();
  const Ball value_tail = tail_ * pow(largest, static_cast<unsigned long>(length_)) / (length_ + 1);
  return {value_.over(range->lower, range->upper, precision()).widened(value_tail),
          derivative_.over(range->lower, range->upper, precision()).widened(slope_tail)};
}

DualPair<ComplexBall> SeriesDual::at_angle(const ComplexBall& angle) const {
  if (!angle.is_real()) {
    return {ComplexBall::whole_plane(precision()), ComplexBall::whole_plane(precision())};
  }
  const DualPair<Ball> pair = at(cos(angle.real()));
  return {ComplexBall(pair.value), ComplexBall(pair.derivative)};
}

DualPair<Ball> SeriesDual::bounds(const Ball& /*angle*/, const Ball& correlation) const {
  return {value_.at(correlation), derivative_.at(correlation)};
}

}  // namespace ntkcert
