#include "ntkcert/sphere/zonal_forms.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "ntkcert/sphere/quadrature.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(zonal_forms)

namespace {

const Precision kPrecision(192);
using Point = std::vector<Ball>;

Point random_unit(long d, std::mt19937_64& engine) {
  Point x;
  Ball size(kPrecision);
  for (long j = 0; j < d; ++j) {
    x.emplace_back(Rational(static_cast<long>(engine() % 2001) - 1000, 500), kPrecision);
    size += square(x.back());
  }
  for (Ball& c : x) {
    c /= sqrt(size);
  }
  return x;
}

Ball product(const Point& x, const Point& y) {
  Ball sum(kPrecision);
  for (std::size_t j = 0; j < x.size(); ++j) {
    sum += x[j] * y[j];
  }
  return sum;
}

Point tangent_at(const Point& u, std::mt19937_64& engine) {
  Point v = random_unit(static_cast<long>(u.size()), engine);
  const Ball c = product(u, v);
  for (std::size_t j = 0; j < u.size(); ++j) {
    v[j] -= c * u[j];
  }
  return v;
}

ZonalFrame random_frame(long d, std::size_t size, std::mt19937_64& engine) {
  ZonalFrame frame{d, {}, {}};
  for (std::size_t i = 0; i < size; ++i) {
    frame.points.push_back(random_unit(d, engine));
    frame.tangents.push_back(i % 3 == 2 ? Point{} : tangent_at(frame.points.back(), engine));
  }
  return frame;
}

ZonalHarmonic random_harmonic(long degree, std::size_t size, std::mt19937_64& engine) {
  ZonalHarmonic h{degree, {}, {}};
  for (std::size_t i = 0; i < size; ++i) {
    h.value.emplace_back(Rational(static_cast<long>(engine() % 2001) - 1000, 1000), kPrecision);
    h.tangent.emplace_back(Rational(static_cast<long>(engine() % 2001) - 1000, 1000), kPrecision);
  }
  return h;
}

/// h(x) from its definition.
Ball value_at(const ZonalFrame& frame, const ZonalHarmonic& h, const Point& x) {
  Ball sum(kPrecision);
  for (std::size_t i = 0; i < frame.points.size(); ++i) {
    const Ball c = product(frame.points[i], x);
    sum += h.value[i] * ntkcert::gegenbauer(frame.dimension, h.degree, c);
    if (!frame.tangents[i].empty()) {
      sum +=
          h.tangent[i] * ntkcert::gegenbauer(frame.dimension, h.degree, c, 1) * product(frame.tangents[i], x);
    }
  }
  return Ball(multiplicity(frame.dimension, h.degree), kPrecision) * sum;
}

/// ∫h² over the circle (equally spaced points) or the sphere (Gauss–Legendre in the height, exact for degree
/// 2·degree as the weight there is 1).
Ball integrated_square(const ZonalFrame& frame, const ZonalHarmonic& h) {
  const long n = 2 * h.degree + 3;
  const Ball step = 2 * Ball::pi(kPrecision) / n;
  Ball sum(kPrecision);
  if (frame.dimension == 2) {
    for (long j = 0; j < n; ++j) {
      sum += square(value_at(frame, h, {cos(j * step), sin(j * step)})) / n;
    }
    return sum;
  }
  const PolarRule rule = polar_gauss_legendre(h.degree + 2, kPrecision);
  for (std::size_t i = 0; i < rule.angles.size(); ++i) {
    // The rule's nodes in [0, π] moved to heights in [−1, 1].
    const Ball height = 2 * rule.angles[i] / Ball::pi(kPrecision) - 1;
    const Ball weight = rule.weights[i] / Ball::pi(kPrecision);
    const Ball radius = sqrt(1 - square(height));
    for (long j = 0; j < n; ++j) {
      sum +=
          weight * square(value_at(frame, h, {radius * cos(j * step), radius * sin(j * step), height})) / n;
    }
  }
  return sum;
}

Ball norm_of(const ZonalFrame& frame, const ZonalHarmonic& h) {
  return zonal_norms(frame, std::vector<ZonalHarmonic>{h}, kPrecision).front();
}

}  // namespace

BOOST_AUTO_TEST_CASE(agree_with_cubature) {
  std::mt19937_64 engine(11);
  for (const long d : {2L, 3L}) {
    for (const long k : {0L, 1L, 2L, 3L, 6L}) {
      const ZonalFrame frame = random_frame(d, 5, engine);
      const ZonalHarmonic h = random_harmonic(k, 5, engine);
      const Ball norm = norm_of(frame, h);
      BOOST_TEST(square(norm).overlaps(integrated_square(frame, h)), "d " << d << " k " << k);
      BOOST_TEST((norm.radius() < Dyadic(Integer(1), -120)));
    }
  }
}

