#include "ntkcert/deviation/learning_times.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(learning_times)

namespace {

const Precision kPrecision(128);

Dyadic quarters(long n) { return {Integer(n), -2}; }

/// The square of a norm p(start + s) on a step, p given by its coefficients in t; a norm off by at most
/// `error`.
SquareModel square_of(const std::vector<long>& coefficients, const Dyadic& start, const Dyadic& length,
                      const Ball& error = Ball(kPrecision)) {
  Polynomial t(kPrecision);
  t.set_coefficient(0, Ball(start, kPrecision));
  t.set_coefficient(1, Ball(1, kPrecision));
  Polynomial p(kPrecision);
  for (std::size_t i = coefficients.size(); i-- > 0;) {
    p = p * t;
    p.set_coefficient(0, p.coefficient(0) + Ball(coefficients[i], kPrecision) / 64);
  }
  return {{p * p, Ball(kPrecision), length}, error};
}

/// e^{−t}, known to 2^{−40}.
SquareModel decaying(const Dyadic& start, const Dyadic& length) {
  const TaylorModel model = exponential_model(Ball(-1, kPrecision), length) * exp(-Ball(start, kPrecision));
  return {model * model, scaled(Ball(1, kPrecision), -40)};
}

/// A norm with the coefficients over 64, watched on steps of length 1/4.
FirstTime first_time(const std::vector<long>& coefficients, const Rational& share, const Rational& horizon,
                     const Ball& error = Ball(kPrecision)) {
  LearningTimes times({0}, {share}, horizon);
  for (long i = 0; quarters(i).to_rational() < horizon; ++i) {
    times.enter(quarters(i), quarters(1), {square_of(coefficients, quarters(i), quarters(1), error)});
  }
  return times.time(0, 0).value();
}

double number(const Dyadic& x) { return x.approximate(); }

}  // namespace

BOOST_AUTO_TEST_CASE(of_an_exponential) {
  const std::vector<Rational> shares{Rational(1, 2), Rational(1, 10), Rational(1, 100)};
  LearningTimes times({0}, shares, 4);
  for (long i = 0; i < 16; ++i) {
    times.enter(quarters(i), quarters(1), {decaying(quarters(i), quarters(1))});
  }
  for (std::size_t j = 0; j < 2; ++j) {
    const FirstTime t = times.time(0, j).value();
    const Ball truth = -log(Ball(shares[j], kPrecision));
    BOOST_TEST((t.lower <= truth.lower()));
    BOOST_TEST((*t.upper >= truth.upper()));
    BOOST_TEST(number(*t.upper - t.lower) < 1e-9);
    BOOST_TEST(number(*t.upper - t.lower) > 1e-13);
  }
  const FirstTime late = times.time(0, 2).value();
  BOOST_TEST(!late.upper.has_value());
  BOOST_TEST((late.lower == Dyadic(4)));
  BOOST_TEST(!times.is_decided());
}

/// (t−1)² + 1/8 falls to 1/8 and rises again: 1/5 of 9/8 is reached before the turn, 1/10 never.
BOOST_AUTO_TEST_CASE(need_not_be_monotone) {
  const std::vector<long> dip{72, -128, 64};
  const FirstTime early = first_time(dip, Rational(1, 5), 3);
  const double truth = 1 - std::sqrt(0.1);
  BOOST_TEST(number(early.lower) <= truth + 1e-14);
  BOOST_TEST(number(*early.upper) >= truth - 1e-14);
  BOOST_TEST(number(*early.upper - early.lower) < 1e-12);
  const FirstTime never = first_time(dip, Rational(1, 10), 3);
  BOOST_TEST(!never.upper.has_value());
  BOOST_TEST((never.lower == Dyadic(3)));
}

/// With a level between the least and the largest norm that the enclosures allow at the turn, only what comes
/// later is certain: 9/8 at t = 0 with an uncertainty of 1/32, and 1/8 at the turn.
BOOST_AUTO_TEST_CASE(the_enclosure_holds_what_is_not_decided) {
  const std::vector<long> dip{72, -128, 64};
  const FirstTime open = first_time(dip, Rational(1, 9), 3, scaled(Ball(1, kPrecision), -5));
  BOOST_TEST(number(open.lower) < 1.0);
  BOOST_TEST(number(open.lower) > 0.7);
  BOOST_TEST(!open.upper.has_value());
  LearningTimes late({0}, {Rational(1, 9)}, 8);
  for (long i = 0; i < 8; ++i) {
    late.enter(quarters(i), quarters(1),
               {square_of(dip, quarters(i), quarters(1), scaled(Ball(1, kPrecision), -5))});
  }
  late.enter(Dyadic(2), Dyadic(1), {square_of({4}, Dyadic(2), Dyadic(1))});
  BOOST_TEST((late.time(0, 0)->lower == open.lower));
  BOOST_TEST((late.time(0, 0)->upper == Dyadic(2)));
  BOOST_TEST(late.is_decided());
}

/// 1 − t/8 off by 1/64: half of between 63/64 and 65/64.
BOOST_AUTO_TEST_CASE(errors_count) {
  const FirstTime t = first_time({64, -8}, Rational(1, 2), 8, scaled(Ball(1, kPrecision), -6));
  // Certainly above while 1 − t/8 − 1/64 > 65/128, certainly below once 1 − t/8 + 1/64 ≤ 63/128.
  BOOST_TEST(std::abs(number(t.lower) - 8 * (1 - 1.0 / 64 - 65.0 / 128)) < 1e-9);
  BOOST_TEST(std::abs(number(*t.upper) - 8 * (1 + 1.0 / 64 - 63.0 / 128)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(horizons_cut_steps) {
  const FirstTime t = first_time({64, -8}, Rational(1, 2), Rational(31, 8));
  BOOST_TEST(!t.upper.has_value());
  BOOST_TEST(number(t.lower) == 3.875);
  BOOST_TEST(number(*first_time({64, -8}, Rational(1, 2), Rational(33, 8)).upper) >= 4.0);
}

BOOST_AUTO_TEST_CASE(nothing_to_learn) {
  LearningTimes times({0}, {Rational(1, 2)}, 1);
  BOOST_TEST(!times.time(0, 0).has_value());
  times.enter(Dyadic(0), Dyadic(1), {square_of({0, 1}, Dyadic(0), Dyadic(1))});
  BOOST_TEST(!times.time(0, 0).has_value());
  BOOST_TEST(times.is_decided());
}

/// Interrupted and restored, it finds the same.
BOOST_AUTO_TEST_CASE(goes_on) {
  const std::vector<Rational> shares{Rational(1, 2), Rational(1, 10)};
  LearningTimes whole({0}, shares, 4);
  LearningTimes second({0}, shares, 4);
  for (long i = 0; i < 16; ++i) {
    whole.enter(quarters(i), quarters(1), {decaying(quarters(i), quarters(1))});
    if (i == 4) {
      second.restore(whole.found());
    } else if (i > 4) {
      second.enter(quarters(i), quarters(1), {decaying(quarters(i), quarters(1))});
    }
  }
  for (std::size_t j = 0; j < shares.size(); ++j) {
    BOOST_TEST((whole.time(0, j) == second.time(0, j)));
  }
  BOOST_CHECK_THROW(LearningTimes({0, 1}, shares, 4).restore(whole.found()), InvalidInput);
  BOOST_CHECK_THROW(LearningTimes({0}, {Rational(1)}, 4), InvalidInput);
  BOOST_CHECK_THROW(LearningTimes({0}, {Rational(0)}, 4), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
