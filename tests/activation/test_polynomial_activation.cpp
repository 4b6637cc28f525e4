#include "ntkcert/activation/polynomial_activation.hpp"

#include <boost/test/unit_test.hpp>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(polynomial_activation)

namespace {

const Precision kPrecision(120);

PolynomialActivation powers(std::vector<Rational> c) { return {Basis::powers, std::move(c), "polynomial"}; }
PolynomialActivation hermite(std::vector<Rational> c) { return {Basis::hermite, std::move(c), "hermite"}; }

Ball square_at(const PolynomialActivation& activation, const Rational& q, long p) {
  const BallArray squares = activation.hermite_series(Ball(q, kPrecision))->squares(p + 1);
  Ball result(kPrecision);
  arb_set(result.raw(), squares.at(p));
  return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(values) {
  const auto cubic = powers({1, 0, Rational(-3), Rational(1, 2)});
  for (long i = -6; i <= 6; ++i) {
    const Rational x(i, 3);
    BOOST_TEST(cubic.value(Ball(x, kPrecision)).contains(Rational(1 - 3 * x * x + x * x * x / 2)));
  }
  // 2he_2 = √2(x²−1), he_3 = (x³−3x)/√6
  const auto series = hermite({0, 0, 2, 1});
  for (long i = -6; i <= 6; ++i) {
    const Ball x = Ball(i, kPrecision) / 3;
    const Ball expected =
        sqrt(Ball(2, kPrecision)) * (square(x) - 1) + (x * square(x) - 3 * x) / sqrt(Ball(6, kPrecision));
    BOOST_TEST(series.value(x).overlaps(expected));
  }
  const Ball wide = cubic.value(Ball::interval(Dyadic(-1), Dyadic(2), kPrecision));
  for (long i = -8; i <= 16; ++i) {
    BOOST_TEST(wide.contains(cubic.value(Ball(Rational(i, 8), kPrecision))));
  }
}

/// At q = 1 the coefficients of a Hermite sum are those given.
BOOST_AUTO_TEST_CASE(hermite_at_unit_variance_is_given) {
  const std::vector<Rational> c{2, Rational(-1, 2), 0, 1, Rational(1, 7)};
  for (std::size_t p = 0; p < c.size(); ++p) {
    const Ball value = square_at(hermite(c), 1, static_cast<long>(p));
    BOOST_TEST(value.contains(Rational(c[p] * c[p])));
    BOOST_TEST((value.radius() < Dyadic(Integer(1), -100)));
  }
}

/// x³ = He_3 + 3He_1 at variance q: a_3² = 6q³, a_1² = 9q³; and the hermite basis at other variances:
/// He_2(√q x) = qHe_2 + (q−1).
BOOST_AUTO_TEST_CASE(known_expansions) {
  for (const Rational& q : {Rational(1), Rational(2), Rational(3, 7)}) {
    BOOST_TEST(square_at(powers({0, 0, 0, 1}), q, 1).contains(Rational(9 * q * q * q)));
    BOOST_TEST(square_at(powers({0, 0, 0, 1}), q, 3).contains(Rational(6 * q * q * q)));
    BOOST_TEST(square_at(powers({0, 0, 0, 1}), q, 2).is_exact_zero());
    BOOST_TEST(square_at(hermite({0, 0, 1}), q, 0).contains(Rational((q - 1) * (q - 1) / 2)));
    BOOST_TEST(square_at(hermite({0, 0, 1}), q, 2).contains(Rational(q * q)));
  }
}

/// x³ − 3qx has no first coefficient at the variance q, and only there; the last one stays.
BOOST_AUTO_TEST_CASE(cancelling_coefficients) {
  const auto cubic = powers({0, -6, 0, 1});
  BOOST_TEST(square_at(cubic, 2, 1).contains_zero());
  BOOST_TEST((square_at(cubic, 2, 1).radius() < Dyadic(Integer(1), -100)));
  BOOST_TEST(!square_at(cubic, 1, 1).contains_zero());
  BOOST_TEST(!cubic.hermite_vanish_from(1));
  BOOST_TEST(!cubic.hermite_vanish_from(3));
  BOOST_TEST(cubic.hermite_vanish_from(0));
  BOOST_TEST(cubic.hermite_vanish_from(4));
  BOOST_TEST(cubic.hermite_vanish_from(5));
  BOOST_TEST(powers({0}).hermite_vanish_from(0));
}

BOOST_AUTO_TEST_CASE(tails_are_exact) {
  const auto series = powers({1, 2, 0, 1}).hermite_series(Ball(2, kPrecision));
  // T_1 = 2 + 3·2 = 8: a_1² = 2·64; a_3² = 8·36/6.
  BOOST_TEST(series->tail(1).contains(Rational(2 * 128 + 4 * 48)));
  BOOST_TEST(series->tail(3).contains(Rational(4 * 48)));
  BOOST_TEST(series->tail(4).is_exact_zero());
}

BOOST_AUTO_TEST_SUITE_END()
