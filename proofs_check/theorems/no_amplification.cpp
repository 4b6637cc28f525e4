#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement no_amplification() {
  return {
      .name = "underparameterized/no-amplification",
      .formula =
          "(1 − e^{−λ_kt})·sup_{s≤t}‖(P_k − P̂_k)r_s‖ ≤ (1 − e^{−λ_kt})/λ_k·C, C = (κB/√n)(1 + "
          "√(2p·log(1+2√n) + 2log(1/δ))) + 2κgR'/√n, δ = 1/20, for each degree k: the sample's part of the "
          "deviation, at most the left side, against what a covering of the p parameters gives",
      .hypotheses =
          hypotheses_on_sphere() +
          "; σ and its first three derivatives bounded; doubled initialisation with |a_ℓ(0)| = A; "
          "weights and sample drawn independently. Holds with probability ≥ 1 − δ; the verdict is on "
          "this draw",
      .source = "P_k(T_K − T_n)r_s = λ_k(P_k − P̂_k)r_s; docs/theory.md, \"The underparameterised theorem\"",
      .vanishes_at_start = true,
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) {
        const Ball covering = run.underparameterized().covering(kDelta);
        const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
        std::vector<SpectralBlock> blocks = deviation.degree_blocks(degrees);
        std::vector<Ball> rates;
        for (const long k : degrees) {
          rates.push_back(population.eigenvalues()[static_cast<std::size_t>(k)]);
        }
        return family<SamplingComparison>(run.sphere_sampling(), std::move(blocks), std::move(rates),
                                          covering);
      }};
}

}  // namespace ntkcert::theorems
