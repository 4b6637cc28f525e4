#include "ntkcert/deviation/sampling_bound.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

/// The sampling term of the underparameterised theorem at the level δ holds with probability ≥ 1 − 2δ/3.
Statement sampling_operator() {
  return {
      .name = "sampling/operator",
      .formula =
          "‖P(T_K − T_n)r_t‖ ≤ (κL/√n)(F + g_0R) + κhR²/√m for all t ≤ T, P the projector onto the degrees "
          "0..k "
          "asked for, L = 1 + √(2log(3/δ)), δ = 1/20, the other constants as in underparameterized/projected",
      .hypotheses =
          hypotheses_on_sphere() +
          "; σ and its first three derivatives bounded; doubled initialisation with |a_ℓ(0)| = A; weights "
          "and "
          "sample drawn independently. Holds with probability ≥ 1 − 2δ/3; the verdict is on this draw",
      .source = "docs/theory.md, \"The underparameterised theorem\" (Sampling)",
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) {
        const Ball constant = run.underparameterized().all_degrees(kDelta).sampling;
        return family<SamplingBound>(run.sphere_sampling(), run.sphere_deviation().population.eigenvalues(),
                                     constant);
      }};
}

}  // namespace ntkcert::theorems
