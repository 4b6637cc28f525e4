#include "ntkcert/ball/ball.hpp"

#include <mpfi.h>

#include <boost/test/unit_test.hpp>
#include <functional>
#include <random>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(ball)

namespace {

constexpr unsigned kSeed = 20261124;

/// Random exact fractions of varied size; every test draws from its own stream.
class Fractions {
 public:
  explicit Fractions(unsigned stream) : engine_(kSeed + stream) {
    BOOST_TEST_MESSAGE("seed " << kSeed + stream);
  }
  Rational operator()() {
    const long numerator = static_cast<long>(engine_() % 2000001) - 1000000;
    const long denominator = 1 + static_cast<long>(engine_() % 1000000);
    return Rational(numerator, denominator);
  }
  long integer(long below) { return static_cast<long>(engine_() % static_cast<unsigned long>(below)); }

 private:
  std::mt19937_64 engine_;
};

/// A ball that contains `q` somewhere, wide or thin.
Ball around(const Rational& q, Fractions& random, Precision p) {
  const Ball thin(q, p);
  return random.integer(3) == 0 ? thin : thin.widened(abs(Ball(random(), p)) / 1000000);
}

/// MPFI's enclosure of f(q), the second engine.
using MpfiFunction = int (*)(mpfi_ptr, mpfi_srcptr);
bool agrees_with_mpfi(const Ball& ours, MpfiFunction f, const Rational& q) {
  constexpr mpfr_prec_t kOraclePrecision = 400;
  mpfi_t x;
  mpfi_init2(x, kOraclePrecision);
  mpfi_set_q(x, q.backend().data());
  f(x, x);
  mpfr_t lo;
  mpfr_t hi;
  mpfr_init2(lo, kOraclePrecision);
  mpfr_init2(hi, kOraclePrecision);
  mpfi_get_left(lo, x);
  mpfi_get_right(hi, x);
  Dyadic left;
  Dyadic right;
  arf_set_mpfr(left.raw(), lo);
  arf_set_mpfr(right.raw(), hi);
  mpfi_clear(x);
  mpfr_clear(lo);
  mpfr_clear(hi);
  return ours.lower() <= right && left <= ours.upper();
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_tenth_is_enclosed_and_its_double_is_not_it) {
  const Precision p(53);
  const Rational tenth(1, 10);
  BOOST_TEST(Ball(tenth, p).contains(tenth));
  BOOST_TEST(!Ball::from_double(0.1, p).contains(tenth));
}

BOOST_AUTO_TEST_CASE(arithmetic_contains_the_exact_rational_result) {
  Fractions random(1);
  for (int round = 0; round < 2000; ++round) {
    const Precision p(2 + random.integer(200));
    const Rational a = random();
    const Rational b = random();
    const long n = random.integer(2001) - 1000;
    const Ball x = around(a, random, p);
    const Ball y = around(b, random, Precision(2 + random.integer(200)));
    BOOST_REQUIRE((x + y).contains(Rational(a + b)));
    BOOST_REQUIRE((x - y).contains(Rational(a - b)));
    BOOST_REQUIRE((x * y).contains(Rational(a * b)));
    BOOST_REQUIRE((x + n).contains(Rational(a + n)));
    BOOST_REQUIRE((n - x).contains(Rational(n - a)));
    BOOST_REQUIRE((x * n).contains(Rational(a * n)));
    BOOST_REQUIRE(square(x).contains(Rational(a * a)));
    BOOST_REQUIRE(abs(x).contains(Rational(a < 0 ? -a : a)));
    BOOST_REQUIRE(scaled(x, -7).contains(Rational(a / 128)));
    BOOST_REQUIRE(max(x, y).contains(a > b ? a : b));
    BOOST_REQUIRE(min(x, y).contains(a > b ? b : a));
    BOOST_REQUIRE(hull(x, y).contains(Rational((a + b) / 2)));
    if (b != 0) {
      BOOST_REQUIRE((x / y).contains(Rational(a / b)));
      BOOST_REQUIRE((n / y).contains(Rational(n / b)));
    }
    BOOST_REQUIRE((x + y).precision() == std::max(x.precision(), y.precision()));
  }
}

BOOST_AUTO_TEST_CASE(endpoints_and_magnitudes_bound_every_point) {
  Fractions random(2);
  for (int round = 0; round < 1000; ++round) {
    const Rational a = random();
    const Ball x = around(a, random, Precision(2 + random.integer(100)));
    BOOST_REQUIRE(x.lower().to_rational() <= a);
    BOOST_REQUIRE(a <= x.upper().to_rational());
    const Rational size = a < 0 ? Rational(-a) : a;
    BOOST_REQUIRE(x.mignitude().to_rational() <= size);
    BOOST_REQUIRE(size <= x.magnitude().to_rational());
    const Rational off = a - x.midpoint().to_rational();
    BOOST_REQUIRE((off < 0 ? Rational(-off) : off) <= x.radius().to_rational());
    // Tight: no more than the ball's own width, and an ulp of precision + 30 bits.
    const Rational slack = (x.magnitude().to_rational() + 1) / Rational(Integer(1) << 30);
    BOOST_REQUIRE(x.upper().to_rational() - x.lower().to_rational() <=
                  2 * x.radius().to_rational() + 2 * slack);
  }
}

BOOST_AUTO_TEST_CASE(functions_agree_with_mpfi_on_thin_and_wide_input) {
  const std::vector<std::tuple<const char*, Ball (*)(const Ball&), MpfiFunction>> functions = {
      {"exp", exp, mpfi_exp},    {"expm1", expm1, mpfi_expm1}, {"sin", sin, mpfi_sin},
      {"cos", cos, mpfi_cos},    {"sinh", sinh, mpfi_sinh},    {"cosh", cosh, mpfi_cosh},
      {"tanh", tanh, mpfi_tanh}, {"erf", erf, nullptr},        {"tan", tan, mpfi_tan},
      {"asin", asin, mpfi_asin}, {"acos", acos, mpfi_acos}};
  Fractions random(3);
  for (const auto& [name, ours, oracle] : functions) {
    if (oracle == nullptr) {
      continue;
    }
    const bool inverse = std::string_view(name).front() == 'a';
    for (int round = 0; round < 200; ++round) {
      Rational q = random() / Rational(100000);
      if (inverse) {
        q = q / Rational(q < 0 ? 1 - q : 1 + q);
      }
      const Ball x = around(q, random, Precision(20 + random.integer(200)));
      BOOST_REQUIRE_MESSAGE(agrees_with_mpfi(ours(x), oracle, q), name << " at " << q);
    }
  }
}

BOOST_AUTO_TEST_CASE(erf_and_gamma_satisfy_functional_equations) {
  Fractions random(4);
  for (int round = 0; round < 100; ++round) {
    const Precision p(50 + random.integer(200));
    const Ball x(Rational(random() / Rational(100000)), p);
    BOOST_REQUIRE((erf(x) + erf(-x)).contains_zero());
    const Ball positive = abs(x) + 1;
    BOOST_REQUIRE((gamma(positive + 1) - positive * gamma(positive)).contains_zero());
    BOOST_REQUIRE((gamma(positive) * reciprocal_gamma(positive) - 1).contains_zero());
    BOOST_REQUIRE((exp(log_gamma(positive)) - gamma(positive)).contains_zero());
    BOOST_REQUIRE((pow(positive, x) - exp(x * log(positive))).contains_zero());
  }
}

BOOST_AUTO_TEST_CASE(interior_extrema_are_inside) {
  const Precision p(64);
  const Ball wide = Ball::interval(Dyadic(1), Dyadic(4), p);
  BOOST_TEST(is_yes(Ball(sin(wide).upper(), p) >= Ball(1, p)));
  BOOST_TEST(square(Ball::interval(Dyadic(-3), Dyadic(2), p)).contains(Rational(0)));
  BOOST_TEST(square(Ball::interval(Dyadic(-3), Dyadic(2), p)).contains(Rational(9)));
}

BOOST_AUTO_TEST_CASE(comparison_is_unknown_on_overlap_and_for_the_whole_line) {
  const Precision p(53);
  const Ball one(1, p);
  const Ball third(Rational(1, 3), p);
  BOOST_TEST((third < one) == Truth::yes);
  BOOST_TEST((one < third) == Truth::no);
  BOOST_TEST((one <= one) == Truth::yes);
  BOOST_TEST((one < one) == Truth::no);
  BOOST_TEST((third <= third) == Truth::unknown);
  const Ball nan = log(Ball(-1, p));
  const std::vector<Ball> indeterminates = {nan, Ball::whole_line(p), one / Ball(p), sqrt(Ball(-1, p)),
                                            acos(Ball(2, p))};
  for (const Ball& x : indeterminates) {
    BOOST_TEST((x < one) == Truth::unknown);
    BOOST_TEST((x > one) == Truth::unknown);
    BOOST_TEST((one <= x) == Truth::unknown);
    BOOST_TEST(x.contains(Rational(7)));
    BOOST_TEST(x.overlaps(one));
    BOOST_TEST(!x.is_finite());
    BOOST_TEST(!x.lower().is_finite());
    BOOST_TEST(!x.magnitude().is_finite());
  }
}

BOOST_AUTO_TEST_CASE(roots_of_enclosures_that_dip_below_zero) {
  const Precision p(53);
  const Ball dips = Ball::interval(Dyadic(-1), Dyadic(4), p);
  BOOST_TEST(!sqrt(dips).is_finite());
  BOOST_TEST(sqrt_nonnegative(dips).contains(Rational(2)));
  BOOST_TEST(sqrt_nonnegative(dips).contains(Rational(0)));
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused) {
  BOOST_CHECK_THROW(Precision(1), InvalidInput);
  BOOST_CHECK_THROW(Precision(1L << 40), InvalidInput);
  BOOST_CHECK_THROW((void)Ball::from_double(std::numeric_limits<double>::quiet_NaN(), Precision(53)),
                    InvalidInput);
  BOOST_CHECK_THROW((void)Ball::interval(Dyadic(2), Dyadic(1), Precision(53)), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
