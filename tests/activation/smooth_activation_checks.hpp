#pragma once

#include <mpfr.h>

#include <boost/test/unit_test.hpp>
#include <complex>
#include <functional>
#include <random>
#include <vector>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/ball_array.hpp"

namespace ntkcert::testing {

/// σ, σ' or σ'' at a double, as a double correct to about 1e-15: from MPFR.
using RealOracle = std::function<double(double)>;
using ComplexOracle = std::function<std::complex<double>(std::complex<double>)>;

inline double mpfr_value(int (*function)(mpfr_t, const mpfr_t, mpfr_rnd_t), double x) {
  mpfr_t y;
  mpfr_init2(y, 120);
  mpfr_set_d(y, x, MPFR_RNDN);
  function(y, y, MPFR_RNDN);
  const double result = mpfr_get_d(y, MPFR_RNDN);
  mpfr_clear(y);
  return result;
}

/// On random intervals, thin to very wide, around the origin: the enclosure holds the oracle at sampled
/// points and is not wider than the hull of the samples, up to what sampling misses.
inline void check_ranges(const std::function<Ball(const Ball&)>& function, const RealOracle& oracle,
                         unsigned seed) {
  const Precision p(80);
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> centre(-4, 4);
  std::uniform_real_distribution<double> log_width(-40, 3);
  for (int round = 0; round < 100; ++round) {
    const double a = centre(engine);
    const double b = a + std::exp2(log_width(engine));
    const Ball range = function(Ball::interval(Dyadic::from_double(a), Dyadic::from_double(b), p));
    double least = oracle(a);
    double greatest = least;
    constexpr int kSamples = 200;
    for (int i = 0; i <= kSamples; ++i) {
      const double value = oracle(a + (b - a) * i / kSamples);
      BOOST_REQUIRE(range.widened(Ball::from_double(1e-14, p)).contains(Dyadic::from_double(value)));
      least = std::min(least, value);
      greatest = std::max(greatest, value);
    }
    const double width = 2 * range.radius().approximate();
    BOOST_TEST_REQUIRE(width <= (greatest - least) * 1.01 + 1e-4 * (b - a) * (b - a) + 4e-15,
                       "[" << a << ", " << b << "]");
  }
}

/// The bound is the largest of sampled |values| on a fine grid, up to what the grid misses.
inline void check_supremum(const Ball& bound, const RealOracle& oracle) {
  double largest = 0;
  for (int i = -4000; i <= 4000; ++i) {
    largest = std::max(largest, std::abs(oracle(i / 400.0)));
  }
  BOOST_TEST(largest <= bound.upper().approximate() * (1 + 1e-14));
  BOOST_TEST(bound.upper().approximate() <= largest * (1 + 1e-5));
}

/// On the strip |Im z| ≤ y the largest sampled |value| is at most the bound, and the bound at most `slack`
/// times that.
inline void check_strip(const Ball& bound, const ComplexOracle& oracle, double y, double slack) {
  double largest = 0;
  for (int i = -800; i <= 800; ++i) {
    for (int j = 0; j <= 20; ++j) {
      largest = std::max(largest, std::abs(oracle({i / 200.0, y * j / 20})));
    }
  }
  BOOST_TEST(largest <= bound.upper().approximate() * (1 + 1e-9), "y = " << y);
  BOOST_TEST(bound.upper().approximate() <= largest * slack, "y = " << y);
}

/// With z(t) a random polynomial, the partial sums of the series of σ(z), σ'(z), σ''(z) agree at small t with
/// the functions themselves.
inline void check_series(const SmoothActivation& activation, unsigned seed) {
  constexpr long kLength = 40;
  constexpr long kBits = 200;
  const Precision p(kBits);
  std::mt19937_64 engine(seed);
  for (int round = 0; round < 20; ++round) {
    BallArray z(kLength);
    BallArray value(kLength);
    BallArray derivative(kLength);
    BallArray second(kLength);
    BallArray scratch(2 * kLength);
    for (long k = 0; k < 4; ++k) {
      arb_set_si(z.at(k), static_cast<long>(engine() % 3001) - 1500);
      arb_div_ui(z.at(k), z.at(k), 1000, kBits);
    }
    for (long k = 0; k < kLength; ++k) {
      activation.extend_series({z.at(0), value.at(0), derivative.at(0), scratch.at(0), kLength}, k, kBits);
    }
    activation.second_derivative_series({z.at(0), value.at(0), derivative.at(0)}, second.at(0), kLength,
                                        kBits);
    const auto at = [&](const BallArray& series, const Ball& t) {
      Ball sum(p);
      for (long k = kLength - 1; k >= 0; --k) {
        arb_mul(sum.raw(), sum.raw(), t.raw(), kBits);
        arb_add(sum.raw(), sum.raw(), series.at(k), kBits);
      }
      return sum;
    };
    for (const long denominator : {40L, -64L}) {
      const Ball t(Rational(1, denominator), p);
      const Ball x = at(z, t);
      const Ball error(Rational(1, Integer(1) << 110), p);
      BOOST_REQUIRE(at(value, t).widened(error).contains(activation.value(x)));
      BOOST_REQUIRE(at(derivative, t).widened(error).contains(activation.derivative(x)));
      BOOST_REQUIRE(at(second, t).widened(error).contains(activation.second_derivative(x)));
      BOOST_REQUIRE((at(second, t).radius() < Dyadic(Integer(1), -150)));
    }
  }
}

}  // namespace ntkcert::testing
