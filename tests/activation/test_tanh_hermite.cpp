#include "ntkcert/activation/tanh_hermite.hpp"

#include <boost/multiprecision/mpfr.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "ntkcert/ball/exact.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(tanh_hermite)

namespace {

constexpr unsigned kDigits = 90;
using Real = boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<kDigits>,
                                           boost::multiprecision::et_off>;

/// h_p = ∫tanh(√q z)He_p(z)/√p!·e^{−z²/2}dz/√(2π) for p < length by the trapezoid rule on the line, which for
/// this step is good to about 10^{−60}.
std::vector<Real> coefficients_by_gaussian_integrals(const Real& q, int length) {
  const int steps = 48;
  const Real h = Real(1) / steps;
  const Real reach = 26;
  std::vector<Real> sums(static_cast<std::size_t>(length), Real(0));
  for (Real z = -reach; z <= reach; z += h) {
    const Real weight = boost::multiprecision::tanh(sqrt(q) * z) * exp(-z * z / 2) * h /
                        sqrt(2 * boost::math::constants::pi<Real>());
    Real before = 0;
    Real hermite = 1;
    for (int p = 0; p < length; ++p) {
      sums[static_cast<std::size_t>(p)] += weight * hermite;
      const Real next = (z * hermite - sqrt(Real(p)) * before) / sqrt(Real(p + 1));
      before = hermite;
      hermite = next;
    }
  }
  return sums;
}

Ball ball_of(const Real& x, long digits) {
  return Ball(parse_rational(x.str(digits, std::ios::scientific)), Precision(300));
}

}  // namespace

/// Lengths on both sides of the sizes in which the sums are found, and several widths of the Gaussian.
BOOST_AUTO_TEST_CASE(squares_are_those_of_gaussian_integrals) {
  constexpr int kLength = 140;
  constexpr long kOracleDigits = 60;
  for (const Rational& q : {Rational(1, 3), Rational(1), Rational(2), Rational(7)}) {
    const std::vector<Real> oracle =
        coefficients_by_gaussian_integrals(Real(numerator(q).str()) / Real(denominator(q).str()), kLength);
    for (const long length : {1L, 2L, 5L, 31L, 32L, 33L, 34L, 140L}) {
      const Precision p(130);
      const BallArray squares = tanh_hermite_squares(Ball(q, p), length);
      for (long i = 0; i < length; ++i) {
        Ball value(p);
        arb_set(value.raw(), squares.at(i));
        if (i % 2 == 0) {
          BOOST_TEST(value.is_exact_zero());
          continue;
        }
        const Real& h = oracle[static_cast<std::size_t>(i)];
        const Ball truth = ball_of(h * h, kOracleDigits).widened(scaled(Ball(1, Precision(64)), -150));
        BOOST_TEST(value.overlaps(truth), "q " << q << " length " << length << " p " << i);
        BOOST_TEST(is_yes(Ball(value.radius(), p) <= scaled(value, 20 - p.bits())));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(tails_bound_what_follows) {
  const Precision p(80);
  constexpr long kLength = 1200;
  for (const Rational& q : {Rational(1, 3), Rational(2), Rational(7)}) {
    const Ball variance(q, p);
    const BallArray squares = tanh_hermite_squares(variance, kLength);
    Ball linear(p);
    Ball quadratic(p);
    Ball square(p);
    for (long i = kLength - 1; i >= 3; --i) {
      arb_set(square.raw(), squares.at(i));
      linear += square * (i + 1);
      quadratic += square * ((i + 1) * (i + 2));
      BOOST_TEST(!is_yes(tanh_hermite_tail(variance, i) < linear), "q " << q << " p " << i);
      BOOST_TEST(!is_yes(tanh_hermite_quadratic_tail(variance, i) < quadratic), "q " << q << " p " << i);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_variance_that_is_not_known_to_be_positive_gives_no_answer) {
  const Precision p(80);
  const BallArray squares = tanh_hermite_squares(hull(Ball(-1, p), Ball(1, p)), 4);
  BOOST_TEST(arb_is_finite(squares.at(1)) == 0);
  BOOST_TEST(!tanh_hermite_tail(Ball(0, p), 9).is_finite());
}

BOOST_AUTO_TEST_SUITE_END()
