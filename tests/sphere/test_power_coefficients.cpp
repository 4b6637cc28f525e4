#include "ntkcert/sphere/power_coefficients.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "tests/sphere/power_coefficient_list.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(power_coefficients)

namespace {

constexpr unsigned kSeed = 9157;

}  // namespace

BOOST_AUTO_TEST_CASE(encloses_exact_coefficients) {
  std::mt19937_64 random(kSeed);
  BOOST_TEST_MESSAGE("seed " << kSeed);
  constexpr long kLength = 34;
  for (const Rational& alpha : testing::slopes()) {
    for (const long d : {2L, 3L, 4L, 10L, 784L}) {
      for (int trial = 0; trial < 3; ++trial) {
        const long k = static_cast<long>(random() % 16);
        const Precision precision(40 + static_cast<long>(random() % 200));
        const std::vector<Ball> coefficients =
            testing::power_coefficient_list(d, k, alpha, kLength, precision);
        for (long p = 0; p < kLength; ++p) {
          const Rational truth = testing::exact_power_coefficient(d, k, alpha, p);
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
  for (const Rational& alpha : testing::short_slopes()) {
    const Ball value = testing::power_coefficient_list(3, 20, alpha, 4001, precision).back();
    BOOST_TEST(is_yes(Ball(value.radius(), precision) <= scaled(value, 1 - precision.bits())));
  }
}

BOOST_AUTO_TEST_CASE(the_supremum_bounds_what_follows) {
  const Precision precision(80);
  constexpr long kLength = 3000;
  for (const Rational& alpha : testing::short_slopes()) {
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
