#include "ntkcert/activation/leaky_relu.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/relu.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(leaky_relu)

namespace {

const Precision kPrecision(100);
const std::vector<Rational> kSlopes{0, -1, 1, Rational(3, 10), Rational(-1, 3), 3, -5};

LeakyRelu leaky(const Rational& a) { return {a, "leaky"}; }

}  // namespace

BOOST_AUTO_TEST_CASE(values_over_intervals) {
  for (const Rational& a : kSlopes) {
    for (long left = -3; left <= 3; ++left) {
      for (long right = left; right <= 4; ++right) {
        const Ball range = leaky(a).value(Ball::interval(Dyadic(left), Dyadic(right), kPrecision));
        Rational least = left >= 0 ? Rational(left) : Rational(a * left);
        Rational greatest = least;
        for (long x = left; x <= right; ++x) {
          const Rational y = x >= 0 ? Rational(x) : Rational(a * x);
          BOOST_TEST(range.contains(y));
          least = std::min(least, y);
          greatest = std::max(greatest, y);
        }
        BOOST_TEST(is_yes(Ball(range.radius(), kPrecision) <=
                          scaled(Ball(Rational(greatest - least), kPrecision), -1) +
                              scaled(Ball(1, kPrecision), -20)));
      }
    }
  }
  BOOST_TEST(!leaky(-1).value(Ball::whole_line(kPrecision)).is_finite());
}

/// σ(x) = relu(x) − A·relu(−x): E[σσ'] = (1+A²)R(ρ) − 2A·R(−ρ) with R that of relu, and likewise the
/// derivative with the other sign.
BOOST_AUTO_TEST_CASE(combination_of_two_relus) {
  const Ball q(Rational(7, 5), kPrecision);
  const auto relu = Relu().dual(q);
  for (const Rational& a : kSlopes) {
    const auto dual = leaky(a).dual(q);
    const Ball same(Rational(1 + a * a), kPrecision);
    const Ball mixed(Rational(2 * a), kPrecision);
    for (long i = -8; i <= 8; ++i) {
      const Ball rho(Rational(i, 8), kPrecision);
      const DualPair<Ball> plus = relu->at(rho);
      const DualPair<Ball> minus = relu->at(-rho);
      const DualPair<Ball> pair = dual->at(rho);
      BOOST_TEST(pair.value.overlaps(same * plus.value - mixed * minus.value));
      BOOST_TEST(pair.derivative.overlaps(same * plus.derivative + mixed * minus.derivative));
      BOOST_TEST((pair.value.radius() < Dyadic(Integer(1), -90)));
    }
  }
}

/// E[σ²] = q(1+A²)/2, E[σ'²] = (1+A²)/2 and E[σ(X)σ(−X)] = −qA, whatever A is.
BOOST_AUTO_TEST_CASE(at_the_ends) {
  for (const Rational& a : kSlopes) {
    const Rational q(7, 5);
    const auto dual = leaky(a).dual(Ball(q, kPrecision));
    BOOST_TEST(dual->at(Ball(1, kPrecision)).value.contains(Rational(q * (1 + a * a) / 2)));
    BOOST_TEST(dual->at(Ball(1, kPrecision)).derivative.contains(Rational((1 + a * a) / 2)));
    BOOST_TEST(dual->at(Ball(-1, kPrecision)).value.contains(Rational(-q * a)));
    BOOST_TEST(dual->at(Ball(-1, kPrecision)).derivative.contains(a));
  }
}

BOOST_AUTO_TEST_CASE(vanishing_coefficients) {
  const auto vanish = [](const Rational& a) {
    std::string pattern;
    for (long k = 0; k < 6; ++k) {
      pattern += leaky(a).hermite_vanish_from(k) ? '0' : 'x';
    }
    return pattern;
  };
  BOOST_TEST(vanish(0) == "xxx0x0");
  BOOST_TEST(vanish(Rational(-1, 3)) == "xxx0x0");
  BOOST_TEST(vanish(-1) == "x0x0x0");
  BOOST_TEST(vanish(1) == "0x0000");
  BOOST_TEST(leaky(2).hermite_series(Ball(1, kPrecision)) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
