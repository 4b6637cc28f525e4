#include "ntkcert/flow/double_integrate.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "tests/floating/control_words.hpp"
#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(double_integrate)

namespace {

const Precision kFine(192);

/// |θ_t − θ̃(t)|, θ_t from the ball tier's trajectory, as an enclosure.
Ball distance(const Trajectory& tube, const Trajectory& truth, const Rational& t) {
  const Step& step = tube.step_at(t);
  const Vector centre = evaluate_series(step.parameters.at(0), tube.problem().initial.layout().size(),
                                        step.order + 1, Ball(t - step.start.to_rational(), kFine));
  const Network network = truth.enclosure_at(t);
  const Vector& theta = network.parameters();
  Vector difference;
  for (std::size_t q = 0; q < centre.size(); ++q) {
    difference.push_back(theta[q].at(kFine) - centre[q]);
  }
  return norm(difference);
}

/// The ball tier's flow lies in the tube at the steps' ends and at random times between; returns the largest
/// error over radius.
double check_tube(const Trajectory& tube, const Trajectory& truth, std::mt19937_64& engine, int count,
                  const std::string& what) {
  std::vector<Rational> times;
  for (const Step& step : tube.steps()) {
    times.push_back(std::min(step.end().to_rational(), truth.problem().horizon));
  }
  for (int i = 0; i < count; ++i) {
    times.emplace_back(truth.problem().horizon * Rational(engine() % 1'000'003, 1'000'003));
  }
  double largest = 0;
  for (const Rational& t : times) {
    const Ball found = distance(tube, truth, t);
    const Dyadic& radius = tube.step_at(t).radius;
    BOOST_REQUIRE_MESSAGE(found.upper() <= radius, what << ": outside at t = " << to_text(t) << ": "
                                                        << found.upper().approximate() << " of "
                                                        << radius.approximate());
    largest = std::max(largest, found.upper().approximate() / radius.approximate());
  }
  return largest;
}

struct RandomProblem {
  FlowProblem problem;
  std::string what;
};

RandomProblem random_problem(std::mt19937_64& engine, Precision p) {
  const std::array<std::string, 4> names{"tanh", "erf", "softplus", "gelu"};
  const auto pick = [&](long from, long to) {
    return from + static_cast<long>(engine() % static_cast<unsigned long>(to - from + 1));
  };
  const std::string& name = names[engine() % names.size()];
  const Shape shape{pick(1, 24), pick(1, 20), pick(2, 6)};
  const InitialScheme scheme = engine() % 2 == 0 ? InitialScheme::doubled : InitialScheme::independent;
  // The bounded ones stay longer.
  const Rational horizon(pick(1, 1000) * (name == "tanh" || name == "erf" ? 8 : 1), 500);
  std::vector<Rational> direction;
  for (long c = 0; c < shape.dim; ++c) {
    direction.emplace_back(pick(-9, 9), 7);
  }
  direction[0] += 2;
  const Target target({{1, Rational(pick(1, 30), 10), direction}, {3, Rational(1, 3), direction}}, shape.dim);
  Points points = Samples::draw(shape.size, shape.dim, engine()).points(p);
  Vector labels = target.values(points);
  const ExactParameters initial =
      draw_parameters(scheme == InitialScheme::doubled ? shape.width + shape.width % 2 : shape.width,
                      shape.dim, {scheme, engine() % 2 == 0 ? OuterLaw::sign : OuterLaw::gaussian}, engine());
  return {FlowProblem{Network(find_smooth_activation(name), initial, p), std::move(points), std::move(labels),
                      horizon, p},
          name + " m " + std::to_string(shape.width) + " n " + std::to_string(shape.size) + " d " +
              std::to_string(shape.dim) + " T " + to_text(horizon)};
}

long wanted_problems() {
  const char* wanted = std::getenv("NTKCERT_RANDOM_PROBLEMS");
  return wanted != nullptr ? std::atol(wanted) : 40;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_ball_tiers_flow_lies_in_the_tube_of_random_problems_in_every_rounding_mode) {
  std::mt19937_64 engine(11);
  double largest = 0;
  int certified = 0;
  const long count = wanted_problems();
  for (long i = 0; i < count; ++i) {
    const RandomProblem random = random_problem(engine, Precision(128));
    const unsigned word = kControlWords[static_cast<std::size_t>(i) % kControlWords.size()];
    std::optional<Trajectory> tube;
    {
      const ControlWord mode(word);
      try {
        tube = integrate_in_doubles(random.problem, {1e-9, 1 + i % 2});
      } catch (const FlowExhausted&) {
        continue;
      }
    }
    const Trajectory truth = ntkcert::integrate(random.problem);
    ++certified;
    largest = std::max(largest, check_tube(*tube, truth, engine, 10, random.what));
  }
  BOOST_TEST_MESSAGE("certified " << certified << " of " << count << ", largest error/radius " << largest);
  BOOST_TEST(certified >= (9 * count) / 10);
  BOOST_TEST(largest > 1e-3);
}

BOOST_AUTO_TEST_CASE(every_bit_is_the_same_for_any_number_of_threads) {
  const FlowProblem problem = example_flow("tanh", {80, 9, 3}, 12, Precision(96));
  const Trajectory one = integrate_in_doubles(problem, {1e-10, 1});
  const Trajectory three = integrate_in_doubles(problem, {1e-10, 3});
  BOOST_REQUIRE(one.steps().size() == three.steps().size());
  for (std::size_t s = 0; s < one.steps().size(); ++s) {
    const Step& a = one.steps()[s];
    const Step& b = three.steps()[s];
    BOOST_TEST((a.radius == b.radius));
    BOOST_REQUIRE(a.parameters.size() == b.parameters.size());
    for (long i = 0; i < a.parameters.size(); ++i) {
      BOOST_REQUIRE(arb_equal(a.parameters.at(i), b.parameters.at(i)) != 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_run_resumed_at_a_front_goes_on_bit_for_bit) {
  const FlowProblem problem = example_flow("erf", {16, 9, 3}, 10, Precision(96));
  DoubleIntegrator whole(problem, {});
  DoubleIntegrator::Front saved;
  for (int i = 0; !whole.is_done(); ++i) {
    whole.advance();
    if (i == 2) {
      saved = whole.front();
    }
  }
  DoubleIntegrator resumed(problem, {});
  resumed.resume(saved);
  while (!resumed.is_done()) {
    resumed.advance();
  }
  BOOST_TEST((resumed.front().time == whole.front().time));
  BOOST_TEST(resumed.front().radius.value() == whole.front().radius.value());
  BOOST_TEST(resumed.front().displacement == whole.front().displacement);
}

BOOST_AUTO_TEST_CASE(the_models_of_its_steps_enclose_the_ball_tiers) {
  const FlowProblem problem = example_flow("tanh", {12, 5, 3}, 6, Precision(128), InitialScheme::independent);
  const Trajectory coarse = integrate_in_doubles(problem, {});
  const Trajectory fine = ntkcert::integrate(problem);
  for (const Step& step : coarse.steps()) {
    const StepModels models = coarse.models(step);
    const auto gram = coarse.gram(step);
    const Rational t = std::min(
        Rational(step.start.to_rational() + step.length.to_rational() * Rational(5, 7)), problem.horizon);
    const Step& other = fine.step_at(t);
    const StepModels exact = fine.models(other);
    const auto exact_gram = fine.gram(other);
    const Ball s = coarse.local_time(step, t);
    const Ball u = fine.local_time(other, t);
    for (std::size_t i = 0; i < models.residual.size(); ++i) {
      BOOST_TEST(models.residual[i](s).contains(exact.residual[i](u)));
      BOOST_TEST(models.residual_rate[i](s).contains(exact.residual_rate[i](u)));
    }
    BOOST_TEST(models.gradient_square(s).contains(exact.gradient_square(u)));
    BOOST_TEST(models.displacement_square(s).contains(exact.displacement_square(u)));
    for (std::size_t e = 0; e < gram.size(); ++e) {
      BOOST_TEST(gram[e](s).contains(exact_gram[e](u)));
    }
    BOOST_TEST((models.residual.front()(s).radius() < Dyadic(Integer(1), -33)));
  }
}

BOOST_AUTO_TEST_CASE(an_equilibrium_stays_where_it_is) {
  FlowProblem problem = example_flow("tanh", {4, 3, 2}, 1'000'000, Precision(64));
  problem.labels.assign(3, Ball(problem.precision));
  problem.initial = Network(problem.initial.shared_activation(), problem.initial.layout(),
                            Vector(problem.initial.parameters().size(), Ball(problem.precision)));
  const Trajectory trajectory = integrate_in_doubles(problem, {});
  BOOST_TEST((trajectory.radius() < Dyadic(Integer(1), -200)));
}

BOOST_AUTO_TEST_CASE(what_the_tier_cannot_do_is_said) {
  const auto says = [](const std::string& text) {
    return [text](const std::exception& e) { return std::string(e.what()).find(text) != std::string::npos; };
  };
  const FlowProblem sigmoid = example_flow("sigmoid", {4, 3, 2}, 1, Precision(64));
  BOOST_CHECK_EXCEPTION((void)integrate_in_doubles(sigmoid, {}), InvalidInput, says("sigmoid"));
  FlowProblem huge = example_flow("tanh", {4, 3, 2}, 1, Precision(64));
  huge.labels.front() = scaled(Ball(1, Precision(64)), 2000);
  BOOST_CHECK_EXCEPTION((void)integrate_in_doubles(huge, {}), InvalidInput,
                        says("beyond the range of double"));
  const FlowProblem problem = example_flow("tanh", {4, 3, 2}, 50, Precision(64));
  FlowLimits limits;
  limits.max_steps = 2;
  BOOST_CHECK_EXCEPTION((void)integrate_in_doubles(problem, {}, limits), FlowExhausted, says("2 steps"));
  limits = {};
  limits.max_radius = Dyadic(Integer(1), -50);
  BOOST_CHECK_EXCEPTION((void)integrate_in_doubles(problem, {}, limits), FlowExhausted,
                        says("radius is above"));
  FlowProblem wide(problem);
  Vector parameters = wide.initial.parameters();
  parameters.back() = symmetric(Ball(1000, Precision(64)));
  wide.initial = Network(wide.initial.shared_activation(), wide.initial.layout(), parameters);
  BOOST_CHECK_EXCEPTION((void)integrate_in_doubles(wide, {}), FlowExhausted, says("no tube"));
}

BOOST_AUTO_TEST_SUITE_END()
