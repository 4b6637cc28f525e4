#include "ntkcert/sphere/zonal_curve.hpp"

#include <arb_poly.h>

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/zonal_forms.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(zonal_curve)

namespace {

const Precision kPrecision(192);
constexpr long kLength = 12;

Ball random_ball(std::mt19937_64& engine) {
  return Ball(static_cast<long>(engine() % 2001) - 1000, kPrecision) / 700;
}

Ball coefficient(const BallArray& series, long i) {
  Ball r(kPrecision);
  arb_set(r.raw(), series.at(i));
  return r;
}

/// Points that turn, u(s) = (x + sy)/|x + sy|, and one that stands still; linear amplitudes.
ZonalCurve random_curve(long d, long max_degree, std::mt19937_64& engine) {
  constexpr long kCount = 4;
  ZonalCurve curve{d, kLength, kCount, BallArray(kCount * d * kLength), {}};
  for (long i = 0; i < kCount; ++i) {
    BallArray u(d * kLength);
    BallArray square(kLength);
    BallArray scratch(kLength);
    for (long j = 0; j < d; ++j) {
      arb_set(u.at(j * kLength), random_ball(engine).raw());
      if (i > 0) {
        arb_set(u.at(j * kLength + 1), random_ball(engine).raw());
      }
      _arb_poly_mullow(scratch.at(0), u.at(j * kLength), kLength, u.at(j * kLength), kLength, kLength,
                       kPrecision.bits());
      _arb_vec_add(square.at(0), square.at(0), scratch.at(0), kLength, kPrecision.bits());
    }
    _arb_poly_rsqrt_series(scratch.at(0), square.at(0), kLength, kLength, kPrecision.bits());
    for (long j = 0; j < d; ++j) {
      _arb_poly_mullow(curve.points.at((i * d + j) * kLength), u.at(j * kLength), kLength, scratch.at(0),
                       kLength, kLength, kPrecision.bits());
    }
  }
  for (long k = 0; k <= max_degree; ++k) {
    BallArray amplitude(kCount * kLength);
    for (long i = 0; i < kCount; ++i) {
      arb_set(amplitude.at(i * kLength), random_ball(engine).raw());
      arb_set(amplitude.at(i * kLength + 1), random_ball(engine).raw());
    }
    curve.amplitudes.push_back(std::move(amplitude));
  }
  return curve;
}

/// The curve at s = 0 for zonal_norms: h, and λh + h' with the points' velocities as tangents.
std::vector<Ball> norms_at_start(const ZonalCurve& curve, long degree, const Ball& rate) {
  ZonalFrame frame{curve.dimension, {}, {}};
  ZonalHarmonic function{degree, {}, {}};
  ZonalHarmonic driver{degree, {}, {}};
  const BallArray& amplitude = curve.amplitudes[static_cast<std::size_t>(degree)];
  for (long i = 0; i < curve.count; ++i) {
    std::vector<Ball> u;
    std::vector<Ball> v;
    for (long j = 0; j < curve.dimension; ++j) {
      u.push_back(coefficient(curve.points, (i * curve.dimension + j) * kLength));
      v.push_back(coefficient(curve.points, (i * curve.dimension + j) * kLength + 1));
    }
    frame.points.push_back(u);
    frame.tangents.push_back(v);
    const Ball a = coefficient(amplitude, i * kLength);
    function.value.push_back(a);
    function.tangent.emplace_back(kPrecision);
    driver.value.push_back(rate * a + coefficient(amplitude, i * kLength + 1));
    driver.tangent.push_back(a);
  }
  return zonal_norms(frame, std::vector{function, driver}, kPrecision);
}

}  // namespace

