#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement unprojected_bound(const NamedOperator& g) {
  return {.name = "damped-deviation/" + g.name + "/unprojected",
          .formula = "‖r̂_t − e^{−Gt}r̂_0‖_n ≤ t·sup_{s≤t}‖(G − G_s)r̂_s‖_n",
          .hypotheses = hypotheses_on(g),
          .source = "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula and ‖e^{−Gs}‖ ≤ 1",
          .vanishes_at_start = true,
          .instantiate = [which = g.which](RunEvaluation& run) {
            const auto [basis, pieces] = run.deviation(which);
            return family<SupremumBound>(pieces, std::vector{basis.top_blocks().back()},
                                         SupremumFactor::undamped);
          }};
}

}  // namespace ntkcert::theorems
