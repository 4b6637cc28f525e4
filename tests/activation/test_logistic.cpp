#include "ntkcert/activation/logistic.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/activation/sigmoid.hpp"
#include "ntkcert/activation/silu.hpp"
#include "ntkcert/activation/softplus.hpp"
#include "ntkcert/activation/tanh.hpp"
#include "tests/activation/smooth_activation_checks.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

/// Sigmoid, softplus and silu.
BOOST_AUTO_TEST_SUITE(logistic)

namespace {

/// S and its derivatives, from e^{−z} or e^z, whichever is small.
template <typename Number>
Number s0(Number z) {
  return std::real(z) > 0 ? 1.0 / (1.0 + std::exp(-z)) : std::exp(z) / (1.0 + std::exp(z));
}
template <typename Number>
Number s1(Number z) {
  return s0(z) * s0(-z);
}
template <typename Number>
Number s2(Number z) {
  return s1(z) * (s0(-z) - s0(z));
}
template <typename Number>
Number s3(Number z) {
  return s1(z) * (1.0 - 6.0 * s1(z));
}

double plus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

using Complex = std::complex<double>;
const SmoothOracle kSigmoid{s0<double>,  s1<double>,  s2<double>, s3<double>,
                            s0<Complex>, s1<Complex>, s2<Complex>};
const SmoothOracle kSoftplus{plus, s0<double>, s1<double>, s2<double>, {}, s0<Complex>, s1<Complex>};
const SmoothOracle kSilu{[](double x) { return x * s0(x); },
                         [](double x) { return s0(x) + x * s1(x); },
                         [](double x) { return 2 * s1(x) + x * s2(x); },
                         [](double x) { return 3 * s2(x) + x * s3(x); },
                         {},
                         [](Complex z) { return s0(z) + z * s1(z); },
                         [](Complex z) { return 2.0 * s1(z) + z * s2(z); }};

}  // namespace

BOOST_AUTO_TEST_CASE(sigmoid_ranges_suprema_and_series) { check_smooth(Sigmoid(), kSigmoid, 1); }

BOOST_AUTO_TEST_CASE(softplus_ranges_suprema_and_series) { check_smooth(Softplus(), kSoftplus, 11); }

BOOST_AUTO_TEST_CASE(silu_ranges_suprema_and_series) { check_smooth(Silu(), kSilu, 21); }

BOOST_AUTO_TEST_CASE(strip_bounds_hold_and_are_close) {
  const std::vector<double> heights{0, 0.05, 0.5, 1.5, 1.6, 2, 2.6, 3};
  check_strips(Sigmoid(), kSigmoid, heights, 2.7);
  check_strips(Softplus(), kSoftplus, heights, 1.05);
  check_strips(Silu(), kSilu, heights, 2.7);
  for (const double y : {3.1416, 100.0}) {
    const Ball height = Ball::from_double(y, Precision(80));
    BOOST_TEST(!Sigmoid().strip_bounds(height).has_value());
    BOOST_TEST(!Softplus().strip_bounds(height).has_value());
    BOOST_TEST(!Silu().strip_bounds(height).has_value());
  }
  BOOST_TEST(!Silu().strip_bounds(Ball::whole_line(Precision(80))).has_value());
}

/// sigmoid(x) = ½ + ½tanh(x/2), softplus(x) − softplus(−x) = x = silu(x) − silu(−x), silu = x·sigmoid.
BOOST_AUTO_TEST_CASE(functional_equations) {
  const Precision p(150);
  for (long i = -80; i <= 80; ++i) {
    const Ball x = Ball(i, p) / 4;
    const Ball s = Sigmoid().value(x);
    BOOST_TEST((2 * s - 1).overlaps(Tanh().value(scaled(x, -1))));
    BOOST_TEST((Softplus().value(x) - Softplus().value(-x)).overlaps(x));
    BOOST_TEST((Silu().value(x) - Silu().value(-x)).overlaps(x));
    BOOST_TEST(Silu().value(x).overlaps(x * s));
    BOOST_TEST(Softplus().derivative(x).overlaps(s));
    BOOST_TEST(Softplus().second_derivative(x).overlaps(Sigmoid().derivative(x)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
