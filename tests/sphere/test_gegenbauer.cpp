#include "ntkcert/sphere/gegenbauer.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(gegenbauer)

namespace {

constexpr unsigned kSeed = 771;

std::mt19937_64 seeded(unsigned stream) {
  BOOST_TEST_MESSAGE("seed " << kSeed + stream);
  return std::mt19937_64(kSeed + stream);
}

/// A dyadic in [−1, 1] with few bits, so that exact recurrences stay small; now and then an end.
Rational point(std::mt19937_64& random) {
  const long n = static_cast<long>(random() % 2051) - 1025;
  return Rational(std::min(std::max(n, -1024L), 1024L), 1024);
}

/// P_k and its first two derivatives, from the recurrence (k+d−2)P_{k+1} = (2k+d−2)uP_k − kP_{k−1} and its
/// derivatives.
std::vector<std::vector<Rational>> exact_values(long d, long degree, const Rational& u) {
  std::vector<std::vector<Rational>> p{{1, 0, 0}, {u, 1, 0}};
  for (long k = 1; k < degree; ++k) {
    std::vector<Rational> next;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto& now = p[static_cast<std::size_t>(k)];
      Rational product = u * now[i];
      if (i > 0) {
        product += static_cast<long>(i) * now[i - 1];
      }
      next.push_back(((2 * k + d - 2) * product - k * p[static_cast<std::size_t>(k - 1)][i]) / (k + d - 2));
    }
    p.push_back(next);
  }
  return p;
}

}  // namespace

BOOST_AUTO_TEST_CASE(encloses_exact_values_and_derivatives) {
  auto random = seeded(1);
  for (const long d : {2L, 3L, 4L, 5L, 11L, 100L, 784L}) {
    for (int trial = 0; trial < 6; ++trial) {
      const Rational u = point(random);
      const Precision p(30 + static_cast<long>(random() % 200));
      const auto exact = exact_values(d, 40, u);
      for (long k = 0; k <= 40; ++k) {
        for (long i = 0; i < 3; ++i) {
          const Ball value = ntkcert::gegenbauer(d, k, Ball(u, p), i);
          const Rational& truth = exact[static_cast<std::size_t>(k)][static_cast<std::size_t>(i)];
          BOOST_TEST(value.contains(truth), "d " << d << " k " << k << " u " << u << " derivative " << i);
          const Rational largest =
              exact_values(d, 40, 1)[static_cast<std::size_t>(k)][static_cast<std::size_t>(i)];
          BOOST_TEST(value.radius().to_rational() <=
                     abs(largest) * Dyadic(Integer(1), 4 - p.bits()).to_rational());
        }
      }
    }
  }
}

/// The error at high degree, where rounding has had time to grow, stays below the radius; near the end, where
/// all roundings push the same way, it comes close: the bound is not slack.
BOOST_AUTO_TEST_CASE(radius_bounds_the_accumulated_error_closely) {
  constexpr long kDegree = 400;
  const Precision p(60);
  double worst = 0;
  for (const long d : {2L, 3L, 5L, 50L}) {
    for (const Rational& u : {Rational(1), Rational(1023, 1024), Rational(-1023, 1024), Rational(5, 8)}) {
      const std::vector<Ball> point{Ball(u, p)};
      const std::vector<Ball> one{Ball(1, p)};
      const std::vector<Ball> values = gegenbauer_sums(d, kDegree, point, one, p);
      const std::vector<Ball> fine = gegenbauer_sums(d, kDegree, point, one, Precision(300));
      for (std::size_t k = 0; k <= kDegree; ++k) {
        BOOST_TEST(values[k].contains(fine[k]));
        if (k > 100) {
          const Ball error = abs(Ball(values[k].midpoint(), p) - fine[k]);
          worst = std::max(worst, (error / Ball(values[k].radius(), p)).midpoint().approximate());
        }
      }
    }
  }
  BOOST_TEST_MESSAGE("largest error / radius: " << worst);
  BOOST_TEST(worst > 0.2);
}

