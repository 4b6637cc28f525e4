#include "ntkcert/activation/relu.hpp"

#include <boost/test/unit_test.hpp>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(relu)

BOOST_AUTO_TEST_CASE(intervals_map_to_their_positive_parts) {
  const Precision p(60);
  const Relu activation;
  const auto image = [&](long a, long b) {
    return activation.value(Ball::interval(Dyadic(a), Dyadic(b), p));
  };
  for (const auto& [a, b] : {std::pair(-5L, -2L), std::pair(-3L, 4L), std::pair(0L, 2L), std::pair(1L, 7L)}) {
    const Ball y = image(a, b);
    const long least = std::max(a, 0L);
    const long greatest = std::max(b, 0L);
    BOOST_TEST(y.contains(Rational(least)));
    BOOST_TEST(y.contains(Rational(greatest)));
    BOOST_TEST((y.lower() >= Dyadic(least) - Dyadic(Integer(1), -20)));
    BOOST_TEST((y.upper() <= Dyadic(greatest) + Dyadic(Integer(1), -20)));
  }
  BOOST_TEST(activation.value(Ball(-3, p)).is_exact_zero());
  BOOST_TEST(!activation.value(Ball::whole_line(p)).is_finite());
}

BOOST_AUTO_TEST_SUITE_END()
