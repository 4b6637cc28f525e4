#include "ntkcert/deviation/kernel_flow.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/deviation/hypotheses.hpp"
#include "tests/deviation/linear_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(kernel_flow)

namespace {

TargetPart part(long degree, const Ball& eigenvalue, Vector values) {
  return {degree, eigenvalue, std::move(values), Ball(Rational(1, 3), linear_flow::kPrecision)};
}

}  // namespace

/// Against Arb's matrix exponential; with λ_k = 0 for all k the right side is ‖ŷ‖ + t‖Gŷ‖.
BOOST_AUTO_TEST_CASE(sides_of_both_statements) {
  const Vector y = linear_flow::initial();
  const Matrix g = linear_flow::other_operator();
  const Ball third = 1 / sqrt(Ball(3, linear_flow::kPrecision));
  const Dyadic start(2);
  KernelFlowBound operators(KernelFlowStatement::operators, g, {part(1, Ball(linear_flow::kPrecision), y)},
                            [&] { return start; });
  const Dyadic half(Integer(1), -1);
  operators.advance(Dyadic(0), half);
  const Sides sides = operators.compare(0, half, Dyadic(1));
  const Ball t(start + half, linear_flow::kPrecision);
  BOOST_TEST(sides.lhs.overlaps(norm(linear_flow::linear_oracle(t, g)) * third));
  // What was advanced over is [2, 5/2].
  BOOST_TEST(sides.rhs.overlaps((norm(y) + norm(g * y) / 2) * third));
  BOOST_TEST((sides.rhs.radius() < Dyadic(Integer(1), -60)));
  BOOST_TEST((sides.gap.lower() > Dyadic(0)));

  const Ball lambda(Rational(1, 4), linear_flow::kPrecision);
  KernelFlowBound native(KernelFlowStatement::native_norm, g, {part(1, lambda, y)}, [&] { return start; });
  const Sides other = native.compare(0, half, Dyadic(1));
  BOOST_TEST(other.lhs.overlaps(sqrt(t) * norm(linear_flow::linear_oracle(t, g)) * third));
  BOOST_TEST(other.rhs.overlaps(
      sqrt(Ball(Rational(4, 3), linear_flow::kPrecision) / (2 * exp(Ball(1, linear_flow::kPrecision))))));
}

/// ‖c₁P_2(⟨v, ·⟩) + c₂P_2(⟨w, ·⟩)‖² by the mean over the sphere in R³ is (c₁² + c₂² + 2c₁c₂P_2(⟨v,w⟩))/5.
BOOST_AUTO_TEST_CASE(parts_of_a_target) {
  const FlowProblem problem = ntkcert::testing::example_flow("tanh", {4, 3, 3}, 1, Precision(96));
  const Target target({{2, 1, {1, 0, 0}}, {1, Rational(1, 2), {0, 0, 1}}, {2, -2, {1, 1, 0}}}, 3);
  const std::vector<TargetPart> parts = target_parts(problem.initial, target, problem.points);
  BOOST_REQUIRE(parts.size() == 2U);
  BOOST_TEST(parts[0].degree == 1);
  BOOST_TEST(parts[0].norm_square.contains(Rational(1, 12)));
  // P_2(1/√2) = 1/4.
  BOOST_TEST(parts[1].norm_square.contains(Rational(4, 5)));
  const Vector all = target.values(problem.points);
  for (std::size_t i = 0; i < all.size(); ++i) {
    BOOST_TEST(all[i].overlaps(parts[0].values[i] + parts[1].values[i]));
  }
  BOOST_TEST(native_norm_square(parts).overlaps(parts[0].norm_square / parts[0].eigenvalue +
                                                parts[1].norm_square / parts[1].eigenvalue));
  std::vector<TargetPart> vanishing = parts;
  vanishing[1].eigenvalue = Ball(Precision(96));
  BOOST_CHECK_THROW((void)native_norm_square(vanishing), UnmetHypothesis);
}

BOOST_AUTO_TEST_SUITE_END()