/// Both ways against the forms at s = 0, and against each other at all orders.
BOOST_AUTO_TEST_CASE(two_ways_and_the_forms) {
  std::mt19937_64 engine(41);
  for (const auto& [d, max_degree] : {std::pair{2L, 6L}, {3L, 5L}, {5L, 3L}}) {
    const ZonalCurve curve = random_curve(d, max_degree, engine);
    std::vector<Ball> rates;
    for (long k = 0; k <= max_degree; ++k) {
      rates.push_back(Ball(k + 1, kPrecision) / 3);
    }
    const auto pairs = squares_by_pairs(curve, rates, kPrecision);
    const auto harmonics = squares_by_harmonics(curve, rates, kPrecision);
    for (std::size_t k = 0; k < rates.size(); ++k) {
      const std::vector<Ball> norms = norms_at_start(curve, static_cast<long>(k), rates[k]);
      BOOST_TEST(pairs[k].function.coefficient(0).overlaps(square(norms[0])));
      BOOST_TEST(pairs[k].driver.coefficient(0).overlaps(square(norms[1])));
      for (long j = 0; j < kLength; ++j) {
        BOOST_TEST(pairs[k].function.coefficient(j).overlaps(harmonics[k].function.coefficient(j)));
        BOOST_TEST((pairs[k].function.coefficient(j).radius() < Dyadic(Integer(1), -100)));
        if (j + 1 < kLength) {
          BOOST_TEST(pairs[k].driver.coefficient(j).overlaps(harmonics[k].driver.coefficient(j)));
          BOOST_TEST((harmonics[k].driver.coefficient(j).radius() < Dyadic(Integer(1), -100)));
        }
      }
      BOOST_TEST(pairs[k].driver.length() <= kLength - 1);
    }
  }
}

/// Values at a point x through the mean of h(x)·N_kP_k(⟨x, ·⟩): a curve with x as a further point has 2h(x)
/// more in its square.
BOOST_AUTO_TEST_CASE(values) {
  std::mt19937_64 engine(42);
  const ZonalCurve curve = random_curve(3, 4, engine);
  ZonalCurve more{3, kLength, curve.count + 1, BallArray((curve.count + 1) * 3 * kLength), {}};
  _arb_vec_set(more.points.at(0), curve.points.at(0), curve.points.size());
  std::vector<Ball> x{Ball(2, kPrecision) / 3, Ball(-1, kPrecision) / 3, Ball(2, kPrecision) / 3};
  for (long j = 0; j < 3; ++j) {
    arb_set(more.points.at((curve.count * 3 + j) * kLength), x[static_cast<std::size_t>(j)].raw());
  }
  for (const BallArray& amplitude : curve.amplitudes) {
    BallArray longer((curve.count + 1) * kLength);
    _arb_vec_set(longer.at(0), amplitude.at(0), amplitude.size());
    arb_one(longer.at(amplitude.size()));
    more.amplitudes.push_back(std::move(longer));
  }
  const std::vector<Ball> rates(5, Ball(kPrecision));
  const auto before = squares_by_pairs(curve, rates, kPrecision);
  const auto after = squares_by_pairs(more, rates, kPrecision);
  const auto at_x = curve_values(curve, x, kPrecision);
  for (std::size_t k = 0; k < rates.size(); ++k) {
    for (long j = 1; j < kLength; ++j) {
      const Ball change = after[k].function.coefficient(j) - before[k].function.coefficient(j);
      BOOST_TEST(change.overlaps(2 * at_x[k].coefficient(j)));
      BOOST_TEST((at_x[k].coefficient(j).radius() < Dyadic(Integer(1), -100)));
    }
  }
}

BOOST_AUTO_TEST_CASE(bad_input) {
  std::mt19937_64 engine(43);
  const ZonalCurve curve = random_curve(3, 2, engine);
  const std::vector<Ball> two(2, Ball(kPrecision));
  BOOST_CHECK_THROW((void)squares_by_pairs(curve, two, kPrecision), InvalidInput);
  BOOST_CHECK_THROW((void)squares_by_harmonics(curve, two, kPrecision), InvalidInput);
  BOOST_CHECK_THROW((void)curve_values(curve, two, kPrecision), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
