#include "ntkcert/deviation/duhamel.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement duhamel_identity(const NamedOperator& g) {
  return {.name = "damped-deviation/" + g.name + "/identity",
          .formula = "r̂_t − e^{−Gt}r̂_0 = ∫_0^t e^{−G(t−s)}(G − G_s)r̂_s ds, in the eigenbasis of G",
          .hypotheses = hypotheses_on(g),
          .source = "Bowman and Montúfar, arXiv 2201.04738 (empirical damped deviations)",
          .instantiate = [which = g.which](RunEvaluation& run) {
            const auto [basis, pieces] = run.deviation(which, DriverSource::gram);
            return family<DuhamelIdentity>(pieces, basis);
          }};
}

}  // namespace ntkcert::theorems
