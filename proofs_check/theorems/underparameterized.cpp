#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement underparameterized() {
  return {.name = "underparameterized/projected",
          .formula =
              "‖P(r_t − e^{−T_Kt}r_0)‖ ≤ (1 − e^{−λt})/λ·E_T for all t ≤ T, P the projector onto degree k or "
              "onto the degrees 0..k, λ the smallest eigenvalue among them, E_T = (κL/√n)(F + g_0R) + "
              "κhR²/√m + (c_*L/√(m/2))‖r̂_0‖_n + E_mv‖r̂_0‖_n, L = 1 + √(2log(3/δ)), δ = 1/20",
          .hypotheses =
              hypotheses_on_sphere() +
              "; σ and its first three derivatives bounded; doubled initialisation with |a_ℓ(0)| = A; "
              "weights and sample drawn independently. Holds with probability ≥ 1 − δ; the verdict is on "
              "this draw",
          .source =
              "Bowman and Montúfar, arXiv 2201.04738 (underparameterised case), with explicit constants: "
              "docs/theory.md, \"The underparameterised theorem\"",
          .vanishes_at_start = true,
          .on_sphere = true,
          .instantiate = [](RunEvaluation& run) {
            const DriverBound bound = run.underparameterized().all_degrees(kDelta);
            const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
            std::vector<SpectralBlock> blocks = all_blocks(deviation, degrees);
            std::vector<Ball> rates;
            for (SpectralBlock& block : blocks) {
              Ball rate = population.eigenvalues()[static_cast<std::size_t>(block.first)];
              for (long k = block.first; k <= block.last; ++k) {
                rate = min(rate, population.eigenvalues()[static_cast<std::size_t>(k)]);
              }
              rates.push_back(std::move(rate));
              block.label += anatomy(bound);
            }
            std::vector<Ball> constants(blocks.size(), bound.total());
            return family<ConstantDriverBound>(pieces, std::move(blocks), std::move(rates),
                                               std::move(constants));
          }};
}

}  // namespace ntkcert::theorems
