#include "ntkcert/activation/critical_point.hpp"

#include <boost/test/unit_test.hpp>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(critical_point)

BOOST_AUTO_TEST_CASE(encloses_the_zero_tightly) {
  for (const long bits : {10L, 64L, 200L, 1000L}) {
    const Precision p(bits);
    const Ball root = zero_near([](const Ball& x) { return square(x) - 2; }, 1.4, p);
    BOOST_TEST(root.contains(sqrt(Ball(2, Precision(bits + 100)))));
    BOOST_TEST((root.radius() < Dyadic(Integer(1), 8 - bits)));
    const Ball falling = zero_near([](const Ball& x) { return cos(x); }, 1.5, p);
    BOOST_TEST(falling.contains(scaled(Ball::pi(Precision(bits + 100)), -1)));
  }
}

/// Started far away, the secant method does not get to the zero; the radius grows until it does.
BOOST_AUTO_TEST_CASE(the_radius_reaches_a_zero_that_was_not_found) {
  const Ball far = zero_near([](const Ball& x) { return exp(x) - 7; }, 4, Precision(64));
  BOOST_TEST(far.contains(log(Ball(7, Precision(200)))));
  BOOST_TEST((far.radius() > Dyadic(Integer(1), -40)));
}

/// The secant method finds an exact zero, at which the next step would divide by zero.
BOOST_AUTO_TEST_CASE(an_exact_zero) {
  BOOST_TEST(zero_near([](const Ball& x) { return x - 3; }, 2.5, Precision(100)).contains(Rational(3)));
}

BOOST_AUTO_TEST_CASE(without_a_sign_change_nothing_is_claimed) {
  BOOST_TEST(!zero_near([](const Ball& x) { return square(x) + 1; }, 0.3, Precision(60)).is_finite());
  BOOST_TEST(!zero_near([](const Ball& x) { return square(x); }, 0.3, Precision(60)).is_finite());
}

BOOST_AUTO_TEST_SUITE_END()
