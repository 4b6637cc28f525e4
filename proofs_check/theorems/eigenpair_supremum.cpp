#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement eigenpair_supremum(const NamedOperator& g) {
  return {.name = "damped-deviation/" + g.name + "/eigenpair",
          .formula =
              "|⟨r̂_t − e^{−Gt}r̂_0, φ_i⟩_n| ≤ (1 − e^{−λ_i t})/λ_i·sup_{s≤t}|⟨(G − G_s)r̂_s, φ_i⟩_n| for every "
              "eigenpair "
              "(λ_i, φ_i) of G (the projector's norm for eigenvalues that cannot be told apart)",
          .hypotheses = hypotheses_on(g),
          .source = "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula in an eigenbasis",
          .vanishes_at_start = true,
          .instantiate = [which = g.which](RunEvaluation& run) {
            const auto [basis, pieces] = run.deviation(which);
            return family<SupremumBound>(pieces, basis.cluster_blocks(), SupremumFactor::damped);
          }};
}

}  // namespace ntkcert::theorems
