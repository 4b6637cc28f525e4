#include "ntkcert/ball/taylor_model.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(taylor_model)

namespace {

const Precision kPrecision(120);
const Dyadic kDomain(Integer(3), -2);

Ball random_point(std::mt19937_64& engine) {
  return Ball(Rational(static_cast<long>(engine() % 751), 1000), kPrecision);
}

TaylorModel exponential_of(long numerator, long length) {
  return exponential_model(Ball(Rational(numerator, 3), kPrecision), kDomain, length);
}

Ball exact_exponential(long numerator, const Ball& s) {
  return exp(Ball(Rational(numerator, 3), kPrecision) * s);
}

}  // namespace

BOOST_AUTO_TEST_CASE(exponentials_lie_inside_and_the_remainder_is_not_wasteful) {
  std::mt19937_64 engine(31);
  for (const long numerator : {-7L, -1L, 0L, 2L, 9L}) {
    for (const long length : {1L, 4L, 12L}) {
      const TaylorModel m = exponential_of(numerator, length);
      Dyadic worst;
      for (int round = 0; round < 50; ++round) {
        const Ball s = random_point(engine);
        BOOST_REQUIRE(m(s).overlaps(exact_exponential(numerator, s)));
        worst = std::max(worst, (exact_exponential(numerator, s) - m.polynomial()(s)).mignitude());
      }
      BOOST_REQUIRE(worst <= m.remainder().magnitude());
      // Lagrange's bound is attained up to e^{2|c|h}(n+1) or so; a bound a thousand times too large is a
      // mistake.
      BOOST_REQUIRE((m.remainder().magnitude().to_rational() <=
                     worst.to_rational() * 1000 + Rational(1, Integer(1) << 100)));
    }
  }
}

BOOST_AUTO_TEST_CASE(products_contain_the_product_and_lose_nothing_when_truncated) {
  std::mt19937_64 engine(32);
  for (int round = 0; round < 100; ++round) {
    const long a = static_cast<long>(engine() % 9) - 4;
    const long b = static_cast<long>(engine() % 9) - 4;
    const long length = 2 + static_cast<long>(engine() % 6);
    const TaylorModel x = exponential_of(a, length);
    const TaylorModel y = exponential_of(b, length);
    const TaylorModel product = x * y;
    const TaylorModel sum = x + y * Ball(Rational(5, 7), kPrecision) - x.truncated(1);
    const TaylorModel integral = x.integral();
    for (int i = 0; i < 10; ++i) {
      const Ball s = random_point(engine);
      const Ball ex = exact_exponential(a, s);
      const Ball ey = exact_exponential(b, s);
      BOOST_REQUIRE(product(s).overlaps(ex * ey));
      BOOST_REQUIRE((product.remainder().magnitude() >= (ex * ey - product.polynomial()(s)).mignitude()));
      BOOST_REQUIRE(sum(s).overlaps(ey * 5 / 7));
      BOOST_REQUIRE(product.range().overlaps(ex * ey));
      const Ball c(Rational(a, 3), kPrecision);
      const Ball antiderivative = a == 0 ? s : (ex - 1) / c;
      BOOST_REQUIRE(integral(s).overlaps(antiderivative));
    }
    BOOST_REQUIRE(product.polynomial().length() <= std::max(16L, length));
  }
}

BOOST_AUTO_TEST_CASE(square_roots_square_back) {
  std::mt19937_64 engine(33);
  for (const long numerator : {-5L, 0L, 4L}) {
    const TaylorModel root = sqrt(exponential_of(2 * numerator, 25));
    for (int i = 0; i < 50; ++i) {
      const Ball s = random_point(engine);
      BOOST_REQUIRE(root(s).overlaps(exact_exponential(numerator, s)));
    }
    BOOST_TEST((root.remainder().magnitude().to_rational() < Rational(1, 1000000)));
  }
  // s² has a root at 0: only [0, sup] is known.
  const TaylorModel square =
      TaylorModel(Polynomial(std::vector<Ball>{Ball(kPrecision), Ball(1, kPrecision)}, kPrecision),
                  Ball(kPrecision), kDomain);
  const TaylorModel root = sqrt(square * square);
  BOOST_TEST(root.range().contains(Rational(0)));
  BOOST_TEST(root.range().contains(Rational(3, 4)));
}

