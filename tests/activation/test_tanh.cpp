#include "ntkcert/activation/tanh.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/activation/smooth_activation_checks.hpp"

// Not in the global namespace, where <cmath> has a function of the suite's name.
namespace ntkcert::testing {
BOOST_AUTO_TEST_SUITE(tanh)

namespace {

using Complex = std::complex<double>;

const Precision kPrecision(80);
const Tanh kActivation;

double value(double x) { return mpfr_value(mpfr_tanh, x); }
double derivative(double x) { return std::pow(mpfr_value(mpfr_sech, x), 2); }
double second_derivative(double x) { return -2 * value(x) * derivative(x); }
double third_derivative(double x) { return -2 * derivative(x) * (1 - 3 * std::pow(value(x), 2)); }

Complex complex_value(Complex z) { return std::tanh(z); }
Complex complex_derivative(Complex z) { return 1.0 / (std::cosh(z) * std::cosh(z)); }
Complex complex_second_derivative(Complex z) { return -2.0 * complex_value(z) * complex_derivative(z); }

}  // namespace

BOOST_AUTO_TEST_CASE(ranges_suprema_and_series) {
  check_smooth(kActivation, {value, derivative, second_derivative, third_derivative, {}, {}, {}}, 1);
}

BOOST_AUTO_TEST_CASE(strip_bounds_hold_and_are_close) {
  for (const double y : {0.05, 0.5, 0.785, 0.8, 1.25, 1.5}) {
    const auto bounds = kActivation.strip_bounds(Ball::from_double(y, kPrecision));
    BOOST_REQUIRE(bounds.has_value());
    check_strip(bounds->value, complex_value, y, 1.01);
    check_strip(bounds->derivative, complex_derivative, y, 1.000001);
    check_strip(bounds->second_derivative, complex_second_derivative, y, 2.7);
  }
  BOOST_TEST(!kActivation.strip_bounds(Ball::from_double(1.5708, kPrecision)).has_value());
  BOOST_TEST(!kActivation.strip_bounds(Ball::whole_line(kPrecision)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ntkcert::testing
