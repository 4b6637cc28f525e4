#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

/// (1 − e^{−λt})X + (1 − e^{−λt})/λ·Y = (1 − e^{−λt})/λ·(λX + Y).
Statement underparameterized_degree() {
  return {
      .name = "underparameterized/degree",
      .formula =
          "‖P_k(r_t − e^{−λ_kt}r_0)‖ ≤ (1 − e^{−λ_kt})·[√(N_k/n)L(F + g_0R) + (1 + √N_k)hR²/(2√m)] + (1 − "
          "e^{−λ_kt})/λ_k·‖r̂_0‖_n(c_*L/√(m/2) + E_mv) for all t ≤ T and all degrees k of a set B, L = 1 + "
          "√(2log((2|B|+1)/δ)), δ = 1/20: the error of the sample is not amplified by 1/λ_k",
      .hypotheses =
          hypotheses_on_sphere() +
          "; σ and its first three derivatives bounded; doubled initialisation with |a_ℓ(0)| = A; "
          "weights and sample drawn independently. Holds with probability ≥ 1 − δ; the verdict is on "
          "this draw",
      .source =
          "docs/theory.md, \"The underparameterised theorem\"; after Bowman and Montúfar, arXiv 2201.04738",
      .vanishes_at_start = true,
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) {
        const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
        const std::vector<DriverBound> bounds = run.underparameterized().by_degree(degrees, kDelta);
        std::vector<SpectralBlock> blocks = deviation.degree_blocks(degrees);
        std::vector<Ball> rates;
        std::vector<Ball> constants;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
          rates.push_back(population.eigenvalues()[static_cast<std::size_t>(degrees[i])]);
          blocks[i].label += anatomy(bounds[i]);
          constants.push_back(bounds[i].total());
        }
        return family<ConstantDriverBound>(pieces, std::move(blocks), std::move(rates), std::move(constants));
      }};
}

}  // namespace ntkcert::theorems
