#include "ntkcert/deviation/kernel_flow.hpp"
#include "ntkcert/deviation/overparameterized.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

std::vector<TargetPart> parts(RunEvaluation& run) {
  const FlowProblem& problem = run.trajectory().problem();
  return target_parts(problem.initial, run.question().target, problem.points);
}

Family kernel_flow(RunEvaluation& run, KernelFlowStatement statement) {
  return family<KernelFlowBound>(statement, run.gram(SampleOperator::limit), parts(run), run.step_start());
}

std::string su_yang_source() {
  return "After Su and Yang, arXiv 1905.10826, restated for gradient flow on all parameters; their Gram "
         "matrix and ours "
         "are divided by n, ‖·‖_n² = (1/n)Σ, and eigenvalues are those of the uniform probability measure: "
         "docs/theory.md, \"The flow of the limiting kernel\"";
}

}  // namespace

Statement su_yang_operators() {
  return {.name = "su-yang/operators",
          .formula =
              "‖e^{−Gt}ŷ‖_n ≤ ‖(e^{−T_Kt}f*)^‖_n + ∫_0^t‖((T_n − T_K)e^{−T_Ks}f*)^‖_n ds, ŷ_i = f*(x_i), G "
              "the Gram "
              "matrix of the limiting NTK over n, T_ng = (1/n)ΣK(·, x_i)g(x_i)",
          .hypotheses = hypotheses_on_sphere(),
          .source = su_yang_source(),
          .vanishes_at_start = true,
          .on_sphere = true,
          .instantiate = [](RunEvaluation& run) { return kernel_flow(run, KernelFlowStatement::operators); }};
}

Statement su_yang_native_norm() {
  return {
      .name = "su-yang/native-norm",
      .formula = "√t‖e^{−Gt}ŷ‖_n ≤ ‖f*‖_H/√(2e), ‖f*‖_H² = Σ_k‖P_kf*‖²/λ_k, for every sample",
      .hypotheses = hypotheses_on_sphere() + "; λ_k > 0 wherever P_kf* ≠ 0",
      .source = su_yang_source(),
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) { return kernel_flow(run, KernelFlowStatement::native_norm); }};
}

Statement su_yang_residual() {
  return {
      .name = "su-yang/residual",
      .formula =
          "√t‖r̂_t‖_n ≤ ‖f*‖_H/√(2e) + t^{3/2}‖r̂_0‖_n(E_in + E_mv(q)), E_in and E_mv as in "
          "overparameterized/limit/unprojected",
      .hypotheses = hypotheses_on_sphere() + "; λ_k > 0 wherever P_kf* ≠ 0; f_0 = 0",
      .source = su_yang_source(),
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) {
        const Network& initial = run.trajectory().problem().initial;
        require_doubled(initial);
        const Ball native = native_norm_square(parts(run));
        const auto movement = std::make_shared<const KernelDrift>(initial);
        return family<GrowthBounds>(
            run.growth(false),
            std::vector<SizeBound>{
                {"sample",
                 [](const GrowthPiece& piece) { return sqrt_nonnegative(piece.time) * piece.residual_norm; },
                 [first = sqrt(native / (2 * exp(Ball(1, native.precision())))),
                  lazy = lazy_bound(Ball(), initial_residual_norm(run),
                                    initialisation_error(run, SampleOperator::limit), movement)](
                     const Ball& t, const Ball& q) { return first + sqrt(t) * lazy(t, q); }}});
      }};
}

}  // namespace ntkcert::theorems
