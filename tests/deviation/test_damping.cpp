#include "ntkcert/deviation/damping.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(damping)

BOOST_AUTO_TEST_CASE(it_solves_its_differential_equation) {
  const Precision p(150);
  for (const char* rate_text : {"0x0p0", "0x1p-90", "0x3p-2", "0x5p0"}) {
    const Dyadic rate = Dyadic::from_hex(rate_text);
    for (const long start : {0L, 1L, 17L}) {
      const TaylorModel model = damping_model(rate, Dyadic(start), Dyadic(2), p);
      for (const long q : {0L, 3L, 8L}) {
        const Ball y = Ball(Rational(q, 4), p);
        const Ball t = y + start;
        const Ball value = damping_factor(rate, t);
        BOOST_REQUIRE(model(y).overlaps(value));
        // D' = 1 − λD, and D = ∫e^{−λs}: between t·e^{−λt} and t.
        const Ball derivative = model.polynomial().derivative()(y);
        BOOST_REQUIRE((derivative + Ball(rate, p) * value - 1).overlaps(symmetric(scaled(Ball(1, p), -100))));
        BOOST_REQUIRE(!is_yes(value > t));
        BOOST_REQUIRE(!is_yes(value < t * exp(-(Ball(rate, p) * t))));
      }
      BOOST_REQUIRE((model.remainder().magnitude() <= Dyadic(Integer(1), -120)));
    }
  }
  BOOST_CHECK_THROW((void)damping_factor(Dyadic(-1), Ball(1, p)), InvalidInput);
}

BOOST_AUTO_TEST_CASE(every_rate_of_a_ball_is_covered) {
  const Precision p(150);
  for (const char* radius : {"1/1000000000000000000000", "1/100", "3/4"}) {
    const Ball rate = Ball(Rational(1, 2), p).widened(Ball(parse_rational(radius), p));
    const TaylorModel model = damping_model(rate, Dyadic(3), Dyadic(2));
    for (const Dyadic& one : {std::max(Dyadic(0), rate.lower()), Dyadic(Integer(1), -1), rate.upper()}) {
      for (const long q : {0L, 5L, 8L}) {
        const Ball y(Rational(q, 4), p);
        BOOST_TEST(model(y).contains(damping_factor(one, y + 3)));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
