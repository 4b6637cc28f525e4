#include "ntkcert/activation/erf.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/activation/smooth_activation_checks.hpp"

// Not in the global namespace, where <cmath> has a function of the suite's name.
namespace ntkcert::testing {
BOOST_AUTO_TEST_SUITE(erf)

namespace {

using Complex = std::complex<double>;

const Precision kPrecision(80);
const Erf kActivation;

constexpr double kSlope = 1.1283791670955126;

double value(double x) { return mpfr_value(mpfr_erf, x); }
double derivative(double x) { return kSlope * std::exp(-x * x); }
double second_derivative(double x) { return -2 * x * derivative(x); }
double third_derivative(double x) { return (4 * x * x - 2) * derivative(x); }

/// The Maclaurin series; good enough for |z| up to 5.
Complex complex_value(Complex z) {
  Complex term = z;
  Complex sum = z;
  for (int n = 1; n < 150; ++n) {
    term *= -z * z / static_cast<double>(n);
    sum += term / (2.0 * n + 1);
  }
  return kSlope * sum;
}
Complex complex_derivative(Complex z) { return kSlope * std::exp(-z * z); }
Complex complex_second_derivative(Complex z) { return -2.0 * z * complex_derivative(z); }

}  // namespace

BOOST_AUTO_TEST_CASE(ranges_suprema_and_series) {
  check_smooth(kActivation, {value, derivative, second_derivative, third_derivative, {}, {}, {}}, 1);
}

BOOST_AUTO_TEST_CASE(strip_bounds_hold_and_are_close) {
  for (const double y : {0.05, 0.5, 1.25, 2.5}) {
    const auto bounds = kActivation.strip_bounds(Ball::from_double(y, kPrecision));
    BOOST_REQUIRE(bounds.has_value());
    check_strip(bounds->value, complex_value, y, 1.8);
    check_strip(bounds->derivative, complex_derivative, y, 1.000001);
    check_strip(bounds->second_derivative, complex_second_derivative, y, 1.8);
  }
  BOOST_TEST(!kActivation.strip_bounds(Ball::whole_line(kPrecision)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ntkcert::testing
