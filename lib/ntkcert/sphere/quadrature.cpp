#include "ntkcert/sphere/quadrature.hpp"

#include <arb_hypgeom.h>
#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {

PolarRule polar_gauss_legendre(long points, Precision p) {
  if (points < 2) {
    throw InvalidInput(fmt::format("{} quadrature points: accepted are 2, 3, 4, …", points));
  }
  const auto n = static_cast<std::size_t>(points);
  PolarRule rule{std::vector<Ball>(n, Ball(p)), std::vector<Ball>(n, Ball(p)), 2 * points - 1};
  const Ball half_pi = scaled(Ball::pi(p), -1);
  // Arb's root i is the (i+1)-st from the right; the middle one comes from the first half.
  for (std::size_t i = 0; 2 * i < n; ++i) {
    Ball node(p);
    Ball weight(p);
    arb_hypgeom_legendre_p_ui_root(node.raw(), weight.raw(), n, i, p.bits());
    const std::size_t mirror = n - 1 - i;
    rule.weights[i] = rule.weights[mirror] = half_pi * weight;
    rule.angles[i] = half_pi * (1 - node);
    rule.angles[mirror] = half_pi * (1 + node);
  }
  return rule;
}

BernsteinEllipse::BernsteinEllipse(const Ball& sum_of_semi_axes)
    : r(sum_of_semi_axes),
      major(scaled(Ball::pi(r.precision()), -2) * (r + 1 / r)),
      minor(scaled(Ball::pi(r.precision()), -2) * (r - 1 / r)) {}

Ball ellipse_error(const BernsteinEllipse& ellipse, const Ball& bound, long exact_degree) {
  const Ball& r = ellipse.r;
  if (!is_yes(r > 1)) {
    return Ball::whole_line(r.precision());
  }
  const Ball decay = pow(1 / r, static_cast<unsigned long>(exact_degree + 1));
  return 4 * Ball::pi(r.precision()) * bound * decay / (1 - 1 / r);
}

}  // namespace ntkcert
