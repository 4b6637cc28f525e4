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

/// G known with an error: ⟨−e^{−Gt}r̂_0, φ_i⟩ of a G at the end of the enclosure, whose eigenvectors are
/// others.
BOOST_AUTO_TEST_CASE(covers_every_operator_of_the_enclosure) {
  constexpr long kBits = 24;
  const SampleDeviation deviation(linear_flow::wide_operator(kBits), linear_flow::initial());
  const Matrix corner = linear_flow::corner_operator(kBits);
  const EigenBasis basis(corner);
  const std::vector<TaylorModel> zero(3, TaylorModel::constant(linear_flow::number(0), Dyadic(2)));
  for (const long start : {0L, 2L, 9L}) {
    const DeviationStep step = deviation.on_step(Dyadic(start), zero, zero);
    const Ball s = linear_flow::number(5, 4);
    const Vector exact = basis.coordinates(linear_flow::linear_oracle(s + start, corner));
    for (long i = 0; i < 3; ++i) {
      const auto row = static_cast<std::size_t>(i);
      const Ball ours = step.deviation[row](s) * linear_flow::orientation(deviation.basis(), basis, i);
      BOOST_TEST(ours.contains(-exact[row]), "start " << start << " mode " << i);
      BOOST_TEST((ours.radius() <= Dyadic(Integer(1), 7 - kBits)));
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
