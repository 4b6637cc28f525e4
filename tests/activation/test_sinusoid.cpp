#include "ntkcert/activation/sinusoid.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/activation/smooth_activation_checks.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(sinusoid)

namespace {

template <typename Number>
Number sine(Number z) {
  return std::sin(z);
}
template <typename Number>
Number cosine(Number z) {
  return std::cos(z);
}
template <typename Number>
Number minus_sine(Number z) {
  return -std::sin(z);
}
template <typename Number>
Number minus_cosine(Number z) {
  return -std::cos(z);
}

using Complex = std::complex<double>;
const SmoothOracle kSine{sine<double>,  cosine<double>,  minus_sine<double>, minus_cosine<double>,
                         sine<Complex>, cosine<Complex>, minus_sine<Complex>};
const SmoothOracle kCosine{cosine<double>,  minus_sine<double>,  minus_cosine<double>, sine<double>,
                           cosine<Complex>, minus_sine<Complex>, minus_cosine<Complex>};

}  // namespace

BOOST_AUTO_TEST_CASE(ranges_suprema_and_series) {
  check_smooth(Sin(), kSine, 1);
  check_smooth(Cos(), kCosine, 11);
}

BOOST_AUTO_TEST_CASE(strip_bounds_hold_and_are_close) {
  check_strips(Sin(), kSine, {0, 0.05, 1, 5}, 1.0001);
  check_strips(Cos(), kCosine, {0, 0.05, 1, 5}, 1.0001);
  BOOST_TEST(!Sin().strip_bounds(Ball::whole_line(Precision(80))).has_value());
}

/// Far from the origin, where the critical points are located by a rounded quotient, and beyond that.
BOOST_AUTO_TEST_CASE(ranges_far_from_the_origin) {
  const Precision p(120);
  for (const double centre : {1e6, -123456789.0, 1e12}) {
    for (int i = 0; i < 50; ++i) {
      const double a = centre + i * 0.37;
      for (const double width : {0.5, 2.0, 5.9}) {
        const Ball z = Ball::interval(Dyadic::from_double(a), Dyadic::from_double(a + width), p);
        const Ball range = Sin().value(z);
        for (int j = 0; j <= 64; ++j) {
          BOOST_TEST(range.contains(sin(Ball::from_double(a + width * j / 64, p))));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
