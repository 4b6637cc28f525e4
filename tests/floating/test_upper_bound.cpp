#include "ntkcert/floating/upper_bound.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "ntkcert/ball/ball.hpp"
#include "tests/floating/control_words.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(upper_bound)

namespace {

const Precision kFine(400);

Ball ball(double x) { return Ball::from_double(x, kFine); }

/// Above the exact value, and by less than a relative `slack`.
void check(UpperBound bound, const Ball& exact, double slack, const std::string& what) {
  BOOST_REQUIRE_MESSAGE(is_yes(exact <= ball(bound.value())), what);
  BOOST_REQUIRE_MESSAGE(is_yes(ball(bound.value()) <= exact * ball(1 + slack) + ball(0x1p-950)), what);
}

}  // namespace

BOOST_AUTO_TEST_CASE(operations_bound_the_exact_results_in_every_rounding_mode) {
  std::mt19937_64 engine(5);
  std::uniform_real_distribution<double> uniform(1, 2);
  const auto random = [&](int range) {
    return std::ldexp(uniform(engine), static_cast<int>(engine() % static_cast<unsigned>(range)) - range / 2);
  };
  for (const unsigned word : kControlWords) {
    for (int i = 0; i < 2000; ++i) {
      const double a = random(i % 2 == 0 ? 8 : 1900);
      const double b = random(i % 2 == 0 ? 8 : 100);
      const double small = uniform(engine) / 4;
      const ControlWord mode(word);
      const UpperBound x(a);
      const UpperBound y(b);
      const UpperBound z(small);
      const std::array results{
          x + y,    x * y, x / b, sqrt(x), exp(z * UpperBound(40)), power(z, 7), reciprocal_of_complement(z),
          max(x, y)};
      const ControlWord nearest(0x1f80U);
      const Ball p = ball(a);
      const Ball q = ball(b);
      const Ball r = ball(small);
      const double slack = 0x1p-47;
      check(results[0], p + q, slack, "sum");
      check(results[1], p * q, slack, "product");
      check(results[2], p / q, slack, "quotient");
      check(results[3], sqrt(p), slack, "root");
      check(results[4], exp(r * 40), 0x1p-38, "exponential");
      check(results[5], pow(r, 7UL), 0x1p-44, "power");
      check(results[6], 1 / (1 - r), 0x1p-46, "reciprocal");
      check(results[7], p.upper() < q.upper() ? q : p, slack, "maximum");
    }
  }
}

BOOST_AUTO_TEST_CASE(plain_sums_are_bounded_in_every_rounding_mode) {
  std::mt19937_64 engine(6);
  std::uniform_real_distribution<double> uniform(0, 1);
  constexpr long kTerms = 1000;
  for (const unsigned word : kControlWords) {
    std::vector<UpperBound> a;
    std::vector<UpperBound> b;
    Ball dot(kFine);
    Ball squares(kFine);
    for (long i = 0; i < kTerms; ++i) {
      a.emplace_back(uniform(engine));
      b.emplace_back(uniform(engine));
      squares += square(ball(a.back().value()));
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
      dot += ball(a[i].value()) * ball(b[a.size() - 1 - i].value());
    }
    const ControlWord mode(word);
    double sum = 0;
    for (const UpperBound& x : a) {
      sum += x.value() * x.value();
    }
    const UpperBound of_squares = UpperBound::of_sum(sum, kTerms);
    const UpperBound of_products = bound_of_dot(a, &b.back());
    const ControlWord nearest(0x1f80U);
    check(of_squares, squares, 3 * kTerms * kUnit, "squares");
    check(of_products, dot, 3 * kTerms * kUnit, "products");
  }
}

BOOST_AUTO_TEST_CASE(polynomials_and_factors) {
  const std::vector<UpperBound> c{UpperBound(2), UpperBound(0), UpperBound(5)};
  check(bound_of_polynomial(c, UpperBound(3), 0), ball(47), 0x1p-46, "from 0");
  check(bound_of_polynomial(c, UpperBound(3), 1), ball(45), 0x1p-46, "from 1");
  check(bound_of_polynomial(c, UpperBound(3), 3), ball(0), 0, "from 3");
  for (const long k : {1L, 17L, 1'000'000L, 1L << 31}) {
    const Ball product = Ball(k, kFine) * ball(kUnit);
    check(gamma_factor(k), product / (1 - product), 0x1p-17, "gamma");
  }
  check(UpperBound::above((1 / Ball(3, kFine)).upper()), 1 / Ball(3, Precision(100)), 0x1p-47, "third");
}

BOOST_AUTO_TEST_CASE(what_is_not_bounded_is_infinite_or_nan) {
  BOOST_TEST(!gamma_factor(1L << 40).is_finite());
  BOOST_TEST(!reciprocal_of_complement(UpperBound(1)).is_finite());
  BOOST_TEST(!reciprocal_of_complement(UpperBound(std::nan(""))).is_finite());
  BOOST_TEST(!exp(UpperBound(1000)).is_finite());
  BOOST_TEST(!exp(UpperBound(std::nan(""))).is_finite());
  BOOST_TEST(!UpperBound(std::nan("")).is_finite());
  BOOST_TEST(!max(UpperBound(std::nan("")), UpperBound(1)).is_finite());
  BOOST_TEST(!max(UpperBound(1), UpperBound(std::nan(""))).is_finite());
  BOOST_TEST(!(UpperBound(1e300) * UpperBound(1e300)).is_finite());
  BOOST_TEST(!UpperBound::above(Dyadic::infinity()).is_finite());
}

BOOST_AUTO_TEST_SUITE_END()
