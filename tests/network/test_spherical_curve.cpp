#include "ntkcert/network/spherical_curve.hpp"

#include <arb_poly.h>

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/network/spherical_network.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(spherical_curve)

namespace {

const Precision kPrecision(160);
constexpr long kDegree = 6;
constexpr long kLength = 16;

/// θ(s) = θ_0 + sθ_1 + s²θ_2 with drawn θ_j.
struct Curve {
  ParameterLayout layout;
  BallArray series;
};

Curve drawn_curve(long width, long dim) {
  Curve curve{{width, dim}, BallArray(0)};
  curve.series = BallArray(curve.layout.size() * kLength);
  for (long order = 0; order < 3; ++order) {
    const ExactParameters drawn = draw_parameters(
        width, dim, {InitialScheme::independent, OuterLaw::gaussian}, static_cast<std::uint64_t>(7 + order));
    for (long q = 0; q < curve.layout.size(); ++q) {
      arb_set(curve.series.at(q * kLength + order),
              Ball(drawn.values[static_cast<std::size_t>(q)], kPrecision).raw());
    }
  }
  arb_set_si(curve.series.at(curve.layout.output_bias() * kLength), 2);
  arb_set_si(curve.series.at(curve.layout.output_bias() * kLength + 1), -3);
  return curve;
}

struct Point {
  Vector value;
  Vector velocity;
};

Point at(const Curve& curve, const Ball& s) {
  Point point;
  BallArray derivative(kLength);
  for (long q = 0; q < curve.layout.size(); ++q) {
    Ball x(kPrecision);
    _arb_poly_evaluate(x.raw(), curve.series.at(q * kLength), kLength, s.raw(), kPrecision.bits());
    point.value.push_back(x);
    _arb_poly_derivative(derivative.at(0), curve.series.at(q * kLength), kLength, kPrecision.bits());
    _arb_poly_evaluate(x.raw(), derivative.at(0), kLength - 1, s.raw(), kPrecision.bits());
    point.velocity.push_back(x);
  }
  return point;
}

}  // namespace

/// The curve's series near its start against the parts of the network there, function and derivative.
BOOST_AUTO_TEST_CASE(sums_to_the_network_on_the_way) {
  for (const std::string name : {"tanh", "erf", "softplus"}) {
    for (const long dim : {2L, 3L, 7L}) {
      const Curve curve = drawn_curve(3, dim);
      const auto activation = find_smooth_activation(name);
      const ZonalCurve parts =
          ntkcert::spherical_curve(*activation, curve.layout, curve.series, kLength, kDegree, kPrecision);
      const std::vector<Ball> rates(kDegree + 1, Ball(kPrecision));
      const auto squares = squares_by_pairs(parts, rates, kPrecision);
      const Ball s = scaled(Ball(1, kPrecision), -9);
      for (const bool moved : {false, true}) {
        const Ball time = moved ? s : Ball(kPrecision);
        const Point point = at(curve, time);
        const SphericalNetwork network =
            project_on_degrees({activation, curve.layout, point.value}, point.velocity, kDegree, kPrecision);
        for (long k = 0; k <= kDegree; ++k) {
          const auto degree = static_cast<std::size_t>(k);
          const ZonalHarmonic function{k, network.value[degree],
                                       std::vector<Ball>(network.value[degree].size(), Ball(kPrecision))};
          const ZonalHarmonic rate{k, network.rate[degree], network.turn[degree]};
          const std::vector<Ball> norms = zonal_norms(network.frame, std::vector{function, rate}, kPrecision);
          const Ball value = sqrt_nonnegative(squares[degree].function(time));
          const Ball slope = sqrt_nonnegative(squares[degree].driver(time));
          const Ball tolerance = scaled(Ball(1, kPrecision), moved ? -60 : -110);
          BOOST_TEST(value.widened(tolerance).overlaps(norms[0]), name << " " << dim << " " << k);
          BOOST_TEST(slope.widened(tolerance).overlaps(norms[1]), name << " " << dim << " " << k);
          BOOST_TEST((value.radius() < Dyadic(Integer(1), -40)));
        }
      }
    }
  }
}

/// Coefficients at low precision contain those at high precision: the rule's error is in the radius, which it
/// dominates.
BOOST_AUTO_TEST_CASE(coefficients_at_low_precision_hold) {
  for (const std::string name : {"tanh", "erf", "softplus"}) {
    for (const long dim : {2L, 3L}) {
      const Curve curve = drawn_curve(3, dim);
      const auto activation = find_smooth_activation(name);
      const auto parts = [&](long bits) {
        return ntkcert::spherical_curve(*activation, curve.layout, curve.series, kLength, kDegree,
                                        Precision(bits));
      };
      const ZonalCurve fine = parts(200);
      for (const long bits : {40L, 64L, 96L}) {
        const ZonalCurve coarse = parts(bits);
        for (std::size_t k = 0; k <= kDegree; ++k) {
          for (long i = 0; i < coarse.amplitudes[k].size(); ++i) {
            BOOST_TEST(arb_contains(coarse.amplitudes[k].at(i), fine.amplitudes[k].at(i)) != 0,
                       name << " " << dim << " " << bits << " degree " << k << " coefficient " << i);
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(weights_without_direction) {
  Curve curve = drawn_curve(3, 2);
  for (long j = 0; j < 2; ++j) {
    arb_zero(curve.series.at((curve.layout.inner(1) + j) * kLength));
  }
  BOOST_CHECK_EXCEPTION((void)ntkcert::spherical_curve(*find_smooth_activation("tanh"), curve.layout,
                                                       curve.series, kLength, kDegree, kPrecision),
                        Exhausted, [](const Exhausted& e) {
                          return std::string(e.what()).find("neuron 2") != std::string::npos;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
