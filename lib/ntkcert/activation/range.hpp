#pragma once

#include <span>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// Encloses {f(x) : x in z} for a continuous f that is monotone on every interval free of critical points:
/// the extremes over an interval are values at its ends or at critical points inside it. `f` maps balls to
/// balls, `critical` encloses every critical point, `everywhere` encloses f(R) and answers for an unbounded
/// z.
template <typename Function>
[[nodiscard]] Ball range_of(const Function& f, const Ball& z, std::span<const Ball> critical,
                            const Ball& everywhere) {
  if (!z.is_finite()) {
    return everywhere;
  }
  const Precision p = z.precision();
  Ball range = f(Ball(z.lower(), p));
  if (!z.is_exact()) {
    range = hull(range, f(Ball(z.upper(), p)));
    for (const Ball& c : critical) {
      if (c.overlaps(z)) {
        range = hull(range, f(c));
      }
    }
  }
  return range;
}

}  // namespace ntkcert
