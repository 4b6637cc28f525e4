#include "ntkcert/flow/double_models.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/flow/double_run.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(double_models)

namespace {

struct Largest {
  double residual = 0;
  double square = 0;
  double norm = 0;
  double displacement = 0;
};

/// Every bound holds; the largest shares of them that were found.
Largest check(DoubleRun& run, const std::string& what, double sharp) {
  std::mt19937_64 engine(5);
  Largest largest;
  while (!run.integrator().is_done()) {
    run.integrator().advance();
    const DoubleIntegrator& now = run.integrator();
    const ControlPoints residual = residual_points(now.series(), now.step());
    const NormPoints norms = residual_norm_points(now.series(), now.step());
    const ControlPoints moved = displacement_points(now.series(), now.displacement(), now.step());
    for (const UpperBound radius : {residual.radius, norms.square.radius, norms.norm.radius, moved.radius}) {
      BOOST_REQUIRE(radius.value() < sharp);
    }
    const auto share = [&](const Ball& x, const Ball& y, UpperBound bound) {
      return distance_within(x, y, bound, what) / bound.value();
    };
    for (const auto& [time, tau] : run.moments(engine, 2)) {
      const Step& step = run.truth().step_at(time);
      const StepModels models = run.truth().models(step);
      const Ball s = run.truth().local_time(step, time);
      for (long i = 0; i < residual.size; ++i) {
        largest.residual = std::max(largest.residual,
                                    share(polynomial_at(residual, i, tau),
                                          models.residual[static_cast<std::size_t>(i)](s), residual.radius));
      }
      const Ball square = models.residual_square(s);
      largest.square =
          std::max(largest.square, share(polynomial_at(norms.square, 0, tau), square, norms.square.radius));
      largest.norm = std::max(largest.norm, share(polynomial_at(norms.norm, 0, tau), sqrt_nonnegative(square),
                                                  norms.norm.radius));
      largest.displacement = std::max(
          largest.displacement,
          share(polynomial_at(moved, 0, tau), sqrt_nonnegative(models.displacement_square(s)), moved.radius));
    }
  }
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_ball_tiers_quantities_lie_within_at_every_time) {
  for (const std::string name : {"tanh", "erf", "softplus", "gelu"}) {
    DoubleRun run(name, {12, 5, 3}, 8, 0,
                  name == "gelu" ? InitialScheme::independent : InitialScheme::doubled);
    (void)check(run, name, 1e-9);
  }
  DoubleRun many("tanh", {40, 19, 4}, 3);
  (void)check(many, "tanh, more samples than lanes", 1e-9);
}

// The power series of the roots, with nothing else to be wrong: also on steps that are too long for them.
BOOST_AUTO_TEST_CASE(norms_of_polynomials_lie_within_on_steps_of_any_length) {
  DoubleRun run("tanh", {12, 5, 3}, 8);
  double largest = 0;
  while (!run.integrator().is_done()) {
    run.integrator().advance();
    const DoubleSeries& series = run.integrator().series();
    DoubleStep step = run.integrator().step();
    step.radius = step.residual_error = UpperBound();
    for (int doubling = 0; doubling < 4; ++doubling, step.share *= 2) {
      const ControlPoints norm = residual_norm_points(series, step).norm;
      for (const int tenths : {0, 3, 9, 10}) {
        const Ball tau(Rational(tenths, 10), kRunPrecision);
        const Ball sigma = tau * Ball::from_double(step.share, kRunPrecision);
        Ball squares(kRunPrecision);
        for (long i = 0; i < 5; ++i) {
          Ball value(kRunPrecision);
          for (long k = series.order(); k-- > 0;) {
            value = value * sigma + Ball::from_double(series.residual(i, k), kRunPrecision);
          }
          squares += square(value);
        }
        const double off =
            distance_within(polynomial_at(norm, 0, tau), sqrt_nonnegative(squares / 5), norm.radius, "norm");
        largest = std::max(largest, off / norm.radius.value());
      }
    }
  }
  BOOST_TEST(largest > 1e-3);
}

// All bounds are then about the distance of the true flow from the computed one.
BOOST_AUTO_TEST_CASE(they_lie_within_when_the_flow_is_at_the_edge_of_the_tube) {
  DoubleRun run("tanh", {8, 3, 2}, Rational(1, 2), 1e-6, InitialScheme::independent);
  const Largest largest = check(run, "wide", 1e-3);
  BOOST_TEST(largest.residual > 0.05);
  BOOST_TEST(largest.square > 0.006);
  BOOST_TEST(largest.norm > 0.008);
  BOOST_TEST(largest.displacement > 0.009);
}

BOOST_AUTO_TEST_SUITE_END()
