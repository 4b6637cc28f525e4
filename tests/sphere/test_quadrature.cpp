#include "ntkcert/sphere/quadrature.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(quadrature)

namespace {

const Precision kPrecision(200);

template <typename Function>
Ball integrate(const PolarRule& rule, const Function& f) {
  Ball sum(kPrecision);
  for (std::size_t j = 0; j < rule.angles.size(); ++j) {
    sum += rule.weights[j] * f(rule.angles[j]);
  }
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(is_exact_for_polynomials_up_to_its_degree_and_no_further) {
  for (const long points : {2L, 3L, 8L, 21L}) {
    const PolarRule rule = polar_gauss_legendre(points, kPrecision);
    BOOST_TEST(rule.exact_degree == 2 * points - 1);
    BOOST_TEST(static_cast<long>(rule.angles.size()) == points);
    for (long j = 0; j <= rule.exact_degree + 1; ++j) {
      const auto power = static_cast<unsigned long>(j);
      const Ball integral = integrate(rule, [&](const Ball& theta) { return pow(theta, power); });
      const Ball truth = pow(Ball::pi(kPrecision), power + 1) / (j + 1);
      BOOST_TEST(integral.overlaps(truth) == (j <= rule.exact_degree), "points " << points << " power " << j);
    }
  }
}

BOOST_AUTO_TEST_CASE(fejer_is_exact_for_polynomials_up_to_its_degree_and_no_further) {
  for (const long points : {2L, 3L, 8L, 21L, 40L}) {
    const PolarRule rule = polar_fejer(points, kPrecision);
    BOOST_TEST(rule.exact_degree == points - 1);
    BOOST_TEST(static_cast<long>(rule.angles.size()) == points);
    for (long j = 0; j <= points + 1; ++j) {
      const auto power = static_cast<unsigned long>(j);
      const Ball integral = integrate(rule, [&](const Ball& theta) { return pow(theta, power); });
      const Ball truth = pow(Ball::pi(kPrecision), power + 1) / (j + 1);
      // By symmetry a rule of an odd number of points is exact for one degree more.
      BOOST_TEST(integral.overlaps(truth) == (j < points + points % 2),
                 "points " << points << " power " << j);
    }
    for (const Ball& weight : rule.weights) {
      BOOST_TEST(is_yes(weight > 0));
    }
  }
}

/// 1/(c − t) has a pole at t = c; its integral is a logarithm, its maximum on E_r lies on the axis. The bound
/// holds for every r, and with a good r is within a factor 100 of the error.
BOOST_AUTO_TEST_CASE(the_error_bound_holds_and_is_not_slack) {
  const Ball half_pi = scaled(Ball::pi(kPrecision), -1);
  for (const Rational& c : {Rational(21, 20), Rational(3, 2), Rational(4)}) {
    const Ball pole(c, kPrecision);
    const auto f = [&](const Ball& theta) { return 1 / (pole - (theta / half_pi - 1)); };
    const Ball truth = half_pi * log((pole + 1) / (pole - 1));
    const Ball limit = pole + sqrt(square(pole) - 1);
    for (const long points : {2L, 5L, 10L, 20L}) {
      const PolarRule rule = polar_gauss_legendre(points, kPrecision);
      const PolarRule fejer = polar_fejer(2 * points, kPrecision);
      const Ball fejer_error = abs(integrate(fejer, f) - truth);
      const Ball error = abs(integrate(rule, f) - truth);
      Ball best = Ball::whole_line(kPrecision);
      for (long i = 1; i < 32; ++i) {
        const BernsteinEllipse ellipse(1 + (limit - 1) * i / 32);
        const Ball maximum = 1 / (pole - ellipse.major / half_pi);
        const Ball bound = ellipse_error(ellipse, maximum, rule.exact_degree);
        BOOST_TEST(is_yes(error <= bound));
        BOOST_TEST(is_yes(fejer_error <= ellipse_error(ellipse, maximum, fejer.exact_degree)));
        best = i == 1 ? bound : min(best, bound);
      }
      BOOST_TEST(is_yes(best <= 350 * points * error), "c " << c << " points " << points);
    }
  }
}

/// The first polynomial that a rule of n Gauss nodes does not integrate, T_{2n}: it attains nearly M =
/// ½r^{2n} all along a large ellipse, and the bound is within a factor 3 of the error.
BOOST_AUTO_TEST_CASE(the_error_bound_is_close_for_the_first_degree_beyond) {
  const BernsteinEllipse ellipse(Ball(64, kPrecision));
  for (const long points : {3L, 8L, 15L}) {
    const auto degree = static_cast<unsigned long>(2 * points);
    const auto chebyshev = [&](const Ball& theta) {
      Ball value(kPrecision);
      arb_chebyshev_t_ui(value.raw(), degree, (2 * theta / Ball::pi(kPrecision) - 1).raw(),
                         kPrecision.bits());
      return value;
    };
    const PolarRule rule = polar_gauss_legendre(points, kPrecision);
    const Ball truth = Ball::pi(kPrecision) / (1 - 4 * points * points);
    const Ball error = abs(integrate(rule, chebyshev) - truth);
    const Ball maximum = scaled(pow(ellipse.r, degree) + pow(1 / ellipse.r, degree), -1);
    const Ball bound = ellipse_error(ellipse, maximum, rule.exact_degree);
    BOOST_TEST(is_yes(error <= bound), "points " << points);
    BOOST_TEST(is_yes(bound <= 3 * error), "points " << points);
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_meaning) {
  BOOST_CHECK_THROW((void)polar_gauss_legendre(1, kPrecision), InvalidInput);
  BOOST_CHECK_THROW((void)polar_fejer(1, kPrecision), InvalidInput);
  const Ball one(1, kPrecision);
  BOOST_TEST(!ellipse_error(BernsteinEllipse(one), one, 5).is_finite());
}

BOOST_AUTO_TEST_SUITE_END()
