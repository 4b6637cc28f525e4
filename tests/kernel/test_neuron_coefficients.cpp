#include "ntkcert/kernel/neuron_coefficients.hpp"

#include <acb_hypgeom.h>

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(neuron_coefficients)

namespace {

const Precision kPrecision(128);

/// σ or σ' at a complex point, written down anew.
ComplexBall continuation(const std::string& name, bool derivative, const ComplexBall& z) {
  const long bits = z.precision().bits();
  ComplexBall r(z.precision());
  if (name == "sin") {
    derivative ? acb_cos(r.raw(), z.raw(), bits) : acb_sin(r.raw(), z.raw(), bits);
  } else if (name == "erf" && derivative) {
    acb_mul(r.raw(), z.raw(), z.raw(), bits);
    acb_neg(r.raw(), r.raw());
    acb_exp(r.raw(), r.raw(), bits);
    const Ball c = 2 / sqrt(Ball::pi(z.precision()));
    acb_mul_arb(r.raw(), r.raw(), c.raw(), bits);
  } else if (name == "erf") {
    acb_hypgeom_erf(r.raw(), z.raw(), bits);
  } else if (derivative) {
    acb_cosh(r.raw(), z.raw(), bits);
    acb_mul(r.raw(), r.raw(), r.raw(), bits);
    acb_inv(r.raw(), r.raw(), bits);
  } else {
    acb_tanh(r.raw(), z.raw(), bits);
  }
  return r;
}

/// ∫t^power·σ^{(derivative)}(rt + b)P_k(t)dτ_d by adaptive integration in the complex plane.
Ball oracle(const std::string& name, bool derivative, long power, const Ball& r, const Ball& b, long d,
            long k) {
  const auto f = [&](const ComplexBall& theta, bool /*analytic*/) {
    const long bits = theta.precision().bits();
    ComplexBall cosine(theta.precision());
    acb_cos(cosine.raw(), theta.raw(), bits);
    ComplexBall z(theta.precision());
    acb_mul_arb(z.raw(), cosine.raw(), r.raw(), bits);
    acb_add_arb(z.raw(), z.raw(), b.raw(), bits);
    ComplexBall value = continuation(name, derivative, z);
    if (power == 1) {
      acb_mul(value.raw(), value.raw(), cosine.raw(), bits);
    }
    return value;
  };
  return funk_hecke_integral(f, d, k, Precision(96));
}

NeuronTable table(const std::string& name, long d, long max_degree, Precision p = kPrecision) {
  static std::vector<std::shared_ptr<const SmoothActivation>> kept;
  kept.push_back(find_smooth_activation(name));
  return {*kept.back(), {d, max_degree, 1, Ball(4, p), Ball(3, p), p.bits()}, p};
}

Ball number(long thousandths) { return {Rational(thousandths, 1000), kPrecision}; }

}  // namespace

BOOST_AUTO_TEST_CASE(agree_with_adaptive_integration) {
  for (const std::string name : {"tanh", "erf", "sin"}) {
    for (const long d : {2L, 3L, 10L}) {
      const NeuronTable coefficients = table(name, d, 12);
      for (const auto& [r, b] : {std::pair{number(1250), number(-700)}, {number(3900), number(2900)}}) {
        const NeuronCoefficients c = coefficients(r, b);
        for (const long k : {0L, 1L, 6L, 12L}) {
          const auto i = static_cast<std::size_t>(k);
          BOOST_REQUIRE(c.value[i].overlaps(oracle(name, false, 0, r, b, d, k)));
          BOOST_REQUIRE(c.radial[i].overlaps(oracle(name, true, 1, r, b, d, k)));
          BOOST_REQUIRE(c.bias[i].overlaps(oracle(name, true, 0, r, b, d, k)));
          BOOST_REQUIRE(
              c.reduced[i].overlaps(k == 0 ? Ball(kPrecision) : oracle(name, false, 0, r, b, d, k) / r));
          BOOST_REQUIRE((c.value[i].radius() < Dyadic(Integer(1), -100)));
          BOOST_REQUIRE((c.reduced[i].radius() < Dyadic(Integer(1), -100)));
        }
      }
    }
  }
}

/// High degrees: the coefficients fall far below 1, and the accuracy is absolute.
BOOST_AUTO_TEST_CASE(degree_sixty) {
  const NeuronTable coefficients = table("tanh", 3, 60, Precision(256));
  const Ball r = number(3500);
  const Ball b = number(400);
  const NeuronCoefficients c = coefficients(r, b);
  for (const std::size_t k : {59U, 60U}) {
    const Ball expected = oracle("tanh", false, 0, r, b, 3, static_cast<long>(k));
    BOOST_TEST(c.value[k].overlaps(expected));
    BOOST_TEST(!c.value[k].contains_zero());
  }
}

