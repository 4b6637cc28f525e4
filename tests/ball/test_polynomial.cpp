#include "ntkcert/ball/polynomial.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(polynomial)

namespace {

/// Exact rational polynomials are the oracle: coefficients of the Ball polynomial enclose them.
std::vector<Rational> random_coefficients(std::mt19937_64& engine, std::size_t length) {
  std::vector<Rational> c;
  for (std::size_t k = 0; k < length; ++k) {
    c.emplace_back(static_cast<long>(engine() % 2001) - 1000, 1 + static_cast<long>(engine() % 300));
  }
  return c;
}

Rational evaluate(const std::vector<Rational>& c, const Rational& s) {
  Rational r(0);
  for (std::size_t k = c.size(); k-- > 0;) {
    r = r * s + c[k];
  }
  return r;
}

Polynomial enclose(const std::vector<Rational>& c, Precision p) {
  std::vector<Ball> balls;
  balls.reserve(c.size());
  for (const Rational& q : c) {
    balls.emplace_back(q, p);
  }
  return {balls, p};
}

}  // namespace

BOOST_AUTO_TEST_CASE(operations_contain_exact_results) {
  std::mt19937_64 engine(21);
  for (int round = 0; round < 200; ++round) {
    const Precision p(20 + static_cast<long>(engine() % 150));
    const auto a = random_coefficients(engine, 1 + engine() % 8);
    const auto b = random_coefficients(engine, 1 + engine() % 8);
    const Rational s(static_cast<long>(engine() % 401) - 200, 100);
    const Ball at(s, p);
    const Polynomial x = enclose(a, p);
    const Polynomial y = enclose(b, p);
    const Rational va = evaluate(a, s);
    const Rational vb = evaluate(b, s);
    BOOST_REQUIRE(x(at).contains(va));
    BOOST_REQUIRE((x + y)(at).contains(Rational(va + vb)));
    BOOST_REQUIRE((x - y)(at).contains(Rational(va - vb)));
    BOOST_REQUIRE((x * y)(at).contains(Rational(va * vb)));
    BOOST_REQUIRE((x * Ball(Rational(2, 3), p))(at).contains(Rational(va * 2 / 3)));
    BOOST_REQUIRE(x.shifted(Ball(Rational(1, 7), p))(at).contains(evaluate(a, s + Rational(1, 7))));
    BOOST_REQUIRE(x.integral().derivative()(at).contains(va));
    BOOST_REQUIRE(x.integral()(Ball(p)).contains(Rational(0)));
    const long cut = static_cast<long>(engine() % a.size());
    const Rational dropped = va - evaluate({a.begin(), a.begin() + cut}, s);
    BOOST_REQUIRE((abs(dropped) <= x.tail_bound(cut, Ball(abs(s), p)).upper().to_rational()));
    const Rational low = s - Rational(1, 50);
    const Ball range = x.range_over(Ball(s, p).widened(Ball(Rational(1, 50), p)));
    BOOST_REQUIRE(range.contains(va));
    BOOST_REQUIRE(range.contains(evaluate(a, low)));
  }
}

BOOST_AUTO_TEST_CASE(the_centred_form_is_second_order) {
  const Precision p(100);
  // s(1 − s) on [1/2 − r, 1/2 + r] has range of width r²; plain Horner would give 2r and more.
  const std::vector<Ball> c = {Ball(p), Ball(1, p), Ball(-1, p)};
  const Polynomial x(c, p);
  const Rational r(1, 1000);
  const Ball range = x.range_over(Ball(Rational(1, 2), p).widened(Ball(r, p)));
  BOOST_TEST(range.contains(Rational(1, 4)));
  BOOST_TEST((range.radius().to_rational() <= r * r * 2));
}

BOOST_AUTO_TEST_SUITE_END()
