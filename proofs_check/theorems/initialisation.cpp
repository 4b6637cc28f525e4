#include "ntkcert/deviation/initialisation.hpp"

#include "ntkcert/deviation/growth_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

Matrix gram_change(RunEvaluation& run) {
  return run.gram(SampleOperator::initial) - run.gram(SampleOperator::limit);
}

Family constant_bound(std::string label, Ball lhs, Ball rhs) {
  return family<ConstantBounds>(
      std::vector<ConstantComparison>{{std::move(label), std::move(lhs), std::move(rhs)}});
}

std::string probability() {
  return "the unit sphere; weights drawn independently; doubled initialisation; holds with probability ≥ 1 − "
         "δ; the "
         "verdict is on this draw";
}

}  // namespace

Statement initialisation_gram() {
  return {.name = "initialisation/gram",
          .formula =
              "‖G_0 − G^∞‖_F ≤ (C/√(m/2))(1 + √(2log(1/δ))), δ = 1/20, C² = n^{−2}Σ_ij max(S², A²L_1²|1 + "
              "⟨x_i,x_j⟩|)² for tanh and erf, else C = S² + c²A²",
          .hypotheses = probability() + "; σ bounded, |a_ℓ(0)| = A",
          .source = "docs/theory.md, \"Random weights\"",
          .on_sphere = true,
          .instantiate = [](RunEvaluation& run) {
            run.require_drawn();
            const FlowProblem& problem = run.trajectory().problem();
            return constant_bound("Frobenius norm", gram_change(run).frobenius_norm(),
                                  gram_initialisation_bound(problem.initial, problem.points, kDelta));
          }};
}

Statement initialisation_uniform() {
  return {.name = "initialisation/uniform",
          .formula =
              "max_ij|K_0 − K^∞|(x_i, x_j) ≤ (S² + c²A²)√((2/m')(log(2/δ) + 2d·log(1 + 2/ζ))) + 2ζ(Λ̄ + EΛ), "
              "δ = 1/20, "
              "m' = m/2, ζ = 1/√m', Λ_ℓ = SL_1|w_ℓ| + A²(√2L_1² + 2L_1L_2|w_ℓ|), Λ̄ its mean (a bound of the "
              "supremum "
              "over the whole sphere)",
          .hypotheses = probability() + "; σ bounded, |a_ℓ(0)| = A",
          .source = "docs/theory.md, \"Random weights\"",
          .on_sphere = true,
          .instantiate = [](RunEvaluation& run) {
            run.require_drawn();
            const Matrix change = gram_change(run);
            Ball largest(change.precision());
            for (long i = 0; i < change.rows(); ++i) {
              for (long j = i; j < change.rows(); ++j) {
                largest = max(largest, abs(change(i, j)) * change.rows());
              }
            }
            return constant_bound("largest over the sample", largest,
                                  uniform_initialisation_bound(run.trajectory().problem().initial, kDelta));
          }};
}

Statement initialisation_chebyshev() {
  return {.name = "initialisation/gram-moments",
          .formula =
              "‖G_0 − G^∞‖_F ≤ √(v/(m'δ)), δ = 1/20, m' = m/2, v = E[(s² + c²a²)²], s = S for bounded σ, "
              "else A_0 + "
              "c|w̄|, w̄ standard normal, a standard normal or |a| = A",
          .hypotheses = probability(),
          .source = "Chebyshev's inequality; docs/theory.md, \"Random weights\"",
          .on_sphere = true,
          .instantiate = [](RunEvaluation& run) {
            run.require_drawn();
            return constant_bound("Frobenius norm", gram_change(run).frobenius_norm(),
                                  chebyshev_initialisation_bound(run.trajectory().problem().initial, kDelta));
          }};
}

}  // namespace ntkcert::theorems
