#include "ntkcert/sphere/power_recurrence.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/dyadic.hpp"
#include "tests/sphere/power_coefficient_list.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(power_recurrence)

/// From below, and by no more than the roundings that are counted.
BOOST_AUTO_TEST_CASE(values_are_close_lower_bounds) {
  constexpr long kLength = 16;
  for (const Rational& alpha : testing::slopes()) {
    for (const long d : {2L, 7L, 150528L}) {
      for (const long k : {0L, 1L, 9L}) {
        for (const long bits : {24L, 61L, 130L}) {
          PowerStarts starts(d, alpha, bits);
          const auto recurrence = PowerRecurrence::make(starts, k);
          for (long p = k; p < kLength; ++p) {
            Dyadic value;
            recurrence->next(value.raw());
            const Rational truth = testing::exact_power_coefficient(d, k, alpha, p);
            const Rational lost = truth - value.to_rational();
            const Rational share = (3 * p + 2) * Dyadic(Integer(1), 1 - bits).to_rational();
            BOOST_TEST((lost >= 0 && lost <= share * truth),
                       "d " << d << " k " << k << " alpha " << alpha << " p " << p << " bits " << bits);
          }
        }
      }
    }
  }
}

/// Fractions of a few digits and of many go different ways: slopes that differ by 10^{−21} give values that
/// differ by about p times as much.
BOOST_AUTO_TEST_CASE(both_ways_agree_far_out) {
  constexpr long kLast = 3000;
  const Integer large("1000000000000000000000");
  for (const Rational& alpha : {Rational(1, 3), Rational(1, 2), Rational(3, 4)}) {
    PowerStarts few_digits(5, alpha, 120);
    PowerStarts many_digits(5, alpha + Rational(Integer(1), large), 120);
    const auto one = PowerRecurrence::make(few_digits, 40);
    const auto other = PowerRecurrence::make(many_digits, 40);
    Dyadic first;
    Dyadic second;
    for (long p = 40; p <= kLast; ++p) {
      one->next(first.raw());
      other->next(second.raw());
    }
    const Rational ratio = second.to_rational() / first.to_rational() - 1;
    BOOST_TEST((abs(ratio) < Rational(Integer(100 * kLast), large)));
    BOOST_TEST((abs(ratio) > 0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
