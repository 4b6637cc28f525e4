#include "ntkcert/activation/hermite_series.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "tests/activation/activation_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(hermite_series)

namespace {

const Precision kPrecision(140);

std::unique_ptr<const HermiteSeries> series(const std::string& activation, const Rational& q,
                                            Precision p = kPrecision) {
  return find_activation(activation)->hermite_series(Ball(q, p));
}

Ball at(const BallArray& squares, long p) {
  Ball value(kPrecision);
  arb_set(value.raw(), squares.at(p));
  return value;
}

/// Σ (1+p)a_p² for from ≤ p < to.
Ball mass(const BallArray& squares, long from, long to) {
  Ball sum(kPrecision);
  for (long p = from; p < to; ++p) {
    sum += (1 + p) * at(squares, p);
  }
  return sum;
}

/// E[tanh(√q Z)He_p(Z)]²/p!, by mpmath at 60 digits: the trapezoid rule in the variable Z with step 1/64, not
/// in the Fourier variable as here. Given to 30 digits.
struct Reference {
  Rational variance;
  long index;
  const char* square;
};
const std::vector<Reference> kTanh{{Rational(2), 1, "0.460846569501764277405114207407"},
                                   {Rational(2), 3, "0.0417497100062535962571167062833"},
                                   {Rational(2), 5, "0.0106512390413461091235824083147"},
                                   {Rational(2), 21, "0.0000325979346914275141318240418893"},
                                   {Rational(2), 61, "0.0000000158189570041211185316476966866"},
                                   {Rational(3, 4), 1, "0.324092640951161794383350903221"},
                                   {Rational(3, 4), 5, "0.00228115846224532772292259371875"},
                                   {Rational(3, 4), 61, "1.81751665870725622662564143433e-12"},
                                   {Rational(40), 1, "0.623868108951228792460429103384"},
                                   {Rational(40), 61, "0.000350998302902041628361208889832"}};

}  // namespace

BOOST_AUTO_TEST_CASE(tanh_coefficients_match_the_reference) {
  for (const Reference& reference : kTanh) {
    for (const long length : {62L, 301L}) {
      const Ball value = at(series("tanh", reference.variance)->squares(length), reference.index);
      const Ball expected(parse_rational(reference.square), kPrecision);
      BOOST_TEST(value.overlaps(expected.widened(expected * Ball(parse_rational("1e-29"), kPrecision))),
                 "q " << reference.variance << " p " << reference.index);
      BOOST_TEST(is_yes(Ball(value.radius(), kPrecision) <= scaled(value, 6 - kPrecision.bits())));
    }
  }
}

/// Coefficients at low precision contain those at high precision: the errors of the trapezoid rule and of the
/// nodes it leaves out are in the radius, which they dominate.
BOOST_AUTO_TEST_CASE(coefficients_at_low_precision_hold) {
  for (const std::string& name : series_activations()) {
    for (const Rational& q : {Rational(1, 4), Rational(2), Rational(30)}) {
      const BallArray fine = series(name, q, Precision(220))->squares(200);
      for (const long bits : {2L, 10L, 31L, 60L}) {
        for (const long length : {1L, 2L, 10L, 43L, 200L}) {
          const BallArray coarse = series(name, q, Precision(bits))->squares(length);
          for (long p = 0; p < length; ++p) {
            BOOST_TEST(at(coarse, p).contains(at(fine, p)),
                       name << " q " << q << " bits " << bits << " p " << p);
            if (bits >= 10 && name.find(':') == std::string::npos) {
              BOOST_TEST(arb_rel_accuracy_bits(coarse.at(p)) >= bits - 12,
                         name << " q " << q << " bits " << bits << " p " << p);
            }
          }
        }
      }
    }
  }
}

/// A variance known as a ball: the coefficients for every point of it are enclosed.
BOOST_AUTO_TEST_CASE(wide_variances) {
  for (const std::string& name : series_activations()) {
    const auto activation = find_activation(name);
    const Ball variance = Ball::interval(Dyadic::from_double(1.75), Dyadic::from_double(1.875), kPrecision);
    const auto wide = activation->hermite_series(variance);
    const BallArray squares = wide->squares(30);
    for (const Rational& q : {Rational(7, 4), Rational(9, 5), Rational(15, 8)}) {
      const auto thin = activation->hermite_series(Ball(q, kPrecision));
      const BallArray inside = thin->squares(30);
      for (long p = 0; p < 30; ++p) {
        BOOST_TEST(at(squares, p).contains(at(inside, p)), name << " q " << q << " p " << p);
      }
      for (const long length : {4L, 9L, 25L}) {
        BOOST_TEST(!is_no(thin->tail(length) <= wide->tail(length)), name << " q " << q);
      }
    }
    const Ball around_zero = Ball::interval(Dyadic(-1), Dyadic(1), kPrecision);
    const BallArray unknown = activation->hermite_series(around_zero)->squares(8);
    const BallArray small = activation->hermite_series(Ball(Rational(1, 2), kPrecision))->squares(8);
    for (long p = 0; p < 8; ++p) {
      BOOST_TEST(at(unknown, p).contains(at(small, p)), name << " p " << p);
    }
  }
}

