#include "ntkcert/deviation/altered_bounds.hpp"

namespace ntkcert {

Sides AlteredBounds::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  Sides sides = bounds_->compare(instance, a, b);
  const Precision p = sides.gap.precision();
  const Dyadic start = start_();
  const Ball rhs = sides.power == 1 ? sides.rhs_power : sqrt_nonnegative(sides.rhs_power);
  sides.rhs = alteration_(sides.rhs, Ball(start + a, p));
  sides.rhs_power = pow(alteration_(rhs, Ball::interval(start + a, start + b, p)), sides.power);
  sides.gap = sides.rhs_power - sides.lhs_power;
  return sides;
}

}  // namespace ntkcert
