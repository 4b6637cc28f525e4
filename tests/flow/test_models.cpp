#include "ntkcert/flow/models.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/flow/certify.hpp"
#include "ntkcert/network/tangent_kernel.hpp"
#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"
#include "tests/flow/extrapolation_reference.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(models)

namespace {

constexpr Shape kShape{6, 4, 2};
constexpr long kOrder = 30;
const Precision kPrecision(96);
const Precision kFine(256);

FlowProblem problem_at(const std::string& activation, Precision p) {
  return example_flow(activation, kShape, 100, p, InitialScheme::independent);
}

/// What the models enclose, at one parameter point; all from the Jacobian.
struct Direct {
  Vector residual;
  Vector residual_rate;
  Ball residual_square;
  Ball gradient_square;
  Ball displacement_square;
  Matrix gram;
};

Direct direct_at(const FlowProblem& problem, const Vector& theta) {
  const Network network = with_parameters(problem, theta);
  const Matrix jacobian = network.jacobian(problem.points);
  const Vector gradient = risk_gradient_of(problem, network);
  Vector rate = jacobian * gradient;
  for (Ball& x : rate) {
    x = -x;
  }
  Vector moved;
  for (std::size_t q = 0; q < theta.size(); ++q) {
    moved.push_back(theta[q] - problem.initial.parameters()[q]);
  }
  const Vector residual = residuals_of(problem, network);
  return {residual,
          rate,
          dot(residual, residual) / problem.points.size(),
          dot(gradient, gradient),
          dot(moved, moved),
          jacobian * jacobian.transposed() * (1 / Ball(problem.points.size(), kFine))};
}

/// The largest part of each kind of remainder that the true flow was seen to use.
struct Use {
  double residual = 0;
  double residual_rate = 0;
  double residual_square = 0;
  double gradient_square = 0;
  double displacement_square = 0;
  double gram = 0;
};

void compare(const TaylorModel& model, const Ball& s, const Ball& value, double& use,
             const std::string& what) {
  BOOST_REQUIRE_MESSAGE(model(s).overlaps(value), what);
  const Ball missed = value - model.polynomial()(s.at(kFine));
  BOOST_REQUIRE_MESSAGE(is_yes(abs(missed) <= Ball(model.remainder().magnitude(), kFine) +
                                                  Ball(missed.radius() + missed.radius(), kFine)),
                        what);
  use = std::max(use, missed.mignitude().approximate() / model.remainder().magnitude().approximate());
}

/// The models of a step against a flow that starts at `theta`, somewhere in the front's ball.
Use check_models(const std::string& activation, const Dyadic& length_factor, const Vector& shift) {
  const FlowProblem problem = problem_at(activation, kPrecision);
  FlowProblem fine = problem_at(activation, kFine);
  Front start = initial_front(problem);
  start.radius = upper_end(norm(shift));
  const StepSeries series(problem, start.state, kOrder);
  auto size = choose_step(problem, series);
  BOOST_REQUIRE(size.has_value());
  size->length = size->length * length_factor;
  const auto step = certify_step(problem, series, *size, start);
  BOOST_REQUIRE(step.has_value());
  const StepModels models = step_models(problem, *step);
  const std::vector<TaylorModel> gram = gram_models(problem, *step);

  FlowProblem shifted(fine);
  shifted.initial = with_parameters(fine, sum_of(fine.initial.parameters(), shift));
  ExtrapolationReference reference(shifted, kFine.bits(), 150);
  Use use;
  for (const long part : {0L, 3L, 7L, 10L}) {
    const Rational time = step->length.to_rational() * part / 10;
    const BallArray state = reference.at(time);
    Vector theta;
    for (long q = 0; q < state.size(); ++q) {
      Ball x(kFine);
      arb_set(x.raw(), state.at(q));
      theta.push_back(x);
    }
    const Direct direct = direct_at(fine, theta);
    const Ball s = part == 10 ? Ball(step->length, kPrecision) : Ball(time, kPrecision);
    for (std::size_t i = 0; i < direct.residual.size(); ++i) {
      compare(models.residual[i], s, direct.residual[i], use.residual, "residual");
      compare(models.residual_rate[i], s, direct.residual_rate[i], use.residual_rate, "residual rate");
    }
    compare(models.residual_square, s, direct.residual_square, use.residual_square, "residual square");
    compare(models.gradient_square, s, direct.gradient_square, use.gradient_square, "gradient square");
    compare(models.displacement_square, s, direct.displacement_square, use.displacement_square,
            "displacement square");
    std::size_t pair = 0;
    for (long i = 0; i < kShape.size; ++i) {
      for (long j = i; j < kShape.size; ++j, ++pair) {
        compare(gram[pair], s, direct.gram(i, j), use.gram, "gram");
      }
    }
  }
  return use;
}

}  // namespace