/// σ(rt + b) = σ(b) + σ'(b)rt + …: c_1/r → σ'(b)E[t²] = σ'(b)/d.
BOOST_AUTO_TEST_CASE(the_reduced_coefficient_is_smooth_at_radius_zero) {
  const NeuronTable coefficients = table("softplus", 4, 5);
  const Ball b = number(-300);
  const NeuronCoefficients at_zero = coefficients(Ball(kPrecision), b);
  const Ball slope = find_smooth_activation("softplus")->derivative(b);
  BOOST_TEST(at_zero.value[0].overlaps(find_smooth_activation("softplus")->value(b)));
  BOOST_TEST(at_zero.reduced[1].overlaps(slope / 4));
  BOOST_TEST(at_zero.radial[1].overlaps(slope / 4));
  for (const std::size_t k : {2U, 3U, 4U, 5U}) {
    BOOST_TEST(at_zero.value[k].contains_zero());
    BOOST_TEST(at_zero.reduced[k].contains_zero());
  }
  const Ball tiny = scaled(Ball(1, kPrecision), -60);
  const NeuronCoefficients near = coefficients(tiny, b);
  BOOST_TEST((near.reduced[1] * tiny).overlaps(near.value[1]));
  BOOST_TEST((near.reduced[1].radius() < Dyadic(Integer(1), -100)));
}

/// Wide r and b: every corner's coefficients lie inside, and the radius is of the right order.
BOOST_AUTO_TEST_CASE(wide_arguments) {
  std::mt19937_64 engine(5);
  for (const std::string name : {"tanh", "erf", "gelu"}) {
    for (const long d : {2L, 3L, 10L}) {
      const NeuronTable coefficients = table(name, d, 6);
      for (const long width : {1L, 100L, 900L}) {
        const Ball r0 = number(static_cast<long>(engine() % 3000));
        const Ball b0 = number(static_cast<long>(engine() % 4000) - 2000);
        const NeuronCoefficients wide = coefficients(r0.widened(number(width)), b0.widened(number(width)));
        for (const long s : {-1L, 1L}) {
          for (const long u : {-1L, 0L, 1L}) {
            const NeuronCoefficients thin = coefficients(r0 + s * number(width), b0 + u * number(width));
            for (std::size_t k = 0; k <= 6; ++k) {
              BOOST_REQUIRE(wide.value[k].contains(Dyadic(thin.value[k].midpoint())));
              BOOST_REQUIRE(wide.radial[k].contains(Dyadic(thin.radial[k].midpoint())));
              BOOST_REQUIRE(wide.bias[k].contains(Dyadic(thin.bias[k].midpoint())));
              BOOST_REQUIRE(wide.reduced[k].contains(Dyadic(thin.reduced[k].midpoint())));
            }
          }
        }
        BOOST_TEST((wide.value[1].radius() < Dyadic(Integer(4 * width), -10)));
      }
    }
  }
}

/// Each Lipschitz constant is nearly met: σ = sin near 0 moves like its argument (degrees 0 and 1).
BOOST_AUTO_TEST_CASE(lipschitz_constants_are_needed_in_full) {
  const NeuronTable coefficients = table("sin", 3, 2);
  const Ball h = number(1);
  const NeuronCoefficients zero = coefficients(Ball(kPrecision), Ball(kPrecision));
  const NeuronCoefficients wide = coefficients(symmetric(h), symmetric(h));
  const NeuronCoefficients corner = coefficients(h, h);
  BOOST_TEST(wide.value[0].contains(corner.value[0].midpoint()));
  BOOST_TEST(wide.value[1].contains(corner.value[1].midpoint()));
  BOOST_TEST((abs(corner.value[0] - zero.value[0]) * 2 > Ball(wide.value[0].radius(), kPrecision)) ==
             Truth::yes);
  // √N_1 = √d: c_1 = r/d·σ'(0) against r/√d/√N_1, equal.
  BOOST_TEST((abs(corner.value[1]) * 4 > Ball(wide.value[1].radius(), kPrecision)) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(arguments_beyond_the_range) {
  const NeuronTable coefficients = table("tanh", 3, 4);
  BOOST_CHECK_THROW((void)coefficients(number(4001), number(0)), InvalidInput);
  BOOST_CHECK_THROW((void)coefficients(number(1), number(-3001)), InvalidInput);
  // A ball whose midpoint is beyond the range, though its lower end is not.
  BOOST_CHECK_THROW((void)coefficients(number(4050).widened(number(100)), number(0)), InvalidInput);
  BOOST_TEST(!coefficients(Ball::whole_line(kPrecision), number(0)).value[2].is_finite());
  BOOST_CHECK_THROW((void)table("tanh", 1, 4), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
