#include "ntkcert/activation/closed_dual.hpp"

namespace ntkcert {

DualPair<Ball> ClosedDual::at(const Ball& correlation) const {
  const std::optional<CorrelationRange> range = cut_correlation(correlation);
  if (!range) {
    return {Ball::whole_line(precision()), Ball::whole_line(precision())};
  }
  DualPair<Ball> pair = real(Ball(range->lower, precision()));
  if (range->lower == range->upper) {
    return pair;
  }
  const auto include = [&](const DualPair<Ball>& other) {
    pair = {hull(pair.value, other.value), hull(pair.derivative, other.derivative)};
  };
  include(real(Ball(range->upper, precision())));
  if (range->lower.sign() < 0 && range->upper.sign() > 0) {
    include(real(Ball(precision())));
  }
  return pair;
}

DualPair<ComplexBall> ClosedDual::at_angle(const ComplexBall& angle) const {
  ComplexBall correlation(precision());
  acb_cos(correlation.raw(), angle.raw(), precision().bits());
  return complex(correlation);
}

DualPair<Ball> ClosedDual::bounds(const Ball& /*angle*/, const Ball& correlation) const {
  return real(correlation);
}

}  // namespace ntkcert