// A front of radius 2^−60 and flows from its edge: what the models' remainders hold is the transfer from θ̃ to
// θ.
BOOST_AUTO_TEST_CASE(flows_from_the_edge_of_the_tube_are_enclosed) {
  for (const std::string name : {"tanh", "erf"}) {
    const FlowProblem fine = problem_at(name, kFine);
    const Matrix jacobian = fine.initial.jacobian(fine.points);
    Use most;
    for (long i = 0; i < 3; ++i) {
      // Along ∇f(x_i), which moves the residual most.
      Vector shift;
      for (long q = 0; q < jacobian.columns(); ++q) {
        shift.push_back(jacobian(i, q));
      }
      const Ball length = norm(shift);
      for (Ball& x : shift) {
        x = Ball((scaled(x / length, -60)).midpoint(), kFine);
      }
      const Use use = check_models(name, Dyadic(1), shift);
      most.residual = std::max(most.residual, use.residual);
      most.residual_rate = std::max(most.residual_rate, use.residual_rate);
      most.residual_square = std::max(most.residual_square, use.residual_square);
      most.gradient_square = std::max(most.gradient_square, use.gradient_square);
      most.displacement_square = std::max(most.displacement_square, use.displacement_square);
      most.gram = std::max(most.gram, use.gram);
    }
    BOOST_TEST(most.residual > 0.1);
    BOOST_TEST(most.residual_rate > 0.01);
    BOOST_TEST(most.residual_square > 0.01);
    BOOST_TEST(most.gradient_square > 0.01);
    BOOST_TEST(most.displacement_square > 0.01);
    BOOST_TEST(most.gram > 0.01);
  }
}

// Along θ̃ itself, on a step long enough for the tails to be seen: with radius and defect put to 0 they are
// all that the remainders hold.
BOOST_AUTO_TEST_CASE(the_tails_alone_cover_what_the_polynomials_leave_out) {
  for (const std::string name : {"tanh", "erf"}) {
    const FlowProblem problem = problem_at(name, kPrecision);
    const FlowProblem fine = problem_at(name, kFine);
    const Front start = initial_front(problem);
    const StepSeries series(problem, start.state, kOrder);
    auto size = choose_step(problem, series);
    BOOST_REQUIRE(size.has_value());
    size->length = (size->disc.radius * Ball(Rational(2, 5), kBoundPrecision)).lower().rounded_down(10);
    auto step = certify_step(problem, series, *size, start);
    BOOST_REQUIRE(step.has_value());
    step->radius = Dyadic(0);
    step->bounds.defect = Ball(kBoundPrecision);
    const StepModels models = step_models(problem, *step);
    const std::vector<TaylorModel> gram = gram_models(problem, *step);
    Use use;
    const Ball s(step->length, kFine);
    const long count = problem.initial.layout().size();
    const Vector theta = evaluate_series(step->parameters.at(0), count, kOrder + 1, s);
    const Direct direct = direct_at(fine, theta);
    const Vector rate = with_parameters(fine, theta).jacobian(fine.points) *
                        evaluate_series(step->parameters.at(0), count, kOrder + 1, s, true);
    std::size_t pair = 0;
    for (long i = 0; i < kShape.size; ++i) {
      const auto at = static_cast<std::size_t>(i);
      compare(models.residual[at], Ball(step->length, kPrecision), direct.residual[at], use.residual,
              "residual");
      compare(models.residual_rate[at], Ball(step->length, kPrecision), rate[at], use.residual_rate,
              "residual rate");
      for (long j = i; j < kShape.size; ++j, ++pair) {
        compare(gram[pair], Ball(step->length, kPrecision), direct.gram(i, j), use.gram, "gram");
      }
    }
    BOOST_TEST(use.residual > 1e-8);
    BOOST_TEST(use.residual_rate > 1e-8);
    BOOST_TEST(use.gram > 1e-8);
  }
}

// A step so long that what the tails add to the radius is the larger part.
BOOST_AUTO_TEST_CASE(flows_over_long_steps_are_enclosed) {
  const Vector still(static_cast<std::size_t>(problem_at("tanh", kFine).initial.layout().size()),
                     Ball(kFine));
  check_models("tanh", Dyadic(3), still);
  check_models("erf", Dyadic(Integer(3), -1), still);
}

BOOST_AUTO_TEST_SUITE_END()