/// Any dimension: h = Σ over the frame equals its own projection, so ‖h‖² is also the sum of values h(u_i)
/// and slopes ∂_{v_i}h(u_i) (reproducing property), with h evaluated from its definition.
BOOST_AUTO_TEST_CASE(agree_with_the_reproducing_property) {
  std::mt19937_64 engine(12);
  for (const long d : {5L, 10L, 40L}) {
    for (const long k : {1L, 2L, 4L, 9L}) {
      const ZonalFrame frame = random_frame(d, 4, engine);
      const ZonalHarmonic h = random_harmonic(k, 4, engine);
      Ball sum(kPrecision);
      const Ball n(multiplicity(d, k), kPrecision);
      for (std::size_t i = 0; i < 4; ++i) {
        const Point& x = frame.points[i];
        sum += h.value[i] * value_at(frame, h, x);
        if (frame.tangents[i].empty()) {
          continue;
        }
        for (std::size_t j = 0; j < 4; ++j) {
          const Point& u = frame.points[j];
          const Ball c = product(u, x);
          const Ball along = product(u, frame.tangents[i]);
          Ball slope = h.value[j] * ntkcert::gegenbauer(d, k, c, 1) * along;
          if (!frame.tangents[j].empty()) {
            slope += h.tangent[j] *
                     (ntkcert::gegenbauer(d, k, c, 2) * along * product(frame.tangents[j], x) +
                      ntkcert::gegenbauer(d, k, c, 1) * product(frame.tangents[j], frame.tangents[i]));
          }
          sum += h.tangent[i] * n * slope;
        }
      }
      BOOST_TEST(square(norm_of(frame, h)).overlaps(sum), "d " << d << " k " << k);
    }
  }
}

/// Wide coefficients: harmonics at the corners have norms inside, also where the middle one nearly vanishes.
BOOST_AUTO_TEST_CASE(wide_coefficients) {
  std::mt19937_64 engine(13);
  const Ball width(Rational(1, 1000), kPrecision);
  for (const long d : {2L, 3L, 7L}) {
    ZonalFrame frame = random_frame(d, 2, engine);
    frame.points.push_back(frame.points[0]);
    frame.tangents.push_back(frame.tangents[0]);
    for (const long k : {1L, 3L}) {
      ZonalHarmonic h = random_harmonic(k, 3, engine);
      h.value[1] = h.tangent[1] = Ball(kPrecision);
      h.value[2] = -h.value[0];
      h.tangent[2] = -h.tangent[0];
      ZonalHarmonic wide = h;
      for (std::size_t i = 0; i < 3; ++i) {
        wide.value[i] = wide.value[i].widened(width);
        wide.tangent[i] = wide.tangent[i].widened(width);
      }
      const Ball norm = norm_of(frame, wide);
      for (long corner = 0; corner < 64; ++corner) {
        ZonalHarmonic thin = h;
        for (std::size_t i = 0; i < 3; ++i) {
          thin.value[i] += ((corner >> i) & 1) != 0 ? width : -width;
          thin.tangent[i] += ((corner >> (i + 3)) & 1) != 0 ? width : -width;
        }
        BOOST_REQUIRE(norm.contains(norm_of(frame, thin).midpoint()));
      }
      BOOST_TEST((norm.upper() < Dyadic(1)));
    }
  }
}

/// A single wide coefficient is met exactly: |τ| ≤ w gives norms up to w·|v|√(N·P'(1)).
BOOST_AUTO_TEST_CASE(the_radius_is_needed_in_full) {
  std::mt19937_64 engine(14);
  const ZonalFrame frame = random_frame(4, 1, engine);
  const Ball zero(kPrecision);
  const Ball width(Rational(1, 64), kPrecision);
  for (const bool tangent : {false, true}) {
    const Ball norm =
        norm_of(frame, {3, {tangent ? zero : symmetric(width)}, {tangent ? symmetric(width) : zero}});
    const Ball largest = norm_of(frame, {3, {tangent ? zero : width}, {tangent ? width : zero}});
    BOOST_TEST(norm.contains(Dyadic(0)));
    BOOST_TEST(is_yes(Ball(norm.upper(), kPrecision) * Ball(Rational(1001, 1000), kPrecision) > largest));
    BOOST_TEST(norm.overlaps(largest));
  }
}

BOOST_AUTO_TEST_CASE(unbounded_coefficients_give_unbounded_norms) {
  std::mt19937_64 engine(15);
  const ZonalFrame frame = random_frame(3, 2, engine);
  const Ball nowhere = log(Ball(kPrecision));
  for (const Ball& unknown : {Ball::whole_line(kPrecision), nowhere}) {
    for (const bool tangent : {false, true}) {
      ZonalHarmonic h = random_harmonic(2, 2, engine);
      (tangent ? h.tangent : h.value)[1] = unknown;
      BOOST_TEST(!norm_of(frame, h).is_finite());
    }
  }
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const ZonalFrame frame{3, {{Ball(1, kPrecision), Ball(kPrecision), Ball(kPrecision)}}, {{}}};
  const std::vector<ZonalHarmonic> short_one{{1, {}, {}}};
  BOOST_CHECK_THROW((void)zonal_norms(frame, short_one, kPrecision), InvalidInput);
  const std::vector<ZonalHarmonic> negative{{-1, {Ball(1, kPrecision)}, {Ball(kPrecision)}}};
  BOOST_CHECK_THROW((void)zonal_norms(frame, negative, kPrecision), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
