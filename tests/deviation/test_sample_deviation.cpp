#include "ntkcert/deviation/sample_deviation.hpp"

#include <boost/test/unit_test.hpp>

#include "linear_flow.hpp"
#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(sample_deviation)

BOOST_AUTO_TEST_CASE(deviation_and_driver_match_the_closed_form) {
  const SampleDeviation deviation(linear_flow::other_operator(), linear_flow::initial());
  for (const long start : {0L, 2L, 9L}) {
    const DeviationStep step = linear_flow::step(deviation, Dyadic(start), Dyadic(2));
    for (const long q : {0L, 1L, 5L, 8L}) {
      const Ball s = linear_flow::number(q, 4);
      const Vector exact = deviation.basis().coordinates(linear_flow::deviation_oracle(s + start));
      const Vector driver = deviation.basis().coordinates(linear_flow::driver_oracle(s + start));
      for (std::size_t i = 0; i < 3; ++i) {
        BOOST_REQUIRE(step.deviation[i](s).overlaps(exact[i]));
        BOOST_REQUIRE(step.driver[i](s).overlaps(driver[i]));
        BOOST_REQUIRE((step.deviation[i].remainder().magnitude() <= Dyadic(Integer(1), -90)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(at_one_time_in_sample_coordinates) {
  const SymmetricEigen eigen(linear_flow::other_operator());
  const Ball t = linear_flow::number(7, 3);
  const Vector ours = deviation_at(eigen, t, linear_flow::residual_at(t), linear_flow::initial());
  const Vector exact = linear_flow::deviation_oracle(t);
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(ours[i].overlaps(exact[i]));
  }
}

BOOST_AUTO_TEST_CASE(a_scaled_exponent_is_another_deviation) {
  const SampleDeviation halved(linear_flow::other_operator(), linear_flow::initial(), Rational(1, 2));
  const DeviationStep step = linear_flow::step(halved, Dyadic(0), Dyadic(1));
  const Ball s = linear_flow::number(1, 2);
  const SymmetricEigen eigen(linear_flow::other_operator());
  const Vector exact = halved.basis().coordinates(
      deviation_at(eigen, scaled(s, -1), linear_flow::residual_at(s), linear_flow::initial()));
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(step.deviation[i](s).overlaps(exact[i]));
  }
  BOOST_CHECK_THROW((void)SampleDeviation(linear_flow::other_operator(), linear_flow::initial(), 0),
                    InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
