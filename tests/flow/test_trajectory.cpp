#include "ntkcert/flow/trajectory.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/flow/integrate.hpp"
#include "ntkcert/network/tangent_kernel.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(trajectory)

BOOST_AUTO_TEST_CASE(steps_join_and_cover_the_horizon) {
  const Rational horizon(7, 3);
  const Trajectory flow = integrate(example_flow("tanh", {8, 4, 3}, horizon, Precision(96)));
  Dyadic time;
  for (const Step& step : flow.steps()) {
    BOOST_TEST((step.start == time));
    BOOST_TEST((step.radius <= flow.radius()));
    time = step.end();
  }
  BOOST_TEST((time.to_rational() >= horizon));
  BOOST_TEST((time.to_rational() < horizon * Rational(1'000'001, 1'000'000)));
}

BOOST_AUTO_TEST_CASE(times_are_found_in_their_steps_to_the_last_bit) {
  const Trajectory flow = integrate(example_flow("tanh", {8, 4, 3}, Rational(7, 3), Precision(96)));
  const Step& second = flow.steps().at(1);
  const Rational joint = second.start.to_rational();
  const Rational tiny(1, Integer(3) << 500);
  BOOST_TEST((flow.step_at(0).start.sign() == 0));
  BOOST_TEST((flow.step_at(joint).end() == second.start));
  BOOST_TEST((flow.step_at(joint + tiny).start == second.start));
  for (const Rational& t : {Rational(0), joint, Rational(joint + tiny), Rational(1, 3), Rational(7, 3)}) {
    const Step& step = flow.step_at(t);
    const Ball s = flow.local_time(step, t);
    BOOST_TEST(s.contains(Rational(t - step.start.to_rational())));
    // A model refuses, with the whole line, a time that sticks out of its step.
    BOOST_TEST(flow.models(step).residual.front()(s).is_finite());
  }
  const Rational just_before = joint - tiny;
  const Step& first = flow.step_at(just_before);
  BOOST_TEST(flow.models(first).residual.front()(flow.local_time(first, just_before)).is_finite());
  BOOST_CHECK_THROW((void)flow.step_at(Rational(-1, 1000)), InvalidInput);
  BOOST_CHECK_THROW((void)flow.step_at(3), InvalidInput);
  BOOST_CHECK_THROW((void)flow.local_time(second, 0), InvalidInput);
}

BOOST_AUTO_TEST_CASE(the_enclosure_at_a_time_and_the_models_agree) {
  const Trajectory flow =
      integrate(example_flow("erf", {8, 4, 3}, 2, Precision(96), InitialScheme::independent));
  const FlowProblem& problem = flow.problem();
  for (const Rational& t : {Rational(0), Rational(1, 3), Rational(2)}) {
    const Network network = flow.enclosure_at(t);
    const Step& step = flow.step_at(t);
    for (const Ball& x : network.parameters()) {
      BOOST_TEST((x.radius() >= step.radius));
      BOOST_TEST((x.radius() <= step.radius + step.radius + Dyadic(Integer(1), -90)));
    }
    const Ball s = flow.local_time(step, t);
    const StepModels models = flow.models(step);
    const std::vector<TaylorModel> gram = flow.gram(step);
    const Vector values = network.values(problem.points);
    const Matrix direct = tangent_gram(network, problem.points);
    std::size_t pair = 0;
    for (long i = 0; i < 4; ++i) {
      const auto at = static_cast<std::size_t>(i);
      BOOST_TEST((models.residual[at](s) + problem.labels[at]).overlaps(values[at]));
      Ball driven{Precision(96)};
      for (long j = 0; j < 4; ++j) {
        driven -= direct(i, j) * models.residual[static_cast<std::size_t>(j)](s);
      }
      BOOST_TEST(models.residual_rate[at](s).overlaps(driven));
      for (long j = i; j < 4; ++j, ++pair) {
        BOOST_TEST(gram[pair](s).overlaps(direct(i, j)));
      }
    }
    BOOST_TEST((models.residual[0](s).radius() < Dyadic(Integer(1), -80)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
