#include "ntkcert/flow/double_disc.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/flow/cauchy.hpp"
#include "ntkcert/flow/front.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(double_disc)

namespace {

constexpr long kOrder = 14;

}  // namespace

// The ball tier's series from the same state has the same coefficients up to rounding: its bounds on the
// disc, with the exact height of the strip, are a little less.
BOOST_AUTO_TEST_CASE(its_bounds_are_a_little_above_the_ball_tiers) {
  for (const std::string name : {"tanh", "erf", "softplus", "gelu"}) {
    const FlowProblem problem = example_flow(name, {10, 7, 3}, 1, Precision(128), InitialScheme::independent);
    const StepSeries balls(problem, initial_front(problem).state, kOrder);
    const DoubleProblem rounded(problem);
    DoubleSeries series(rounded, *double_activation(name), kOrder, 1, true);
    constexpr double kUnitOfTime = 0.25;
    series.compute(rounded.displacement, kUnitOfTime);
    const DoubleErrors errors = rounding_errors(series);
    const ActivationTable table(problem.initial.activation(), problem.initial.width());
    for (const double radius : {0.05, 0.2, 0.5}) {
      const auto exact = disc_bounds(problem.initial.activation(), problem.initial.width(), balls.norms(),
                                     Ball::from_double(radius * kUnitOfTime, kBoundPrecision));
      const auto bounds = ntkcert::double_disc(series, errors, table, radius);
      BOOST_REQUIRE((exact && bounds));
      const auto check = [&](UpperBound bound, const Ball& least, double slack, const std::string& what) {
        const double value = least.lower().approximate();
        BOOST_TEST(bound.value() >= value * (1 - 1e-6),
                   name << " " << what << " " << bound.value() << " " << value);
        BOOST_TEST(bound.value() <= value * slack,
                   name << " " << what << " " << bound.value() << " " << value);
      };
      check(bounds->value, exact->value, 1.06, "value");
      check(bounds->derivative, exact->derivative, 1.06, "derivative");
      check(bounds->second_derivative, exact->second_derivative, 1.12, "second derivative");
      check(bounds->outer, exact->outer, 1 + 1e-7, "outer");
      check(bounds->network_change, exact->network_change, 1.1, "network change");
      check(bounds->gradient, exact->gradient, 1.1, "gradient");
      check(bounds->kernel, exact->kernel, 1.2, "kernel");
    }
    BOOST_TEST(!ntkcert::double_disc(series, errors, table, 1e6).has_value());
  }
}

BOOST_AUTO_TEST_CASE(the_step_that_is_chosen_has_about_the_tail_that_is_wanted) {
  const FlowProblem problem = example_flow("tanh", {10, 7, 3}, 1, Precision(128));
  const DoubleProblem rounded(problem);
  DoubleSeries series(rounded, DoubleActivation::tanh, kOrder, 1, true);
  series.compute(rounded.displacement, 1);
  const DoubleErrors errors = rounding_errors(series);
  const ActivationTable table(problem.initial.activation(), problem.initial.width());
  double longer = HUGE_VAL;
  for (const double rate : {1e-6, 1e-10, 1e-14}) {
    const auto size = choose_double_step(series, errors, table, rate);
    BOOST_REQUIRE(size.has_value());
    const double x = size->length / size->disc.radius;
    const double tail =
        size->disc.gradient.value() * size->disc.residual.value() / kOrder * std::pow(x, kOrder) / (1 - x);
    BOOST_TEST(tail <= 1.01 * rate);
    BOOST_TEST(tail >= 0.8 * rate);
    BOOST_TEST(size->length < longer);
    longer = size->length;
  }
}

BOOST_AUTO_TEST_SUITE_END()
