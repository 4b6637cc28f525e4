#include "ntkcert/sphere/power_coefficients.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/power_recurrence.hpp"
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
        std::vector<Ball> largest = all;  // from p on
        for (std::size_t p = largest.size() - 1; p > 0; --p) {
          largest[p - 1] = max(largest[p - 1], largest[p]);
        }
        PowerCoefficients powers(d, k, alpha, precision);
        for (; powers.end() < kLength; powers.advance()) {
          const Ball bound = powers.supremum_beyond();
          BOOST_TEST(!is_no(largest[static_cast<std::size_t>(powers.end())] <= bound),
                     "d " << d << " k " << k << " alpha " << alpha << " from " << powers.end());
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_envelope_bounds_every_block_to_come) {
  const Precision precision(80);
  constexpr long kBlocks = 20;
  constexpr long kLength = PowerCoefficients::kBlock * kBlocks;
  for (const Rational& alpha : testing::short_slopes()) {
    for (const long d : {2L, 3L, 10L}) {
      for (const long k : {0L, 1L, 7L, 150L}) {
        const std::vector<Ball> all =
            testing::power_coefficient_list(d, k, alpha, k + kLength + PowerCoefficients::kBlock, precision);
        PowerCoefficients powers(d, k, alpha, precision);
        for (long blocks = 1; blocks <= 8; blocks *= 2) {
          while (powers.end() < k + blocks * PowerCoefficients::kBlock) {
            powers.advance();
          }
          PowerEnvelope envelope(powers);
          long wrong = -1;
          for (long begin = powers.end(); begin < k + kLength; begin += PowerCoefficients::kBlock) {
            const Ball bound = envelope.next().upper(precision);
            for (long p = begin; p < begin + PowerCoefficients::kBlock; ++p) {
              wrong = is_no(all[static_cast<std::size_t>(p)] <= bound) ? p : wrong;
            }
          }
          BOOST_TEST(wrong == -1, "d " << d << " k " << k << " alpha " << alpha << " after " << powers.end());
        }
      }
    }
  }
}

/// Where the recurrence has two terms (one layer without biases, or with biases of the weights' variance) the
/// envelope loses no more than a factor of 8 a block.
BOOST_AUTO_TEST_CASE(the_envelope_is_close) {
  const Precision precision(80);
  for (const Rational& alpha : {Rational(1), Rational(1, 2)}) {
    const long k = 300;
    const std::vector<Ball> all = testing::power_coefficient_list(3, k, alpha, 4000, precision);
    PowerCoefficients powers(3, k, alpha, precision);
    while (powers.end() < 1000) {
      powers.advance();
    }
    PowerEnvelope envelope(powers);
    Ball lost(1, precision);
    for (long block = 0; block < 8; ++block) {
      lost = 8 * lost;
      const long last = powers.end() + (block + 1) * PowerCoefficients::kBlock - 1;
      const Ball near = max(all[static_cast<std::size_t>(last)], all[static_cast<std::size_t>(last - 1)]);
      BOOST_TEST(is_yes(envelope.next().upper(precision) <= lost * near),
                 "alpha " << alpha << " block " << block);
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

/// In whatever order the degrees come, and from other degrees' starts.
BOOST_AUTO_TEST_CASE(degrees_share_their_starts) {
  const Precision precision(70);
  for (const Rational& alpha : testing::slopes()) {
    PowerStarts starts = PowerCoefficients::starts(4, alpha, precision);
    for (const long k : {0L, 3L, 4L, 17L, 5L}) {
      PowerCoefficients powers(starts, k, precision);
      powers.advance();
      for (long p = k; p < k + 12; ++p) {
        Ball value(precision);
        arb_set(value.raw(), powers.block().at(p - k));
        BOOST_TEST(value.contains(testing::exact_power_coefficient(4, k, alpha, p)),
                   "k " << k << " alpha " << alpha << " p " << p);
      }
    }
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
