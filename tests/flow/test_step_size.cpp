#include "ntkcert/flow/step_size.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/flow/front.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(step_size)

BOOST_AUTO_TEST_CASE(the_tail_is_as_large_as_one_rounding_of_the_state) {
  for (const long bits : {40L, 128L, 1000L}) {
    const FlowProblem problem = example_flow("erf", {4, 3, 2}, 1, Precision(bits));
    const long order = std::max(6L, bits * 35 / 100);
    const StepSeries series(problem, initial_front(problem).state, order);
    const auto size = choose_step(problem, series);
    BOOST_REQUIRE(size.has_value());
    const Ball x = Ball(size->length, kBoundPrecision) / size->disc.radius;
    const Ball tail = integral_tail(size->disc.risk_gradient, size->disc.radius, x, order);
    const Ball wanted = scaled(1 + series.norms().all.front(), -bits);
    BOOST_TEST(is_yes(tail <= 2 * wanted));
    BOOST_TEST(is_yes(wanted <= 4 * tail), bits << " bits");
    BOOST_TEST(is_yes(x < Ball(Rational(3, 4), kBoundPrecision) + scaled(Ball(1, kBoundPrecision), -30)));
    BOOST_TEST((size->length == size->length.rounded_down(10)));
  }
}

BOOST_AUTO_TEST_CASE(a_flow_at_rest_gets_a_long_step) {
  // All parameters and labels 0: ∇Φ = 0 exactly.
  const Precision p(64);
  FlowProblem problem = example_flow("tanh", {4, 3, 2}, 1, p);
  problem.initial = Network(problem.initial.shared_activation(), problem.initial.layout(),
                            Vector(problem.initial.parameters().size(), Ball(p)));
  problem.labels.assign(3, Ball(p));
  const StepSeries series(problem, initial_front(problem).state, 10);
  const auto size = choose_step(problem, series);
  BOOST_REQUIRE(size.has_value());
  BOOST_TEST(size->length.approximate() > 1000);
}

BOOST_AUTO_TEST_SUITE_END()
