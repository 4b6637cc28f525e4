#include "ntkcert/deviation/overparameterized.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

Family lazy_deviation(RunEvaluation& run, SampleOperator which, std::vector<SpectralBlock> blocks,
                      std::vector<Ball> rates) {
  const auto movement = std::make_shared<const KernelDrift>(run.trajectory().problem().initial);
  const Ball initialisation = initialisation_error(run, which);
  std::vector<GrowingBound> bounds;
  for (Ball& rate : rates) {
    bounds.push_back(lazy_bound(std::move(rate), initial_residual_norm(run), initialisation, movement));
  }
  return family<GrowingDeviationBound>(run.deviation(which).pieces, run.growth(false), std::move(blocks),
                                       std::move(bounds));
}

std::string movement_bound() {
  return "E_mv(q) the least of the bounds a-priori/…kernel-drift that apply, q = m^{−1/2}∫_0^t‖r̂_s‖_n ds, "
         "E_in = "
         "‖G_0 − G‖ (spectral)";
}

}  // namespace

Statement overparameterized_eigenpair(const NamedOperator& g) {
  return {
      .name = "overparameterized/" + g.name + "/eigenpair",
      .formula =
          "|⟨r̂_t − e^{−Gt}r̂_0, φ_i⟩_n| ≤ (1 − e^{−λ_it})/λ_i·‖r̂_0‖_n(E_in + E_mv(q)) for every eigenpair of "
          "G (the projector's norm for eigenvalues that cannot be told apart), " +
          movement_bound(),
      .hypotheses = hypotheses_on(g) + "; the unit sphere",
      .source =
          "After Bowman and Montúfar, arXiv 2201.04738 (overparameterised case): docs/theory.md, "
          "\"Overparameterised networks\"; deterministic given the draw",
      .vanishes_at_start = true,
      .instantiate = [which = g.which](RunEvaluation& run) {
        const EigenBasis& basis = run.deviation(which).basis;
        std::vector<SpectralBlock> blocks = basis.cluster_blocks();
        std::vector<Ball> rates;
        for (const SpectralBlock& block : blocks) {
          rates.push_back(basis.eigen().eigenvalue(block.first));
        }
        return lazy_deviation(run, which, std::move(blocks), std::move(rates));
      }};
}

Statement overparameterized_unprojected(const NamedOperator& g) {
  return {.name = "overparameterized/" + g.name + "/unprojected",
          .formula = "‖r̂_t − e^{−Gt}r̂_0‖_n ≤ t‖r̂_0‖_n(E_in + E_mv(q)), " + movement_bound(),
          .hypotheses = hypotheses_on(g) + "; the unit sphere",
          .source =
              "After Bowman and Montúfar, arXiv 2201.04738 (overparameterised case): docs/theory.md, "
              "\"Overparameterised networks\"; deterministic given the draw",
          .vanishes_at_start = true,
          .instantiate = [which = g.which](RunEvaluation& run) {
            const EigenBasis& basis = run.deviation(which).basis;
            return lazy_deviation(run, which, {basis.top_blocks().back()}, {Ball()});
          }};
}

}  // namespace ntkcert::theorems
