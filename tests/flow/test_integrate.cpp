#include "ntkcert/flow/integrate.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/flow/models.hpp"
#include "tests/flow/example_flow.hpp"
#include "tests/flow/extrapolation_reference.hpp"
#include "tests/flow/taylor_reference.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(integrate)

namespace {

/// |θ − θ̃(t)| for a given point θ.
Ball distance(const Trajectory& trajectory, const Rational& t, const BallArray& theta) {
  const Network enclosure = trajectory.enclosure_at(t);
  Vector difference;
  for (long q = 0; q < theta.size(); ++q) {
    const Ball centre(enclosure.parameters()[static_cast<std::size_t>(q)].midpoint(), Precision(300));
    Ball x{Precision(300)};
    arb_sub(x.raw(), centre.raw(), theta.at(q), 300);
    difference.push_back(x);
  }
  return norm(difference);
}

std::vector<Rational> random_times(const Rational& horizon, int count, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::vector<Rational> times;
  for (int i = 0; i < count; ++i) {
    times.emplace_back(horizon * Rational(engine() % 1'000'003, 1'000'003));
  }
  std::ranges::sort(times);
  return times;
}

/// The reference's states lie in the tube at those times; returns the largest |θ − θ̃|/radius.
template <typename Reference>
double check_tube(const Trajectory& trajectory, Reference& reference, const std::vector<Rational>& times) {
  double largest = 0;
  for (const Rational& t : times) {
    const BallArray state = reference.at(t);
    const Dyadic& radius = trajectory.step_at(t).radius;
    const Dyadic found = distance(trajectory, t, state).upper();
    BOOST_REQUIRE_MESSAGE(found <= radius, "outside at t = " << to_text(t));
    largest = std::max(largest, found.approximate() / radius.approximate());
  }
  BOOST_TEST_MESSAGE("largest error/radius " << largest << ", radius " << trajectory.radius().approximate());
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_independent_integration_stays_in_the_tube_at_1000_random_times) {
  const FlowProblem problem = example_flow("tanh", {16, 8, 3}, Rational(20'000'000, 191'697), Precision(128));
  const Trajectory trajectory = ntkcert::integrate(problem);
  BOOST_TEST(trajectory.radius().approximate() < 1e-25);
  TaylorReference reference(problem, 192);
  const double largest = check_tube(trajectory, reference, random_times(problem.horizon, 1000, 1));
  // Nor is the radius a wild exaggeration.
  BOOST_TEST(largest > 1e-3);
}

BOOST_AUTO_TEST_CASE(so_does_an_extrapolation_method) {
  for (const auto& [name, scheme] :
       {std::pair("tanh", InitialScheme::doubled), std::pair("erf", InitialScheme::independent)}) {
    const FlowProblem problem = example_flow(name, {8, 5, 2}, 12, Precision(96), scheme);
    const Trajectory trajectory = ntkcert::integrate(problem);
    ExtrapolationReference reference(problem, 128, 106);
    BOOST_TEST(check_tube(trajectory, reference, random_times(problem.horizon, 30, 2)) > 1e-3);
  }
}

BOOST_AUTO_TEST_CASE(runs_at_two_precisions_agree_and_the_finer_one_is_narrower) {
  for (const auto& [name, horizon] : {std::pair<std::string, long>("erf", 30),
                                      {"softplus", 2},
                                      {"gelu", 2},
                                      {"silu", 2},
                                      {"identity", 2}}) {
    const Trajectory coarse = ntkcert::integrate(example_flow(name, {8, 6, 3}, horizon, Precision(64)));
    const Trajectory fine = ntkcert::integrate(example_flow(name, {8, 6, 3}, horizon, Precision(160)));
    BOOST_TEST((fine.radius() < coarse.radius() * Dyadic(Integer(1), -90)), name);
    for (const Rational& t : random_times(horizon, 20, 3)) {
      const Network wide = coarse.enclosure_at(t);
      const Network thin = fine.enclosure_at(t);
      for (std::size_t q = 0; q < wide.parameters().size(); ++q) {
        BOOST_REQUIRE_MESSAGE(wide.parameters()[q].contains(thin.parameters()[q]), name);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_doubled_network_starts_with_the_labels_as_residuals) {
  const FlowProblem problem = example_flow("tanh", {8, 4, 2}, 1, Precision(96));
  const Trajectory trajectory = ntkcert::integrate(problem);
  const StepModels models = trajectory.models(trajectory.steps().front());
  for (std::size_t i = 0; i < problem.labels.size(); ++i) {
    const Ball r = models.residual[i](Ball(problem.precision));
    BOOST_TEST(r.overlaps(-problem.labels[i]));
    BOOST_TEST((r.radius() < Dyadic(Integer(1), -80)));
  }
  BOOST_TEST(models.displacement_square(Ball(problem.precision)).contains(Rational(0)));
}

BOOST_AUTO_TEST_CASE(a_run_that_cannot_go_on_says_how_far_it_came_and_why) {
  const auto reason = [](const std::string& text, bool moved) {
    return [text, moved](const FlowExhausted& error) {
      const std::string message = error.what();
      return message.find(text) != std::string::npos && message.find("t = ") != std::string::npos &&
             message.find("radius") != std::string::npos && (error.time().sign() > 0) == moved;
    };
  };
  const FlowProblem problem = example_flow("tanh", {4, 3, 2}, 50, Precision(64));
  FlowLimits limits;
  limits.max_steps = 2;
  BOOST_CHECK_EXCEPTION((void)ntkcert::integrate(problem, limits), FlowExhausted, reason("2 steps", true));
  limits = {};
  limits.max_radius = Dyadic(Integer(1), -62);
  BOOST_CHECK_EXCEPTION((void)ntkcert::integrate(problem, limits), FlowExhausted,
                        reason("radius is above", true));
  limits = {};
  int asked = 0;
  limits.cancelled = [&] { return ++asked > 3; };
  BOOST_CHECK_EXCEPTION((void)ntkcert::integrate(problem, limits), FlowExhausted, reason("cancelled", true));
  limits = {};
  std::vector<FlowProgress> seen;
  limits.progress = [&](const FlowProgress& progress) { seen.push_back(progress); };
  const Trajectory trajectory = ntkcert::integrate(problem, limits);
  BOOST_TEST(seen.size() == trajectory.steps().size());
  BOOST_TEST((seen.back().time == trajectory.steps().back().end()));
  // So wide an initial enclosure that nothing can be certified.
  FlowProblem wide(problem);
  Vector parameters = wide.initial.parameters();
  parameters.back() = symmetric(Ball(1000, Precision(64)));
  wide.initial = Network(wide.initial.shared_activation(), wide.initial.layout(), parameters);
  BOOST_CHECK_EXCEPTION((void)ntkcert::integrate(wide), FlowExhausted, reason("no tube", false));
}

BOOST_AUTO_TEST_CASE(an_equilibrium_stays_where_it_is) {
  FlowProblem problem = example_flow("tanh", {4, 3, 2}, 1'000'000, Precision(64));
  problem.labels.assign(3, Ball(problem.precision));
  problem.initial = Network(problem.initial.shared_activation(), problem.initial.layout(),
                            Vector(problem.initial.parameters().size(), Ball(problem.precision)));
  const Trajectory trajectory = ntkcert::integrate(problem);
  BOOST_TEST((trajectory.radius() == Dyadic(0)));
}

BOOST_AUTO_TEST_SUITE_END()
