#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::must_fail {

/// False because on one degree both sides of the true bound (λ_k) nearly meet.
Statement population_wrong_degree() {
  return {.name = "must-fail/population-wrong-degree",
          .formula =
              "‖P_k(r_t − e^{−λ_kt}r_0)‖ ≤ ∫_0^t e^{−μ(t−s)}‖P_k(T_K − T_n^s)r_s‖ ds in L²(sphere) for each "
              "degree k, μ the largest of the eigenvalues",
          .hypotheses = theorems::hypotheses_on_sphere(),
          .source = "planted: the eigenvalue of another degree",
          .vanishes_at_start = true,
          .on_sphere = true,
          .planted_false = true,
          .instantiate = [](RunEvaluation& run) {
            const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
            std::vector<SpectralBlock> blocks = deviation.degree_blocks(degrees);
            for (SpectralBlock& block : blocks) {
              for (const Ball& other : population.eigenvalues()) {
                block.rate = std::max(block.rate, other.upper());
              }
            }
            return theorems::family<IntegralBound>(pieces, std::move(blocks));
          }};
}

}  // namespace ntkcert::must_fail
