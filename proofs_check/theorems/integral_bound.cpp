#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

/// On a one-dimensional block both sides are equal while ⟨d_s, φ⟩ keeps its sign: there the identity is the
/// statement.
Statement integral_bound(const NamedOperator& g) {
  return {
      .name = "damped-deviation/" + g.name + "/integral",
      .formula =
          "‖P(r̂_t − e^{−Gt}r̂_0)‖_n ≤ ∫_0^t e^{−λ(t−s)}‖P(G − G_s)r̂_s‖_n ds, P the projector onto the top q ≥ "
          "2 "
          "modes of G, λ its smallest eigenvalue among them",
      .hypotheses = hypotheses_on(g),
      .source = "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula and ‖e^{−G(t−s)}P‖ ≤ e^{−λ(t−s)}",
      .vanishes_at_start = true,
      .instantiate = [which = g.which](RunEvaluation& run) {
        const auto [basis, pieces] = run.deviation(which);
        std::vector<SpectralBlock> blocks = basis.top_blocks();
        std::erase_if(blocks, [](const SpectralBlock& block) { return block.size() < 2; });
        return family<IntegralBound>(pieces, std::move(blocks));
      }};
}

}  // namespace ntkcert::theorems
