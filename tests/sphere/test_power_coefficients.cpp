#include "ntkcert/sphere/power_coefficients.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "tests/sphere/power_coefficient_list.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(power_coefficients)

namespace {

constexpr unsigned kSeed = 9157;

Rational factorial(long n) { return n < 2 ? Rational(1) : n * factorial(n - 1); }

/// λ_k(u^j) = j!/(2^j((j−k)/2)!)·Γ(d/2)/Γ((j+k+d)/2), zero unless j ≥ k and j ≡ k (mod 2).
Rational monomial_coefficient(long d, long k, long j) {
  if (j < k || (j - k) % 2 != 0) {
    return 0;
  }
  Rational value = factorial(j) / factorial((j - k) / 2);
  for (long i = 0; i < j; ++i) {
    value /= 2;
  }
  for (long i = 0; i < (j + k) / 2; ++i) {
    value /= Rational(d + 2 * i, 2);
  }
  return value;
}

/// λ_k((αu+β)^p), expanded in monomials.
Rational exact_coefficient(long d, long k, const Rational& alpha, long p) {
  std::vector<Rational> monomials{1};
  for (long i = 0; i < p; ++i) {
    std::vector<Rational> next(monomials.size() + 1, Rational(0));
    for (std::size_t j = 0; j < monomials.size(); ++j) {
      next[j] += monomials[j] * (1 - alpha);
      next[j + 1] += monomials[j] * alpha;
    }
    monomials = std::move(next);
  }
  Rational sum = 0;
  for (std::size_t j = 0; j < monomials.size(); ++j) {
    sum += monomials[j] * monomial_coefficient(d, k, static_cast<long>(j));
  }
  return sum;
}

const std::vector<Rational>& slopes() {
  static const std::vector<Rational> list{Rational(1),    Rational(1, 2),  Rational(2, 3),
                                          Rational(1, 3), Rational(1, 50), Rational(49, 50)};
  return list;
}

}  // namespace

BOOST_AUTO_TEST_CASE(encloses_exact_coefficients) {
  std::mt19937_64 random(kSeed);
  BOOST_TEST_MESSAGE("seed " << kSeed);
  constexpr long kLength = 34;
  for (const Rational& alpha : slopes()) {
    for (const long d : {2L, 3L, 4L, 10L, 784L}) {
      for (int trial = 0; trial < 3; ++trial) {
        const long k = static_cast<long>(random() % 16);
        const Precision precision(40 + static_cast<long>(random() % 200));
        const std::vector<Ball> coefficients =
            testing::power_coefficient_list(d, k, alpha, kLength, precision);
        for (long p = 0; p < kLength; ++p) {
          const Rational truth = exact_coefficient(d, k, alpha, p);
          const Ball& value = coefficients[static_cast<std::size_t>(p)];
          BOOST_TEST(value.contains(truth), "d " << d << " k " << k << " alpha " << alpha << " p " << p);
          BOOST_TEST(value.is_exact_zero() == (truth == 0));
          BOOST_TEST(value.radius().to_rational() <=
                     truth * Dyadic(Integer(1), 1 - precision.bits()).to_rational());
        }
      }
    }
  }
}

/// Nothing cancels: the relative error stays the same at any length.
BOOST_AUTO_TEST_CASE(long_series_keep_their_relative_accuracy) {
  const Precision precision(100);
  for (const Rational& alpha : slopes()) {
    const Ball value = testing::power_coefficient_list(3, 20, alpha, 4001, precision).back();
    BOOST_TEST(is_yes(Ball(value.radius(), precision) <= scaled(value, 1 - precision.bits())));
  }
}

BOOST_AUTO_TEST_CASE(the_supremum_bounds_what_follows) {
  const Precision precision(80);
  constexpr long kLength = 3000;
  for (const Rational& alpha : slopes()) {
    for (const long d : {2L, 3L, 10L, 100L}) {
      for (const long k : {0L, 1L, 2L, 7L, 20L, 150L}) {
        const std::vector<Ball> all = testing::power_coefficient_list(d, k, alpha, kLength, precision);
        PowerCoefficients powers(d, k, alpha, precision);
        for (; powers.end() < kLength; powers.advance()) {
          const Ball bound = powers.supremum_beyond();
          bool holds = true;
          for (long p = powers.end(); p < kLength; ++p) {
            holds = holds && !is_no(all[static_cast<std::size_t>(p)] <= bound);
          }
          BOOST_TEST(holds, "d " << d << " k " << k << " alpha " << alpha << " from " << powers.end());
        }
      }
    }
  }
}

/// Far out the bound is within a factor of about two of the truth.
BOOST_AUTO_TEST_CASE(the_supremum_is_close_far_out) {
  const Precision precision(80);
  for (const Rational& alpha : {Rational(1), Rational(1, 2), Rational(2, 3), Rational(1, 3)}) {
    PowerCoefficients powers(10, 8, alpha, precision);
    while (powers.end() < 1000) {
      powers.advance();
    }
    const Ball last = testing::power_coefficient_list(10, 8, alpha, 1001, precision).back();
    BOOST_TEST(is_yes(powers.supremum_beyond() <= 3 * last));
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_meaning) {
  const Precision p(60);
  BOOST_CHECK_THROW(PowerCoefficients(1, 0, Rational(1, 2), p), InvalidInput);
  BOOST_CHECK_THROW(PowerCoefficients(3, -1, Rational(1, 2), p), InvalidInput);
  BOOST_CHECK_THROW(PowerCoefficients(3, 0, Rational(0), p), InvalidInput);
  BOOST_CHECK_THROW(PowerCoefficients(3, 0, Rational(3, 2), p), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
