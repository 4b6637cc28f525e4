#include "ntkcert/ball/magnitude.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(magnitude)

namespace {

const Precision kPrecision(64);

Rational value(const Magnitude& m) { return m.upper(kPrecision).midpoint().to_rational(); }

/// At or above the truth, by at most a few units in the last of 30 bits.
void check(const Magnitude& bound, const Rational& truth) {
  const Rational x = value(bound);
  BOOST_TEST(x >= truth);
  BOOST_TEST(x <= truth * (1 + Rational(1, 1L << 24)));
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_operation_is_rounded_up) {
  std::mt19937_64 random(20261124);
  for (int trial = 0; trial < 200; ++trial) {
    const unsigned long a = random() >> (random() % 60);
    const unsigned long b = 1 + (random() >> (1 + random() % 60));
    const Rational x(a);
    const Rational y(b);
    check(Magnitude(a), x);
    check(Magnitude::quotient(a, b), x / y);
    check(Magnitude(a) + Magnitude(b), x + y);
    check(Magnitude(a) * Magnitude(b), x * y);
    check(pow(Magnitude(a), 3), x * x * x);
    check(Magnitude(Ball(Rational(-x / y), kPrecision)), x / y);
    BOOST_TEST((Magnitude(a) < Magnitude(b)) == (value(Magnitude(a)) < value(Magnitude(b))));
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_infinite) {
  BOOST_TEST(!Magnitude(Ball::whole_line(kPrecision)).upper(kPrecision).is_finite());
  BOOST_TEST(!Magnitude::quotient(1, 0).upper(kPrecision).is_finite());
  BOOST_TEST((Magnitude(7) < Magnitude(Ball::whole_line(kPrecision))));
}

BOOST_AUTO_TEST_CASE(negligible_for_every_point) {
  const Ball wide = Ball::interval(Dyadic(-8), Dyadic(-4), kPrecision);
  BOOST_TEST(Magnitude(1).is_negligible_beside(wide, 1));
  BOOST_TEST(!Magnitude(1).is_negligible_beside(wide, 3));
  BOOST_TEST(!Magnitude(1).is_negligible_beside(hull(wide, Ball(1, kPrecision)), -40));
  BOOST_TEST(Magnitude().is_negligible_beside(Ball(kPrecision), 1));
}

BOOST_AUTO_TEST_SUITE_END()
