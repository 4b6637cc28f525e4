#include "ntkcert/sphere/funk_hecke.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "tests/sphere/power_coefficient_list.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(funk_hecke)

namespace {

const Precision kPrecision(120);

}  // namespace

BOOST_AUTO_TEST_CASE(the_constant_makes_a_probability_measure) {
  BOOST_TEST(funk_hecke_constant(2, kPrecision).overlaps(1 / Ball::pi(kPrecision)));
  BOOST_TEST(funk_hecke_constant(3, kPrecision).contains(Rational(1, 2)));
  BOOST_TEST(funk_hecke_constant(5, kPrecision).contains(Rational(3, 4)));
  const auto one = [](const ComplexBall& theta, bool /*analytic*/) {
    return ComplexBall(Ball(1, theta.precision()));
  };
  for (const long d : {2L, 3L, 7L, 50L}) {
    BOOST_TEST(funk_hecke_integral(one, d, 0, kPrecision).contains(Rational(1)));
    BOOST_TEST(funk_hecke_integral(one, d, 3, kPrecision).contains_zero());
  }
}

/// Against the recurrences for ρ^p, ρ = αu + 1 − α.
BOOST_AUTO_TEST_CASE(integrates_powers_of_an_affine_function) {
  constexpr long kPower = 9;
  for (const Rational& alpha : {Rational(1), Rational(1, 2), Rational(3, 4), Rational(1, 5)}) {
    const auto f = [&](const ComplexBall& theta, bool /*analytic*/) {
      const long bits = theta.precision().bits();
      ComplexBall rho(theta.precision());
      acb_cos(rho.raw(), theta.raw(), bits);
      acb_sub_si(rho.raw(), rho.raw(), 1, bits);
      acb_mul_arb(rho.raw(), rho.raw(), Ball(alpha, theta.precision()).raw(), bits);
      acb_add_si(rho.raw(), rho.raw(), 1, bits);
      acb_pow_ui(rho.raw(), rho.raw(), kPower, bits);
      return rho;
    };
    for (const long d : {2L, 3L, 4L, 9L}) {
      for (const long k : {0L, 1L, 2L, 5L, 9L, 10L}) {
        const Ball expected = testing::power_coefficient_list(d, k, alpha, kPower + 1, kPrecision).back();
        const Ball integral = funk_hecke_integral(f, d, k, kPrecision);
        BOOST_TEST(integral.overlaps(expected), "d " << d << " k " << k << " alpha " << alpha);
        BOOST_TEST(is_yes(Ball(integral.radius(), kPrecision) < scaled(Ball(1, kPrecision), -110)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_function_that_is_nowhere_analytic_gives_no_answer) {
  const auto unknown = [](const ComplexBall& theta, bool /*analytic*/) {
    return ComplexBall::whole_plane(theta.precision());
  };
  BOOST_TEST(!funk_hecke_integral(unknown, 3, 1, Precision(40)).is_finite());
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_meaning) {
  const auto f = [](const ComplexBall& theta, bool /*analytic*/) { return theta; };
  BOOST_CHECK_THROW((void)funk_hecke_constant(1, kPrecision), InvalidInput);
  BOOST_CHECK_THROW((void)funk_hecke_integral(f, 1, 0, kPrecision), InvalidInput);
  BOOST_CHECK_THROW((void)funk_hecke_integral(f, 3, -1, kPrecision), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