BOOST_AUTO_TEST_CASE(a_square_root_covers_all_that_its_remainder_allows) {
  const Ball error = scaled(Ball(1, kPrecision), -20);
  const TaylorModel f(Polynomial(std::vector<Ball>{Ball(1, kPrecision)}, kPrecision), symmetric(error),
                      kDomain);
  const TaylorModel root = sqrt(f);
  BOOST_TEST(root.at_start().contains(sqrt(1 - error)));
  BOOST_TEST(root.at_start().contains(sqrt(1 + error)));
  BOOST_TEST((root.at_start().radius().to_rational() < Rational(1, 1 << 20)));
}

BOOST_AUTO_TEST_CASE(a_square_root_near_a_complex_zero_is_no_looser_than_its_range) {
  // f = (s − c)² + δ²: the series of √f diverges on most of the domain, and √f lies in [δ, √(c² + δ²)].
  for (const long bits : {4L, 8L, 16L, 40L}) {
    const Ball c(Rational(3, 8), kPrecision);
    const Ball delta = scaled(Ball(1, kPrecision), -bits);
    const TaylorModel f(
        Polynomial(std::vector<Ball>{square(c) + square(delta), -2 * c, Ball(1, kPrecision)}, kPrecision),
        Ball(kPrecision), kDomain);
    const TaylorModel root = sqrt(f);
    BOOST_TEST((root.at_start().radius() <= scaled(sqrt(f.range()), -1).upper()));
    for (int i = 0; i <= 16; ++i) {
      const Ball s(Rational(3 * i, 64), kPrecision);
      BOOST_TEST(root(s).overlaps(sqrt(square(s - c) + square(delta))));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_chosen_length_meets_the_precision) {
  for (const long numerator : {-60L, -1L, 0L, 30L}) {
    const Ball c(Rational(numerator, 3), kPrecision);
    const TaylorModel m = exponential_model(c, kDomain);
    const Ball allowed = exp(abs(c)) * scaled(Ball(1, kPrecision), 8 - kPrecision.bits());
    BOOST_TEST((m.remainder().magnitude() <= allowed.upper()));
    BOOST_TEST(m(Ball(Rational(1, 2), kPrecision)).overlaps(exp(scaled(c, -1))));
  }
}

BOOST_AUTO_TEST_CASE(restriction_moves_the_origin) {
  const TaylorModel m = exponential_of(5, 20);
  const Dyadic a(Integer(1), -2);
  const Dyadic b(Integer(1), -1);
  const TaylorModel r = m.restricted(a, b);
  BOOST_TEST((r.domain() == b - a));
  const Ball y(Rational(1, 8), kPrecision);
  BOOST_TEST(r(y).overlaps(exact_exponential(5, y + Ball(a, kPrecision))));
  BOOST_TEST(m.range(a, b).contains(r.range(Dyadic(0), Dyadic(Integer(1), -3))));
}

BOOST_AUTO_TEST_CASE(outside_the_domain_nothing_is_known) {
  const TaylorModel m = exponential_of(1, 5);
  BOOST_TEST(!m(Ball(1, kPrecision)).is_finite());
  BOOST_TEST(!m(Ball(-1, kPrecision)).is_finite());
  BOOST_TEST(!m.range(Dyadic(0), Dyadic(1)).is_finite());
  BOOST_CHECK_THROW((void)m.restricted(Dyadic(0), Dyadic(1)), InvalidInput);
  const TaylorModel other = TaylorModel::constant(Ball(1, kPrecision), Dyadic(1));
  BOOST_CHECK_THROW((void)(m + other), InvalidInput);
  BOOST_CHECK_THROW((void)(m * other), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
