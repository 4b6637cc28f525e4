#include "ntkcert/sphere/funk_hecke.hpp"

#include <acb_calc.h>
#include <acb_poly.h>

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

/// e^{ikθ}P_k(cos θ) as a polynomial in e^{2iθ}, with nonnegative coefficients of sum 1.
std::vector<Ball> cosine_coefficients(long dimension, long degree, Precision p) {
  const auto k = static_cast<std::size_t>(degree);
  std::vector<Ball> a(k + 1, Ball(p));
  if (dimension == 2) {
    a.front() = a.front() + 1;
    a.back() = a.front();
  } else {
    std::vector<Ball> g(k + 1, Ball(1, p));
    for (std::size_t j = 0; j < k; ++j) {
      const auto i = static_cast<long>(j);
      g[j + 1] = g[j] * (dimension - 2 + 2 * i) / (2 * (i + 1));
    }
    for (std::size_t j = 0; j <= k; ++j) {
      a[j] = g[j] * g[k - j];
    }
  }
  Ball sum(p);
  for (const Ball& x : a) {
    sum += x;
  }
  for (Ball& x : a) {
    x /= sum;
  }
  return a;
}

struct Integrand {
  const AngleFunction& function;
  long dimension;
  long degree;
  acb_poly_t cosine_form;
};

/// f(θ)P_k(cos θ)sin^{d−2}θ, in the form acb_calc_integrate asks for.
int evaluate(acb_ptr out, const acb_t theta, void* data, slong order, slong bits) {
  const auto& integrand = *static_cast<const Integrand*>(data);
  const Precision p(bits);
  ComplexBall argument(p);
  acb_set(argument.raw(), theta);
  const ComplexBall f = integrand.function(argument, order > 0);

  ComplexBall rotation(p);
  acb_mul_onei(rotation.raw(), theta);
  acb_exp(rotation.raw(), rotation.raw(), bits);
  ComplexBall factor(p);
  acb_mul(factor.raw(), rotation.raw(), rotation.raw(), bits);
  acb_poly_evaluate(out, integrand.cosine_form, factor.raw(), bits);
  acb_pow_si(factor.raw(), rotation.raw(), -integrand.degree, bits);
  acb_mul(out, out, factor.raw(), bits);

  acb_sin(factor.raw(), theta, bits);
  acb_pow_si(factor.raw(), factor.raw(), integrand.dimension - 2, bits);
  acb_mul(out, out, factor.raw(), bits);
  acb_mul(out, out, f.raw(), bits);
  return 0;
}

}  // namespace

Ball funk_hecke_constant(long dimension, Precision p) {
  check_dimension(dimension);
  const Ball half = scaled(Ball(dimension, p), -1);
  return gamma(half) * reciprocal_gamma(half - scaled(Ball(1, p), -1)) / sqrt(Ball::pi(p));
}

Ball funk_hecke_integral(const AngleFunction& f, long dimension, long degree, Precision p) {
  check_dimension(dimension);
  check_degree(degree);
  constexpr long kGuardBits = 20;
  const Precision working = p + kGuardBits;
  const long bits = working.bits();

  Integrand integrand{f, dimension, degree, {}};
  acb_poly_init(integrand.cosine_form);
  const std::vector<Ball> coefficients = cosine_coefficients(dimension, degree, working);
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    ComplexBall c(coefficients[j]);
    acb_poly_set_coeff_acb(integrand.cosine_form, static_cast<slong>(j), c.raw());
  }
  const ComplexBall start(working);
  const ComplexBall end(Ball::pi(working));
  ComplexBall integral(working);
  mag_t tolerance;
  mag_init(tolerance);
  mag_set_ui_2exp_si(tolerance, 1, -bits);
  acb_calc_integrate(integral.raw(), evaluate, &integrand, start.raw(), end.raw(), bits, tolerance, nullptr,
                     bits);
  mag_clear(tolerance);
  acb_poly_clear(integrand.cosine_form);
  return (funk_hecke_constant(dimension, working) * integral.real()).at(p);
}

}  // namespace ntkcert
