#include "ntkcert/ball/text.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(decimals_bracket_and_are_the_tightest) {
  std::mt19937_64 engine(11);
  for (int round = 0; round < 1000; ++round) {
    const Integer n = round % 2 == 0 ? Integer(engine()) : Integer(-Integer(engine()));
    const Dyadic x(n, static_cast<long>(engine() % 1200) - 700);
    const long digits = 1 + static_cast<long>(engine() % 40);
    const Rational below = parse_rational(decimal_below(x, digits));
    const Rational above = parse_rational(decimal_above(x, digits));
    BOOST_REQUIRE(below <= x.to_rational());
    BOOST_REQUIRE(x.to_rational() <= above);
    // At most one unit of the last digit apart.
    const Rational unit = abs(x.to_rational()) * 10 /
                          Rational(boost::multiprecision::pow(Integer(10), static_cast<unsigned>(digits)));
    BOOST_REQUIRE(above - below <= unit);
  }
  BOOST_TEST(decimal_below(Dyadic::from_double(0.125), 2) == "1.2e-1");
  BOOST_TEST(decimal_above(Dyadic::from_double(0.125), 2) == "1.3e-1");
  BOOST_TEST(decimal_below(Dyadic::from_double(-0.125), 1) == "-2e-1");
  BOOST_TEST(decimal_below(Dyadic(0), 5) == "0");
  BOOST_TEST(decimal_above(-Dyadic::infinity(), 5) == "-inf");
  BOOST_CHECK_THROW((void)decimal_below(Dyadic(1), 0), InvalidInput);
}

BOOST_AUTO_TEST_CASE(printed_enclosures_contain_the_ball) {
  std::mt19937_64 engine(12);
  for (int round = 0; round < 500; ++round) {
    const Precision p(20 + static_cast<long>(engine() % 200));
    const Ball x =
        Ball(Rational(static_cast<long>(engine() % 999983) - 500000, 1 + static_cast<long>(engine() % 99991)),
             p)
            .widened(Ball(Dyadic(Integer(engine() % 1000), -40), p));
    const DecimalEnclosure d = decimal_enclosure(x, 1 + static_cast<long>(engine() % 40));
    const Rational lower = parse_rational(d.lower);
    const Rational upper = parse_rational(d.upper);
    const Rational middle = parse_rational(d.middle);
    const Rational radius = parse_rational(d.radius);
    BOOST_REQUIRE(lower <= x.lower().to_rational());
    BOOST_REQUIRE(x.upper().to_rational() <= upper);
    BOOST_REQUIRE(middle - radius <= lower);
    BOOST_REQUIRE(upper <= middle + radius);
  }
  BOOST_TEST(decimal_enclosure(Ball(Precision(53)), 10).lower == "0");
  BOOST_TEST(decimal_enclosure(Ball::whole_line(Precision(53)), 10).upper == "inf");
}

BOOST_AUTO_TEST_CASE(a_dump_is_lossless) {
  const Precision p(100);
  const Ball x = Ball(Rational(1, 3), p).widened(Ball(Rational(1, 1000), p));
  const Ball y = load(dump(x), p);
  BOOST_TEST(x.contains(y));
  BOOST_TEST(y.contains(x));
  BOOST_TEST(!load(dump(Ball::whole_line(p)), p).is_finite());
  BOOST_CHECK_THROW((void)load("0x1p0", p), InvalidInput);
  BOOST_CHECK_THROW((void)load("0x1p0 -0x1p0", p), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
