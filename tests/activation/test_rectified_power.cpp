#include "ntkcert/activation/rectified_power.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/relu.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(rectified_power)

namespace {

const Precision kPrecision(100);

RectifiedPower power(long k) { return {k, "power"}; }

}  // namespace

BOOST_AUTO_TEST_CASE(values_over_intervals) {
  const auto value = [](long k, long a, long b) {
    return power(k).value(Ball::interval(Dyadic(a), Dyadic(b), kPrecision));
  };
  for (const auto& [a, b] : {std::pair(-3L, -1L), std::pair(-2L, 3L), std::pair(0L, 2L), std::pair(1L, 4L)}) {
    const Ball cube = value(3, a, b);
    const long least = std::max(a, 0L);
    const long greatest = std::max(b, 0L);
    BOOST_TEST(cube.contains(Rational(least * least * least)));
    BOOST_TEST(cube.contains(Rational(greatest * greatest * greatest)));
    BOOST_TEST((cube.upper() <= Dyadic(greatest * greatest * greatest) + Dyadic(Integer(1), -20)));
    BOOST_TEST((cube.lower() >= Dyadic(least * least * least) - Dyadic(Integer(1), -20)));
  }
  BOOST_TEST(value(0, -3, -1).is_exact_zero());
  BOOST_TEST((value(0, 1, 2).is_exact() && value(0, 1, 2).contains(Rational(1))));
  for (const Ball& range : {value(0, -1, 1), value(0, 0, 0), power(0).value(Ball::whole_line(kPrecision))}) {
    BOOST_TEST(range.contains(Rational(0)));
    BOOST_TEST(range.contains(Rational(1)));
    BOOST_TEST((range.upper() <= Dyadic(1) + Dyadic(Integer(1), -20)));
  }
  BOOST_TEST(!power(2).value(Ball::whole_line(kPrecision)).is_finite());
}

BOOST_AUTO_TEST_CASE(the_first_power_is_relu) {
  const Ball q(Rational(7, 5), kPrecision);
  const auto relu = Relu().dual(q);
  const auto dual = power(1).dual(q);
  for (long i = -8; i <= 8; ++i) {
    const Ball rho(Rational(i, 8), kPrecision);
    BOOST_TEST(dual->at(rho).value.overlaps(relu->at(rho).value));
    BOOST_TEST(dual->at(rho).derivative.overlaps(relu->at(rho).derivative));
  }
}

/// E[σ²] = q^K(2K−1)!!/2 at ρ = 1, nothing at ρ = −1, and the square of E[σ] at ρ = 0.
BOOST_AUTO_TEST_CASE(at_the_ends_and_in_the_middle) {
  const Rational q(7, 5);
  for (const long k : {0L, 1L, 2L, 3L, 4L, 7L, 20L}) {
    const auto dual = power(k).dual(Ball(q, kPrecision));
    Rational moment(1, 2);  // E[max(0,X)^{2K}]
    Rational derivative = k == 0 ? Rational(0) : Rational(Rational(k) * k / 2);
    for (long j = 1; j <= k; ++j) {
      moment *= q * (2 * j - 1);
      if (j < k) {
        derivative *= q * (2 * j - 1);
      }
    }
    BOOST_TEST(dual->at(Ball(1, kPrecision)).value.contains(moment));
    BOOST_TEST(dual->at(Ball(-1, kPrecision)).value.contains_zero());
    if (k == 0) {
      BOOST_TEST(!dual->at(Ball(1, kPrecision)).derivative.is_finite());
      continue;
    }
    BOOST_TEST(dual->at(Ball(1, kPrecision)).derivative.contains(derivative));
    // E[max(0,X)^K] = (2q)^{K/2}Γ((K+1)/2)/(2√π)
    const Ball square_of_mean = pow(Ball(Rational(2 * q), kPrecision), static_cast<unsigned long>(k)) *
                                square(gamma(Ball(Rational(k + 1, 2), kPrecision))) /
                                (4 * Ball::pi(kPrecision));
    BOOST_TEST(dual->at(Ball(kPrecision)).value.overlaps(square_of_mean));
  }
}

/// P(X > 0, Y > 0) = 1/4 + asin(ρ)/2π.
BOOST_AUTO_TEST_CASE(step_is_the_orthant_probability) {
  const auto dual = power(0).dual(Ball(3, kPrecision));
  BOOST_TEST(dual->at(Ball(Rational(1, 2), kPrecision)).value.contains(Rational(1, 3)));
  BOOST_TEST(dual->at(Ball(kPrecision)).value.contains(Rational(1, 4)));
  BOOST_TEST(!power(0).is_weakly_differentiable());
  BOOST_TEST(power(1).is_weakly_differentiable());
}

BOOST_AUTO_TEST_CASE(vanishing_coefficients) {
  const auto vanish = [](long exponent) {
    std::string pattern;
    for (long k = 0; k < 8; ++k) {
      pattern += power(exponent).hermite_vanish_from(k) ? '0' : 'x';
    }
    return pattern;
  };
  BOOST_TEST(vanish(0) == "xx0x0x0x");
  BOOST_TEST(vanish(1) == "xxx0x0x0");
  BOOST_TEST(vanish(2) == "xxxx0x0x");
  BOOST_TEST(vanish(3) == "xxxxx0x0");
}

BOOST_AUTO_TEST_SUITE_END()
