#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement eigenpair_square_integral(const NamedOperator& g) {
  return {.name = "damped-deviation/" + g.name + "/eigenpair-square-integral",
          .formula =
              "⟨r̂_t − e^{−Gt}r̂_0, φ_i⟩_n² ≤ (1 − e^{−2λ_i t})/(2λ_i)·∫_0^t⟨(G − G_s)r̂_s, φ_i⟩_n² ds for "
              "every eigenpair "
              "(λ_i, φ_i) of G (the projector's norm for eigenvalues that cannot be told apart)",
          .hypotheses = hypotheses_on(g),
          .source =
              "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula in an eigenbasis and Cauchy–Schwarz",
          .vanishes_at_start = true,
          .instantiate = [which = g.which](RunEvaluation& run) {
            const auto [basis, pieces] = run.deviation(which);
            return family<SquareIntegralBound>(pieces, basis.cluster_blocks());
          }};
}

}  // namespace ntkcert::theorems
