#include "ntkcert/activation/gaussian.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/activation/smooth_activation_checks.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(gaussian)

namespace {

template <typename Number>
Number bell(Number z) {
  return std::exp(-z * z / 2.0);
}
template <typename Number>
Number first(Number z) {
  return -z * bell(z);
}
template <typename Number>
Number second(Number z) {
  return (z * z - 1.0) * bell(z);
}
double third(double z) { return (3 * z - z * z * z) * bell(z); }

using Complex = std::complex<double>;
const SmoothOracle kOracle{bell<double>,  first<double>,  second<double>, third,
                           bell<Complex>, first<Complex>, second<Complex>};

}  // namespace

BOOST_AUTO_TEST_CASE(ranges_suprema_and_series) { check_smooth(Gaussian(), kOracle, 1); }

BOOST_AUTO_TEST_CASE(strip_bounds_hold_and_are_close) {
  check_strips(Gaussian(), kOracle, {0, 0.05, 0.5, 1, 1.5, 4}, 2);
  BOOST_TEST(!Gaussian().strip_bounds(Ball::whole_line(Precision(80))).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
