#include "ntkcert/floating/outward_decimal.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <cfenv>
#include <cmath>
#include <random>

#include "ntkcert/ball/exact.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(outward_decimal)

namespace {

Rational exact(double x) { return Dyadic::from_double(x).to_rational(); }

void check(double centre, double radius) {
  const OutwardDecimals text = outward_decimals(centre, UpperBound(radius));
  const Rational lower = parse_rational(text.lower);
  const Rational upper = parse_rational(text.upper);
  const std::string what = fmt::format("{} ± {}: {} {}", centre, radius, text.lower, text.upper);
  BOOST_REQUIRE_MESSAGE(lower <= exact(centre) - exact(radius), what);
  BOOST_REQUIRE_MESSAGE(upper >= exact(centre) + exact(radius), what);
  // Not by much: a sixteenth of the radius and some roundings.
  const Rational spare = exact(radius) / 16 + exact(std::abs(centre)) / (Integer(1) << 45) + exact(0x1p-950);
  BOOST_REQUIRE_MESSAGE(upper - lower <= 2 * (exact(radius) + spare), what);
}

}  // namespace

BOOST_AUTO_TEST_CASE(decimals_are_outside_and_not_by_much_in_every_rounding_mode) {
  for (const int mode : {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    std::mt19937_64 engine(3);
    std::uniform_real_distribution<double> mantissa(1, 10);
    std::uniform_int_distribution<int> exponent(-30, 30);
    BOOST_REQUIRE(std::fesetround(mode) == 0);
    for (int i = 0; i < 3000; ++i) {
      const double sign = i % 2 == 0 ? 1 : -1;
      const double centre = i % 17 == 0 ? 0 : sign * std::ldexp(mantissa(engine), exponent(engine));
      const double radius = i % 5 == 0 ? 0 : std::ldexp(mantissa(engine), exponent(engine) - 20);
      check(centre, radius);
    }
    std::fesetround(FE_TONEAREST);
  }
  check(0x1p-1022, 0);
  check(9.9999999999999995, 1e-3);
  check(-0x1.fffffffffffffp1000, 1);
}

BOOST_AUTO_TEST_CASE(texts) {
  BOOST_TEST(outward_decimals(0, UpperBound()).lower == "0");
  BOOST_TEST(outward_decimals(1, UpperBound(HUGE_VAL)).lower == "-inf");
  BOOST_TEST(outward_decimals(1, UpperBound(std::nan(""))).upper == "inf");
  BOOST_TEST(outward_decimals(std::nan(""), UpperBound(1)).upper == "inf");
  BOOST_TEST(nonnegative_decimals(1e-3, UpperBound(1)).lower == "0");
  BOOST_TEST(parse_rational(nonnegative_decimals(2, UpperBound(1)).lower) > 0);
  // As many digits as the radius leaves.
  BOOST_TEST(outward_decimals(0.5, UpperBound(1e-3)).upper.size() <= 12U);
}

BOOST_AUTO_TEST_SUITE_END()
