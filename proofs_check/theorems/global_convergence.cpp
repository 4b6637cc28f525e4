#include <fmt/core.h>

#include "ntkcert/ball/text.hpp"
#include "ntkcert/deviation/overparameterized.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

constexpr long kDigits = 3;

GlobalConvergence convergence_constants(RunEvaluation& run) {
  const Network& initial = run.trajectory().problem().initial;
  return {run.deviation(SampleOperator::limit).basis, initialisation_error(run, SampleOperator::limit),
          KernelDrift(initial), initial_residual_norm(run), initial.width()};
}

/// What was found, and the width that Arora et al. ask for, n⁷/(λ_0⁴κ²δ⁴ε²) with λ_0 = nλ_*, κ = 1, δ = 1/20
/// and ε = √n·Ē‖r̂_0‖_n/(eλ_−), the largest deviation in their norm that is proved here (their constant is
/// unspecified).
std::string width_comparison(const GlobalConvergence& found, long samples, long width) {
  const Ball n(samples, found.error.precision());
  const Ball rate(found.rate, found.error.precision());
  const Ball epsilon = sqrt(n) * found.error * found.residual / (exp(Ball(1, n.precision())) * rate);
  const Ball wanted =
      pow(n, 7UL) / (pow(n * found.least, 4UL) * pow(Ball(kDelta, n.precision()), 4UL) * square(epsilon));
  return fmt::format("λ_* ≥ {}, λ_− = {}, Ē ≤ {}, m = {}, n⁷/(λ_0⁴κ²δ⁴ε²)/m ≥ {}",
                     decimal_below(found.least.lower(), kDigits), decimal_below(found.rate, kDigits),
                     decimal_above(found.error.upper(), kDigits), width,
                     decimal_below((wanted / width).lower(), kDigits));
}

std::string convergence_hypotheses() {
  return hypotheses_on(sample_operators().front()) +
         "; the unit sphere; λ_* = λ_min(G) > 0 and, for a λ_− = jλ_*/16, Ē = ‖G_0 − G‖ + E_mv(q_−) ≤ λ_* − "
         "λ_−, q_− = "
         "‖r̂_0‖_n/(λ_−√m), E_mv the least of the bounds a-priori/…kernel-drift that apply";
}

std::string arora_source() {
  return "After Arora, Du, Hu, Li, Salakhutdinov and Wang, arXiv 1901.08584 (Theorem 4.1), restated for "
         "gradient flow "
         "on all parameters, G = H/n: docs/theory.md, \"Overparameterised networks\"; holds for all t ≥ 0";
}

}  // namespace

Statement global_convergence_kernel() {
  return {
      .name = "global-convergence/kernel",
      .formula = "‖G_t − G‖ ≤ Ē (spectral), hence λ_min(G_t) ≥ λ_−",
      .hypotheses = convergence_hypotheses(),
      .source = arora_source(),
      .instantiate = [](RunEvaluation& run) {
        const GlobalConvergence found = convergence_constants(run);
        const auto n = static_cast<long>(run.samples());
        return family<GrowthBounds>(
            run.growth(true),
            std::vector<SizeBound>{{width_comparison(found, n, run.trajectory().problem().initial.width()),
                                    [n, limit = run.gram(SampleOperator::limit)](const GrowthPiece& piece) {
                                      Matrix change(n, n, limit.precision());
                                      std::size_t entry = 0;
                                      for (long i = 0; i < n; ++i) {
                                        for (long j = i; j < n; ++j, ++entry) {
                                          const Ball x = piece.kernel[entry] / n - limit(i, j);
                                          change.set(i, j, x);
                                          change.set(j, i, x);
                                        }
                                      }
                                      return operator_norm(change);
                                    },
                                    [error = found.error](const Ball&, const Ball&) { return error; }}});
      }};
}

Statement global_convergence_residual() {
  return {.name = "global-convergence/residual",
          .formula = "e^{λ_−t}‖r̂_t‖_n ≤ ‖r̂_0‖_n",
          .hypotheses = convergence_hypotheses(),
          .source = arora_source(),
          .vanishes_at_start = true,
          .instantiate = [](RunEvaluation& run) {
            const GlobalConvergence found = convergence_constants(run);
            return family<GrowthBounds>(
                run.growth(false),
                std::vector<SizeBound>{
                    {width_comparison(found, static_cast<long>(run.samples()),
                                      run.trajectory().problem().initial.width()),
                     [rate = found.rate](const GrowthPiece& piece) {
                       return exp(Ball(rate, piece.time.precision()) * piece.time) * piece.residual_norm;
                     },
                     [residual = found.residual](const Ball&, const Ball&) { return residual; }}});
          }};
}

Statement global_convergence_eigenpair() {
  return {
      .name = "global-convergence/eigenpair",
      .formula =
          "e^{λ_−t}|⟨r̂_t − e^{−Gt}r̂_0, φ_i⟩_n| ≤ Ē‖r̂_0‖_n(1 − e^{−(λ_i−λ_−)t})/(λ_i − λ_−) for every "
          "eigenpair of "
          "G (the projector's norm for eigenvalues that cannot be told apart), and for all of them together "
          "with "
          "λ_* for λ_i",
      .hypotheses = convergence_hypotheses(),
      .source = arora_source(),
      .vanishes_at_start = true,
      .instantiate = [](RunEvaluation& run) {
        const GlobalConvergence found = convergence_constants(run);
        const auto [basis, pieces] = run.deviation(SampleOperator::limit);
        std::vector<SpectralBlock> blocks = basis.cluster_blocks();
        blocks.push_back(basis.top_blocks().back());
        const Ball rate(found.rate, found.error.precision());
        std::vector<GrowingBound> bounds;
        for (const SpectralBlock& block : blocks) {
          bounds.push_back([size = found.error * found.residual,
                            difference = basis.eigen().eigenvalue(block.first) - rate](
                               const Ball& t, const Ball&) { return size * damping_between(difference, t); });
        }
        return family<GrowingDeviationBound>(pieces, run.growth(false), std::move(blocks), std::move(bounds),
                                             rate);
      }};
}

}  // namespace ntkcert::theorems
