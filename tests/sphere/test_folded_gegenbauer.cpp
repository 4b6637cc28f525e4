#include "ntkcert/sphere/folded_gegenbauer.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(folded_gegenbauer)

namespace {

constexpr unsigned kSeed = 4127;

/// P_0(u), …, P_K(u) exactly.
std::vector<Rational> exact_values(long d, long degree, const Rational& u) {
  std::vector<Rational> p{1, u};
  for (long k = 1; k < degree; ++k) {
    const auto i = static_cast<std::size_t>(k);
    p.emplace_back(((2 * k + d - 2) * u * p[i] - k * p[i - 1]) / (k + d - 2));
  }
  return p;
}

Rational unit(long bits) { return Dyadic(Integer(1), -bits).to_rational(); }

FoldedPoints single(const Rational& x, const Rational& even, const Rational& odd, Precision p) {
  return {{Ball(x, p)}, {Ball(even, p)}, {Ball(odd, p)}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(encloses_exact_sums) {
  std::mt19937_64 random(kSeed);
  BOOST_TEST_MESSAGE("seed " << kSeed);
  constexpr long kDegree = 31;
  for (const long d : {2L, 3L, 4L, 5L, 11L, 100L, 784L, 1000L, 150528L}) {
    for (const long bits : {10L, 53L, 190L, 700L}) {
      FoldedPoints folded;
      std::vector<Rational> exact(kDegree + 1);
      Rational mass = 0;
      for (const long x : {0L, 1L, static_cast<long>(random() % 128), 127L, 128L}) {
        const Rational even(static_cast<long>(random() % 2000) - 1000, 256);
        const Rational odd(static_cast<long>(random() % 2000) - 1000, 256);
        const Precision fine(bits + 200);
        folded.points.emplace_back(Rational(x, 128), fine);
        folded.even.emplace_back(even, fine);
        folded.odd.emplace_back(odd, fine);
        mass += abs(even) + abs(odd);
        const std::vector<Rational> values = exact_values(d, kDegree, Rational(x, 128));
        for (std::size_t k = 0; k <= kDegree; ++k) {
          exact[k] += (k % 2 == 0 ? even : odd) * values[k];
        }
      }
      const std::vector<Ball> sums = folded_gegenbauer_sums(d, kDegree, folded, Precision(bits));
      for (std::size_t k = 0; k <= kDegree; ++k) {
        BOOST_TEST(sums[k].contains(exact[k]), "d " << d << " k " << k << " bits " << bits);
        BOOST_TEST(sums[k].radius().to_rational() <= (1 + mass) * unit(bits - 1));
      }
    }
  }
}

/// At degrees where rounding has had time to grow.
BOOST_AUTO_TEST_CASE(radius_covers_the_accumulated_error) {
  constexpr long kDegree = 300;
  double worst = 0;
  for (const long d : {2L, 3L, 4L, 50L, 1000L}) {
    for (const Rational& x : {Rational(0), Rational(1, 1024), Rational(1, 300), Rational(1, 7),
                              Rational(5, 8), Rational(1023, 1024), Rational(1)}) {
      const std::vector<Ball> values =
          folded_gegenbauer_sums(d, kDegree, single(x, 1, 1, Precision(400)), Precision(20));
      const std::vector<Ball> fine = gegenbauer_values(d, kDegree, Ball(x, Precision(400)));
      for (std::size_t k = 0; k <= kDegree; ++k) {
        BOOST_TEST(values[k].contains(fine[k]), "d " << d << " x " << x << " k " << k);
        const Ball error = abs(Ball(values[k].midpoint(), Precision(64)) - fine[k]);
        worst = std::max(worst, (error / Ball(values[k].radius(), Precision(64))).midpoint().approximate());
      }
    }
  }
  BOOST_TEST_MESSAGE("largest error / radius: " << worst);
}

BOOST_AUTO_TEST_CASE(wide_points_and_weights_cover_what_they_contain) {
  const Precision p(80);
  const Ball width = scaled(Ball(1, p), -30);
  for (const long d : {2L, 3L, 20L}) {
    for (const long n : {0L, 3L, 64L, 99L, 128L}) {
      const Rational x(n, 128);
      const Ball centre(x, p);
      const FoldedPoints wide{
          {centre.widened(width)}, {Ball(2, p).widened(width)}, {Ball(3, p).widened(width)}};
      const std::vector<Ball> sums = folded_gegenbauer_sums(d, 12, wide, p);
      for (const long sign : {-1L, 1L}) {
        const Ball inside = min(max(centre + sign * width, Ball(p)), Ball(1, p));
        const std::vector<Ball> values = gegenbauer_values(d, 12, inside.at(Precision(300)));
        for (std::size_t k = 0; k <= 12; ++k) {
          BOOST_TEST(sums[k].contains(values[k] * ((k % 2 == 0 ? 2 : 3) + sign * width)));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(low_degrees_and_bad_input) {
  const Precision p(60);
  const FoldedPoints one = single(Rational(1, 2), 5, 7, p);
  BOOST_TEST(folded_gegenbauer_sums(3, 0, one, p).at(0).contains(Rational(5)));
  BOOST_TEST(folded_gegenbauer_sums(3, 1, one, p).at(1).contains(Rational(7, 2)));
  BOOST_TEST(folded_gegenbauer_sums(3, 4, {}, p).at(4).contains_zero());
  for (const Rational& outside : {Rational(3, 2), Rational(-1, 2)}) {
    BOOST_TEST(!folded_gegenbauer_sums(3, 4, single(outside, 1, 1, p), p).at(2).is_finite());
  }
  FoldedPoints unbounded = one;
  unbounded.odd[0] = Ball::whole_line(p);
  BOOST_TEST(!folded_gegenbauer_sums(3, 4, unbounded, p).at(2).is_finite());
  FoldedPoints uneven = one;
  uneven.odd.clear();
  BOOST_CHECK_THROW((void)folded_gegenbauer_sums(3, 4, uneven, p), InvalidInput);
  BOOST_CHECK_THROW((void)folded_gegenbauer_sums(1, 4, one, p), InvalidInput);
  BOOST_CHECK_THROW((void)folded_gegenbauer_sums(3, -1, one, p), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
