#pragma once

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// Encloses a zero of a continuous f near `start`: the secant method finds it, a sign change at the ends of a
/// ball of about 2^{4−p} around proves it. The whole line if that fails. That the zero is the only one is the
/// caller's proof.
template <typename Function>
[[nodiscard]] Ball zero_near(const Function& f, double start, Precision p) {
  constexpr long kFirstBits = 10;
  const Precision working = p + 16;
  Ball before = Ball::from_double(start, working);
  Ball value_before = f(before);
  Ball now = before + scaled(Ball(1, working), -kFirstBits);
  for (long bits = kFirstBits; bits < working.bits(); bits += bits / 2) {
    const Ball value = f(now);
    const Ball next = now - value * (now - before) / (value - value_before);
    if (!next.is_finite()) {
      break;  // both have converged
    }
    before = now;
    value_before = value;
    now = Ball(next.midpoint(), working);
  }
  Ball radius = scaled(Ball(1, working), 4 - p.bits());
  for (; is_yes(radius < 1); radius = scaled(radius, 4)) {
    const Ball left = f(now - radius);
    const Ball right = f(now + radius);
    if (is_yes(disjunction(conjunction(left<0, right> 0), conjunction(left > 0, right < 0)))) {
      return now.widened(radius).at(p);
    }
  }
  return Ball::whole_line(p);
}

}  // namespace ntkcert
