#pragma once

#include <optional>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// S(x) = 1/(1+e^{−x}) and S'(x) = 1/(4cosh²(x/2)), the pieces of sigmoid, softplus and silu; for thin x.
[[nodiscard]] inline Ball logistic(const Ball& x) { return 1 / (1 + exp(-x)); }
[[nodiscard]] inline Ball logistic_slope(const Ball& x) {
  return scaled(1 / square(cosh(scaled(x, -1))), -2);
}

/// On the strip |Im z| ≤ y, the upper end of a ball, 0 ≤ y < π (see Sigmoid): bounds of |S|, |S'| and
/// |tanh(z/2)|.
struct LogisticStrip {
  Ball height;     ///< y
  Ball half;       ///< cos(y/2) > 0
  Ball value;      ///< 1 or 1/sin y
  Ball slope;      ///< 1/(4cos²(y/2))
  Ball tanh_half;  ///< max(1, tan(y/2))
};

/// Empty if y < π is not proved.
[[nodiscard]] inline std::optional<LogisticStrip> logistic_strip(const Ball& y) {
  const Precision p = y.precision();
  const Ball top(y.upper(), p);
  const Ball pi = Ball::pi(p);
  if (!is_yes(top < pi)) {
    return std::nullopt;
  }
  const Ball half = cos(scaled(top, -1));
  if (!is_yes(half > 0)) {
    return std::nullopt;
  }
  const Ball value = is_yes(top <= scaled(pi, -1)) ? Ball(1, p) : 1 / sin(top);
  return LogisticStrip{top, half, value, scaled(1 / square(half), -2), max(Ball(1, p), tan(scaled(top, -1)))};
}

}  // namespace ntkcert
