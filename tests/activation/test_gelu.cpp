#include "ntkcert/activation/gelu.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/activation/erf.hpp"
#include "tests/activation/smooth_activation_checks.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(gelu)

namespace {

const double kRoot2Pi = std::sqrt(2 * std::acos(-1.0));

template <typename Number>
Number density(Number z) {
  return std::exp(-z * z / 2.0) / kRoot2Pi;
}
double distribution(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }
double value(double x) { return x * distribution(x); }
double first(double x) { return distribution(x) + x * density(x); }
template <typename Number>
Number second(Number z) {
  return (2.0 - z * z) * density(z);
}
double third(double x) { return (x * x * x - 4 * x) * density(x); }

using Complex = std::complex<double>;
/// ½ + ∫_0^z φ by its Maclaurin series, for |z| up to 6.
Complex distribution(Complex z) {
  Complex term = z;
  Complex sum = z;
  for (int n = 1; n < 200; ++n) {
    term *= -z * z / (2.0 * n);
    sum += term / (2.0 * n + 1);
  }
  return 0.5 + sum / kRoot2Pi;
}

const SmoothOracle kOracle{value,
                           first,
                           second<double>,
                           third,
                           [](Complex z) { return z * distribution(z); },
                           [](Complex z) { return distribution(z) + z * density(z); },
                           second<Complex>};

}  // namespace

BOOST_AUTO_TEST_CASE(ranges_suprema_and_series) { check_smooth(Gelu(), kOracle, 1); }

BOOST_AUTO_TEST_CASE(strip_bounds_hold_and_are_close) {
  check_strips(Gelu(), kOracle, {0, 0.05, 0.5, 1, 2}, 2);
  BOOST_TEST(!Gelu().strip_bounds(Ball::whole_line(Precision(80))).has_value());
}

/// gelu(x) − gelu(−x) = x, and gelu(x) + gelu(−x) = x·erf(x/√2).
BOOST_AUTO_TEST_CASE(reflection) {
  const Precision p(150);
  for (long i = -60; i <= 60; ++i) {
    const Ball x = Ball(i, p) / 8;
    const Ball a = Gelu().value(x);
    const Ball b = Gelu().value(-x);
    BOOST_TEST((a - b).overlaps(x));
    BOOST_TEST((a + b).overlaps(x * Erf().value(x / sqrt(Ball(2, p)))));
    BOOST_TEST((Gelu().derivative(x) + Gelu().derivative(-x)).contains(Rational(1)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
