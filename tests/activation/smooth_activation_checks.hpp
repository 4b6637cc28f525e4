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
  for (int i = -8000; i <= 8000; ++i) {
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
    BallArray scratch(ActivationSeries::kScratch * kLength);
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

/// σ and its first three derivatives on the line, σ, σ' and σ'' in the plane.
struct SmoothOracle {
  RealOracle value;
  RealOracle first;
  RealOracle second;
  RealOracle third;
  ComplexOracle complex_value;
  ComplexOracle complex_first;
  ComplexOracle complex_second;
};

/// Everything that a smooth activation promises on the line, and its series.
inline void check_smooth(const SmoothActivation& activation, const SmoothOracle& oracle, unsigned seed) {
  check_ranges([&](const Ball& z) { return activation.value(z); }, oracle.value, seed);
  check_ranges([&](const Ball& z) { return activation.derivative(z); }, oracle.first, seed + 1);
  check_ranges([&](const Ball& z) { return activation.second_derivative(z); }, oracle.second, seed + 2);

  const Precision p(80);
  const SupBounds sup = activation.sup_bounds(p);
  BOOST_TEST(sup.at_zero.widened(Ball::from_double(1e-15, p))
                 .contains(Dyadic::from_double(std::abs(oracle.value(0)))));
  if (sup.value) {
    check_supremum(*sup.value, oracle.value);
  }
  check_supremum(sup.first, oracle.first);
  check_supremum(sup.second, oracle.second);
  check_supremum(sup.third, oracle.third);

  const Ball line = Ball::whole_line(p);
  for (const double x : {-30.0, -1.0, -0.66, 0.0, 0.7, 1.42, 1000.0}) {
    BOOST_TEST(activation.value(line).contains(Dyadic::from_double(oracle.value(x))));
    BOOST_TEST(activation.derivative(line).contains(Dyadic::from_double(oracle.first(x))));
    BOOST_TEST(activation.second_derivative(line).contains(Dyadic::from_double(oracle.second(x))));
  }
  BOOST_TEST(activation.value(line).is_finite() == sup.value.has_value());
  BOOST_TEST(activation.derivative(line).is_finite());
  BOOST_TEST(activation.second_derivative(line).is_finite());
  check_series(activation, seed + 3);
}

/// The strip's bounds hold, and are within a factor; the value's only if it is bounded.
inline void check_strips(const SmoothActivation& activation, const SmoothOracle& oracle,
                         const std::vector<double>& heights, double slack) {
  for (const double y : heights) {
    const auto bounds = activation.strip_bounds(Ball::from_double(y, Precision(80)));
    BOOST_REQUIRE(bounds.has_value());
    if (activation.sup_bounds(Precision(80)).value) {
      check_strip(bounds->value, oracle.complex_value, y, slack);
    } else {
      BOOST_TEST(!bounds->value.is_finite());
    }
    check_strip(bounds->derivative, oracle.complex_first, y, slack);
    check_strip(bounds->second_derivative, oracle.complex_second, y, slack);
  }
}

}  // namespace ntkcert::testing
