#include "ntkcert/flow/certify.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"
#include "tests/flow/taylor_reference.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(certify)

namespace {

constexpr long kOrder = 30;
const Precision kPrecision(96);
const Precision kFine(400);

FlowProblem problem_at(Precision p) {
  return example_flow("tanh", {6, 4, 2}, 100, p, InitialScheme::independent);
}

Vector along(const FlowProblem& problem, const Step& step, const Ball& s, bool differentiate = false) {
  return evaluate_series(step.parameters.at(0), problem.initial.layout().size(), step.order + 1, s,
                         differentiate);
}

Ball distance(const Vector& x, const BallArray& y) {
  Vector difference;
  for (std::size_t q = 0; q < x.size(); ++q) {
    Ball d(kFine);
    arb_sub(d.raw(), x[q].raw(), y.at(static_cast<long>(q)), kFine.bits());
    difference.push_back(d);
  }
  return norm(difference);
}

}  // namespace

// From steps where rounding is all of the defect to steps where the tail of the series is.
BOOST_AUTO_TEST_CASE(defect_and_radius_hold_and_are_of_the_right_size_for_short_and_long_steps) {
  const FlowProblem problem = problem_at(kPrecision);
  const FlowProblem fine = problem_at(kFine);
  const Front start = initial_front(problem);
  const StepSeries series(problem, start.state, kOrder);
  const auto chosen = choose_step(problem, series);
  BOOST_REQUIRE(chosen.has_value());
  const Dyadic longest =
      (chosen->disc.radius * Ball(Rational(2, 5), kBoundPrecision)).lower().rounded_down(10);
  for (const Dyadic& length : {chosen->length * Dyadic(Integer(1), -3), chosen->length, longest}) {
    const StepSize size{chosen->disc, length};
    const double factor = length.approximate() / chosen->length.approximate();
    // Cauchy's disc is smaller than the series' own disc of convergence, which counts to the power of the
    // order.
    const long slack = length == longest ? 100'000'000 : 10'000;
    const auto step = certify_step(problem, series, size, start);
    BOOST_REQUIRE(step.has_value());
    const Ball h(size.length, kFine);
    Ball defect(kFine);
    for (const long part : {1L, 5L, 10L}) {
      const Ball s = h * part / 10;
      defect =
          max(defect, norm(sum_of(along(fine, *step, s, true),
                                  risk_gradient_of(fine, with_parameters(fine, along(fine, *step, s))))));
    }
    BOOST_TEST(is_yes(defect.at(kPrecision) <= step->bounds.defect));
    BOOST_TEST(is_yes(step->bounds.defect <= slack * defect),
               factor << ": " << step->bounds.defect.upper().approximate() << " for "
                      << defect.upper().approximate());
    TaylorReference reference(fine, 300);
    const Ball error = distance(along(fine, *step, h), reference.at(size.length.to_rational()));
    BOOST_TEST(is_yes(error <= Ball(step->radius, kFine)));
    BOOST_TEST(is_yes(Ball(step->radius, kFine) <= slack * error),
               factor << ": " << step->radius.approximate() << " for " << error.upper().approximate());
    BOOST_TEST(is_yes(norm(along(fine, *step, h / 3, true)) <= step->bounds.speed));
  }
}

// θ = 0 apart from b_0 is an equilibrium for the weights; a perturbation along the block's eigenvector of
// negative curvature grows by e^{∫μ} to first order.
BOOST_AUTO_TEST_CASE(the_growth_of_an_error_along_negative_curvature_is_covered) {
  FlowProblem problem = example_flow("tanh", {4, 3, 2}, 1, kPrecision);
  const ParameterLayout layout = problem.initial.layout();
  const auto zero = Vector(static_cast<std::size_t>(layout.size()), Ball(kPrecision));
  problem.initial = Network(problem.initial.shared_activation(), layout, zero);
  Front start = initial_front(problem);
  const StepSeries series(problem, start.state, kOrder);
  auto size = choose_step(problem, series);
  BOOST_REQUIRE(size.has_value());
  size->length = Dyadic(Integer(3), -1);

  // u = Σ r_i x̄_i: the block's negative curvature is along (|u|, −u).
  const Vector residuals = residuals_of(problem, problem.initial);
  const Matrix block = residual_hessian_blocks(problem.initial, problem.points, residuals).front();
  Vector u;
  for (long j = 0; j <= layout.dim; ++j) {
    u.push_back(block(0, j + 1));
  }
  const Ball eta = Ball::from_double(0x1p-40, kPrecision);
  const Ball share = eta / sqrt(Ball(2, kPrecision));
  Vector moved = zero;
  moved.front() = Ball(share.midpoint(), kPrecision);
  for (long j = 0; j <= layout.dim; ++j) {
    const Ball component = -share * u[static_cast<std::size_t>(j)] / norm(u);
    moved[static_cast<std::size_t>(layout.inner(0) + j)] = Ball(component.midpoint(), kPrecision);
  }
  start.radius = upper_end(norm(moved));
  const auto step = certify_step(problem, series, *size, start);
  BOOST_REQUIRE(step.has_value());

  FlowProblem perturbed(problem);
  perturbed.initial = with_parameters(problem, moved);
  TaylorReference reference(perturbed, 300);
  const Ball h(size->length, kFine);
  const Ball error = distance(along(problem, *step, h), reference.at(size->length.to_rational()));
  BOOST_TEST(is_yes(error > start.radius * Ball(Rational(6, 5), kPrecision)));
  BOOST_TEST(is_yes(error <= Ball(step->radius, kFine)));
  BOOST_TEST(is_yes(Ball(step->radius, kFine) <= 2 * error), step->radius.approximate()
                                                                 << " for " << error.upper().approximate());
}

BOOST_AUTO_TEST_CASE(a_radius_too_large_for_any_tube_is_refused) {
  const FlowProblem problem = problem_at(kPrecision);
  Front start = initial_front(problem);
  const StepSeries series(problem, start.state, kOrder);
  const auto size = choose_step(problem, series);
  BOOST_REQUIRE(size.has_value());
  start.radius = Ball(1000, kBoundPrecision);
  BOOST_TEST(!certify_step(problem, series, *size, start).has_value());
  start.radius = Ball::whole_line(kBoundPrecision);
  BOOST_TEST(!certify_step(problem, series, *size, start).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
