#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement square_integral_bound(const NamedOperator& g) {
  return {
      .name = "damped-deviation/" + g.name + "/square-integral",
      .formula =
          "‖P(r̂_t − e^{−Gt}r̂_0)‖_n² ≤ (1 − e^{−2λt})/(2λ)·∫_0^t‖P(G − G_s)r̂_s‖_n² ds, P the projector onto "
          "the "
          "top q modes of G, λ its smallest eigenvalue among them",
      .hypotheses = hypotheses_on(g),
      .source = "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula and the Cauchy–Schwarz inequality",
      .vanishes_at_start = true,
      .instantiate = [which = g.which](RunEvaluation& run) {
        const auto [basis, pieces] = run.deviation(which);
        return family<SquareIntegralBound>(pieces, basis.top_blocks());
      }};
}

}  // namespace ntkcert::theorems
