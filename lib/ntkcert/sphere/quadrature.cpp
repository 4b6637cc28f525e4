#include "ntkcert/sphere/quadrature.hpp"

#include <acb_dft.h>
#include <arb_hypgeom.h>
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {

namespace {

void check_points(long points) {
  if (points < 2) {
    throw InvalidInput(fmt::format("{} quadrature points: accepted are 2, 3, 4, …", points));
  }
}

class ComplexArray {
 public:
  explicit ComplexArray(long size) : values_(_acb_vec_init(size)), size_(size) {}
  ComplexArray(const ComplexArray&) = delete;
  ComplexArray& operator=(const ComplexArray&) = delete;
  ~ComplexArray() { _acb_vec_clear(values_, size_); }
  [[nodiscard]] acb_struct* at(long i) { return values_ + i; }

 private:
  acb_struct* values_;
  long size_;
};

}  // namespace

PolarRule polar_gauss_legendre(long points, Precision p) {
  check_points(points);
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

std::vector<Ball> chebyshev_angles(long points, Precision p) {
  check_points(points);
  const auto n = static_cast<std::size_t>(points);
  std::vector<Ball> angles(n);
  const Ball pi = Ball::pi(p);
  FlintRational angle;
  for (std::size_t j = 0; 2 * j < n; ++j) {
    fmpq_set_si(angle.raw(), static_cast<slong>(2 * j) + 1, 4 * n);
    Ball sine(p);
    Ball cosine(p);
    arb_sin_cos_pi_fmpq(sine.raw(), cosine.raw(), angle.raw(), p.bits());
    angles[j] = pi * square(sine);
    angles[n - 1 - j] = pi * square(cosine);
  }
  return angles;
}

/// The weights are w_j = (π/n)(1 + 2Σ_{1≤m<n/2} cos(m(2j+1)π/n)/(1 − 4m²)), the sum being the real part of
/// the transform of e^{imπ/n}/(1 − 4m²). For even n those of even j are a transform of length n/2, and w_j =
/// w_{n−1−j} gives the others.
PolarRule polar_fejer(long points, Precision p) {
  PolarRule rule{chebyshev_angles(points, p), {}, points - 1};
  const long bits = p.bits();
  const long half = (points + 1) / 2;
  const long stride = points % 2 == 0 ? 2 : 1;
  ComplexArray terms(points / stride);
  ComplexArray roots(half);
  _acb_vec_unit_roots(roots.at(0), 2 * points, half, bits);
  for (long m = 1; m < half; ++m) {
    acb_mul_2exp_si(terms.at(m), roots.at(m), 1);
    acb_div_si(terms.at(m), terms.at(m), 1 - 4 * m * m, bits);
  }
  acb_one(terms.at(0));
  // The inverse transform has the sign of the roots, and divides by its length.
  acb_dft_inverse(terms.at(0), terms.at(0), points / stride, bits);
  const Ball scale = Ball::pi(p) / stride;
  rule.weights.assign(static_cast<std::size_t>(points), Ball(p));
  for (long j = 0; j < points; j += stride) {
    Ball& weight = rule.weights[static_cast<std::size_t>(j)];
    arb_mul(weight.raw(), acb_realref(terms.at(j / stride)), scale.raw(), bits);
    rule.weights[static_cast<std::size_t>(points - 1 - j)] = weight;
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
