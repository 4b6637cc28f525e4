#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement supremum_bound(const NamedOperator& g) {
  return {
      .name = "damped-deviation/" + g.name + "/projected",
      .formula =
          "‖P(r̂_t − e^{−Gt}r̂_0)‖_n ≤ (1 − e^{−λt})/λ·sup_{s≤t}‖P(G − G_s)r̂_s‖_n, P the projector onto the "
          "top q "
          "modes of G, λ its smallest eigenvalue among them",
      .hypotheses = hypotheses_on(g),
      .source =
          "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula and ∫_0^t e^{−λs} ds = (1 − e^{−λt})/λ",
      .vanishes_at_start = true,
      .instantiate = [which = g.which](RunEvaluation& run) {
        const auto [basis, pieces] = run.deviation(which);
        return family<SupremumBound>(pieces, basis.top_blocks(), SupremumFactor::damped);
      }};
}

}  // namespace ntkcert::theorems