/// Near the end, among many points and weights, the roundings of some add up to more than half of what the
/// bound allows.
BOOST_AUTO_TEST_CASE(radius_holds_where_roundings_add_up) {
  constexpr long kDimension = 5;
  constexpr long kDegree = 20;
  double worst = 0;
  for (long i = 1; i <= 48; ++i) {
    const Rational u = 1 - Rational(i, 1L << 33);
    const auto exact = exact_values(kDimension, kDegree, u);
    for (long j = 1; j <= 40; ++j) {
      const Rational weight(j, 1000);
      const std::vector<Ball> point{Ball(u, Precision(100))};
      const std::vector<Ball> factor{Ball(weight, Precision(100))};
      const std::vector<Ball> sums = gegenbauer_sums(kDimension, kDegree, point, factor, Precision(30));
      for (std::size_t k = 0; k <= kDegree; ++k) {
        const Rational truth = weight * exact[k][0];
        BOOST_TEST(sums[k].contains(truth), "k " << k << " u " << u << " weight " << weight);
        const Rational error = abs(sums[k].midpoint().to_rational() - truth);
        worst = std::max(worst, Rational(error / sums[k].radius().to_rational()).convert_to<double>());
      }
    }
  }
  BOOST_TEST(worst > 0.6);
}

BOOST_AUTO_TEST_CASE(wide_balls_cover_their_points_and_the_ends) {
  auto random = seeded(2);
  const Precision p(80);
  for (int trial = 0; trial < 100; ++trial) {
    const long d = 2 + static_cast<long>(random() % 9);
    const long k = static_cast<long>(random() % 30);
    const Rational u = point(random);
    const Rational v = point(random);
    const Ball wide = hull(Ball(u, p), Ball(v, p));
    const Rational between = u + (v - u) * Rational(static_cast<long>(random() % 17), 16);
    for (long i = 0; i < 3; ++i) {
      const Ball range = ntkcert::gegenbauer(d, k, wide, i);
      BOOST_TEST(range.contains(ntkcert::gegenbauer(d, k, Ball(between, Precision(400)), i)));
    }
    // Slightly outside by rounding: the part inside counts.
    const Ball around_one = Ball(1, p).widened(scaled(Ball(1, p), -40));
    BOOST_TEST(ntkcert::gegenbauer(d, k, around_one).contains(Rational(1)));
  }
}

BOOST_AUTO_TEST_CASE(sums_are_weighted_sums_of_values) {
  auto random = seeded(3);
  const Precision p(150);
  constexpr long kDegree = 60;
  for (const long d : {2L, 3L, 10L}) {
    std::vector<Ball> points;
    std::vector<Ball> weights;
    for (int j = 0; j < 7; ++j) {
      points.emplace_back(point(random), p);
      weights.push_back(
          Ball(Rational(static_cast<long>(random() % 2000) - 1000, 77), p).widened(scaled(Ball(1, p), -90)));
    }
    const std::vector<Ball> sums = gegenbauer_sums(d, kDegree, points, weights, p);
    for (long k = 0; k <= kDegree; ++k) {
      Ball expected(Precision(400));
      for (std::size_t j = 0; j < points.size(); ++j) {
        expected += Ball(weights[j].midpoint(), Precision(400)) *
                    ntkcert::gegenbauer(d, k, points[j].at(Precision(400)));
      }
      BOOST_TEST(sums[static_cast<std::size_t>(k)].contains(expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(domain_and_input_errors) {
  const Precision p(60);
  BOOST_TEST(!ntkcert::gegenbauer(3, 2, Ball(2, p)).is_finite());
  BOOST_TEST(!ntkcert::gegenbauer(3, 2, Ball::whole_line(p)).is_finite());
  BOOST_TEST(ntkcert::gegenbauer(3, 2, Ball(0, p), 3).is_exact_zero());
  BOOST_CHECK_THROW((void)ntkcert::gegenbauer(1, 2, Ball(0, p)), InvalidInput);
  BOOST_CHECK_THROW((void)ntkcert::gegenbauer(3, -2, Ball(0, p)), InvalidInput);
  BOOST_CHECK_THROW((void)ntkcert::gegenbauer(3, 2, Ball(0, p), -1), InvalidInput);
  const std::vector<Ball> two(2, Ball(0, p));
  BOOST_CHECK_THROW((void)gegenbauer_sums(3, 2, two, std::span(two).first(1), p), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
