#include "ntkcert/flow/front.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/flow/certify.hpp"
#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(front)

namespace {

Vector exact(const BallArray& state, Precision p) {
  Vector result;
  for (long q = 0; q < state.size(); ++q) {
    Ball x(p);
    arb_set(x.raw(), state.at(q));
    result.push_back(x);
  }
  return result;
}

Ball distance(const Vector& x, const Vector& y) {
  Vector difference;
  for (std::size_t i = 0; i < x.size(); ++i) {
    difference.push_back(x[i] - y[i]);
  }
  return norm(difference);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_initial_radius_covers_the_balls_and_their_rounding) {
  // Parameters of 100 bits in a run of 40: the radius is the distance to the rounded ones.
  const Precision fine(100);
  FlowProblem problem = example_flow("tanh", {4, 3, 2}, 1, Precision(40));
  Vector parameters;
  for (long q = 0; q < problem.initial.layout().size(); ++q) {
    parameters.emplace_back(Rational(q + 1, 7), fine);
  }
  problem.initial = Network(problem.initial.shared_activation(), problem.initial.layout(), parameters);
  const Front front = initial_front(problem);
  const Ball moved = distance(exact(front.state, fine), parameters);
  BOOST_TEST(is_yes(moved <= front.radius));
  BOOST_TEST(is_yes(front.radius <= 10 * moved));
  BOOST_TEST(front.time.sign() == 0);
}

BOOST_AUTO_TEST_CASE(doubles_start_without_error) {
  BOOST_TEST(initial_front(example_flow("tanh", {4, 3, 2}, 1, Precision(64))).radius.is_exact_zero());
}

BOOST_AUTO_TEST_CASE(rounding_the_state_at_a_step_s_end_is_added) {
  const FlowProblem problem = example_flow("tanh", {4, 3, 2}, 1, Precision(80));
  const Front start = initial_front(problem);
  const StepSeries series(problem, start.state, 20);
  const auto size = choose_step(problem, series);
  BOOST_REQUIRE(size.has_value());
  const auto step = certify_step(problem, series, *size, start);
  BOOST_REQUIRE(step.has_value());
  const Front next = next_front(*step, problem.precision);
  const Precision fine(2000);
  const Vector end =
      evaluate_series(step->parameters.at(0), problem.initial.layout().size(), 21, Ball(step->length, fine));
  const Ball jump = distance(exact(next.state, fine), end);
  const Ball added = next.radius - Ball(step->radius, kBoundPrecision);
  BOOST_TEST(is_yes(jump <= added));
  BOOST_TEST(is_yes(added <= 20 * jump));
  BOOST_TEST((next.time == step->end()));
}

BOOST_AUTO_TEST_SUITE_END()
