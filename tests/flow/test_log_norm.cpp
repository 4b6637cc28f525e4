#include "ntkcert/flow/log_norm.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/flow/front.hpp"
#include "ntkcert/flow/step_size.hpp"
#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(log_norm)

BOOST_AUTO_TEST_CASE(the_integral_is_that_of_the_block_norms_along_the_step) {
  const Precision p(128);
  constexpr long kOrder = 45;
  constexpr int kPanels = 100;
  for (const std::string name : {"tanh", "erf"}) {
    const FlowProblem problem = example_flow(name, {6, 4, 3}, 1, p, InitialScheme::independent);
    const StepSeries series(problem, initial_front(problem).state, kOrder);
    const auto size = choose_step(problem, series);
    BOOST_REQUIRE(size.has_value());
    const Ball h(size->length, kBoundPrecision);
    // Midpoint rule; its error is about 1e-5 here.
    Ball integral(p);
    for (int i = 0; i < kPanels; ++i) {
      const Ball s = Ball(size->length, p) * Ball(Rational(2 * i + 1, 2 * kPanels), p);
      const Network at = with_parameters(
          problem, evaluate_series(series.parameter(0), problem.initial.layout().size(), kOrder + 1, s));
      integral += concavity_bound(residual_hessian_blocks(at, problem.points, residuals_of(problem, at)));
    }
    integral *= Ball(size->length, p) / kPanels;
    const Ball bound = log_norm_integral(problem, series, size->disc, h);
    BOOST_TEST(is_yes(integral * Ball(Rational(9'999, 10'000), p) <= bound));
    BOOST_TEST(is_yes(bound <= integral * Ball(Rational(104, 100), p)),
               name << " " << bound.upper().approximate() << " for " << integral.upper().approximate());
  }
}

BOOST_AUTO_TEST_SUITE_END()
