#include "ntkcert/activation/identity.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/activation/smooth_activation_checks.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(identity)

BOOST_AUTO_TEST_CASE(ranges_suprema_and_series) {
  const auto zero = [](double) { return 0.0; };
  const auto one = [](double) { return 1.0; };
  check_smooth(Identity(), {[](double x) { return x; }, one, zero, zero, {}, {}, {}}, 1);
}

/// E[XY] = qρ and E[1·1] = 1.
BOOST_AUTO_TEST_CASE(dual_is_linear) {
  const Precision p(100);
  const auto dual = Identity().dual(Ball(Rational(5, 3), p));
  for (long i = -4; i <= 4; ++i) {
    const DualPair<Ball> pair = dual->at(Ball(Rational(i, 4), p));
    BOOST_TEST(pair.value.contains(Rational(5 * i, 12)));
    BOOST_TEST(pair.derivative.contains(Rational(1)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
