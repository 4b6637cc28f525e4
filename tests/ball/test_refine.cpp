#include "ntkcert/ball/refine.hpp"

#include <boost/test/unit_test.hpp>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(refine)

BOOST_AUTO_TEST_CASE(digits_are_counted_against_the_smallest_point) {
  const Precision p(200);
  const auto digits = [&](const Rational& value, const Rational& radius) {
    return relative_digits(Ball(value, p).widened(Ball(radius, p)), 50);
  };
  BOOST_TEST(digits(1, Rational(1, 1001)) >= 2);
  BOOST_TEST(digits(1, Rational(1, 998)) == 2);
  BOOST_TEST(digits(1, Rational(1, 1002)) == 3);
  BOOST_TEST(digits(1, 2) == 0);
  BOOST_TEST(relative_digits(Ball(p), 50) == 50);
  BOOST_TEST(relative_digits(Ball::whole_line(p), 50) == 0);
}

BOOST_AUTO_TEST_CASE(precision_grows_until_the_goal) {
  const auto cancellation = [](Precision p) {
    return sqrt(Ball(2, p)) * sqrt(Ball(2, p)) * (Ball::pi(p) - 3) / 7;
  };
  const auto r = ntkcert::refine({Precision(20), Precision(2000)}, cancellation,
                                 [](const Ball& x) { return relative_digits(x, 100) >= 100; });
  BOOST_TEST(r.reached);
  BOOST_TEST(r.precision.bits() > 330);
  BOOST_TEST(r.precision.bits() < 700);
}

BOOST_AUTO_TEST_CASE(an_exhausted_budget_says_so) {
  long calls = 0;
  const auto zero_in_disguise = [&](Precision p) {
    ++calls;
    return sqrt(Ball(2, p)) * sqrt(Ball(3, p)) - sqrt(Ball(6, p));
  };
  const auto r = ntkcert::refine({Precision(32), Precision(256)}, zero_in_disguise,
                                 [](const Ball& x) { return relative_digits(x, 5) >= 5; });
  BOOST_TEST(!r.reached);
  BOOST_TEST(r.precision.bits() == 256);
  BOOST_TEST(r.value.contains_zero());
  BOOST_TEST(calls < 10);
}

BOOST_AUTO_TEST_SUITE_END()