/// The series at ρ = 1 are E[σ²] and q·E[σ'²], known in closed form for erf.
BOOST_AUTO_TEST_CASE(erf_coefficients_sum_to_the_closed_form) {
  for (const Rational& q : {Rational(2), Rational(1, 10), Rational(7)}) {
    const auto erf = series("erf", q);
    constexpr long kLength = 4000;
    const BallArray squares = erf->squares(kLength);
    const DualPair<Ball> at_one = find_activation("erf")->dual(Ball(q, kPrecision))->at(Ball(1, kPrecision));
    const Ball missing = at_one.value + Ball(q, kPrecision) * at_one.derivative - mass(squares, 0, kLength);
    BOOST_TEST(is_yes(missing <= erf->tail(kLength) + scaled(Ball(1, kPrecision), -100)));
    BOOST_TEST(is_yes(missing >= -scaled(Ball(1, kPrecision), -100)));
  }
}

/// Parseval: Σa_p² = E[σ(√q Z)²], by the trapezoid rule in Z with step 1/20, whose errors are far below
/// 10^{−25}.
BOOST_AUTO_TEST_CASE(squares_sum_to_the_mean_square) {
  constexpr long kLength = 2500;
  constexpr long kSteps = 20;
  for (const std::string& name : series_activations()) {
    const auto activation = find_activation(name);
    const Rational q(2);
    Ball expected(kPrecision);
    for (long i = -14 * kSteps; i <= 14 * kSteps; ++i) {
      const Ball x = Ball(i, kPrecision) / kSteps;
      expected += exp(-scaled(square(x), -1)) * square(activation->value(sqrt(Ball(q, kPrecision)) * x));
    }
    expected = expected / (kSteps * sqrt(2 * Ball::pi(kPrecision)));
    const auto hermite = series(name, q);
    const BallArray squares = hermite->squares(kLength);
    Ball sum(kPrecision);
    for (long p = 0; p < kLength; ++p) {
      sum += at(squares, p);
    }
    const Ball tolerance = Ball(parse_rational("1e-25"), kPrecision) + hermite->tail(kLength);
    BOOST_TEST(is_yes(abs(expected - sum) < tolerance), name);
  }
}

/// The tail bound is above the mass of all that follows, and not by much more than the factor e^{π²/2q} that
/// those of the logistic family have and, for silu, the cancellation that its bound ignores.
BOOST_AUTO_TEST_CASE(tails_bound_what_follows) {
  for (const std::string& name : series_activations()) {
    for (const Rational& q : {Rational(1, 2), Rational(2), Rational(8), Rational(60)}) {
      const auto hermite = series(name, q);
      constexpr long kLength = 2500;
      const BallArray squares = hermite->squares(kLength);
      for (const long from : {0L, 1L, 2L, 3L, 4L, 8L, 9L, 30L, 100L, 301L, 1000L}) {
        const Ball bound = hermite->tail(from);
        if (!bound.is_finite()) {
          BOOST_TEST((from < 10 || is_yes(Ball(q, kPrecision) > from / 16)),
                     "no bound for " << name << " q " << q << " from " << from);
          continue;
        }
        const Ball truth = mass(squares, from, kLength);
        BOOST_TEST(!is_no(truth <= bound), name << " q " << q << " from " << from);
        if (from >= 30 && is_yes(hermite->tail(kLength) <= truth / 1000)) {
          BOOST_TEST(is_yes(bound <= 100 * from * Ball(Rational(1 + q), kPrecision) *
                                         exp(5 / Ball(q, kPrecision)) * truth),
                     name << " q " << q << " from " << from);
        }
      }
    }
  }
}

/// A coefficient is exactly zero where hermite_vanish_from says so, and nowhere else.
BOOST_AUTO_TEST_CASE(vanishing_coefficients_are_exactly_zero) {
  for (const std::string& name : series_activations()) {
    const auto activation = find_activation(name);
    constexpr long kLength = 40;
    const BallArray squares = series(name, Rational(2))->squares(kLength);
    for (long k = 0; k + 12 < kLength; ++k) {
      bool vanish = true;
      for (long p = k; p < kLength; p += 2) {
        vanish = vanish && at(squares, p).is_exact_zero();
      }
      BOOST_TEST(activation->hermite_vanish_from(k) == vanish, name << " from " << k);
    }
  }
}

BOOST_AUTO_TEST_CASE(length_for_is_enough_and_nearly_the_least) {
  for (const auto* name : {"tanh", "erf"}) {
    const auto hermite = series(name, Rational(2));
    for (const long bits : {1L, 20L, 100L, 300L}) {
      const Ball tolerance = scaled(Ball(1, Precision(64)), -bits);
      const long length = hermite->length_for(tolerance);
      BOOST_TEST(is_yes(hermite->tail(length) <= tolerance));
      BOOST_TEST(!is_yes(hermite->tail(length - 4 - length / 32) <= tolerance));
    }
    BOOST_CHECK_THROW((void)hermite->length_for(Ball(Precision(64))), Exhausted);
  }
}

BOOST_AUTO_TEST_CASE(relu_has_no_series_worth_summing) {
  BOOST_TEST(series("relu", Rational(2)) == nullptr);
  BOOST_TEST(!find_activation("relu")->hermite_vanish_from(1));
  BOOST_TEST(find_activation("relu")->hermite_vanish_from(3));
  BOOST_TEST(!find_activation("relu")->hermite_vanish_from(4));
}

BOOST_AUTO_TEST_SUITE_END()
