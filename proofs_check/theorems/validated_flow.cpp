#include "ntkcert/ball/error.hpp"
#include "ntkcert/deviation/growth_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement validated_flow() {
  return {
      .name = "validated-flow/radius",
      .formula =
          "|θ_t − θ̃(t)| ≤ η ≤ the tolerance asked for, η = e^{∫μ}(η_0 + ∫|δ|) the radius proved for each "
          "step; "
          "the left side is η",
      .hypotheses =
          "gradient flow of Φ = ½‖r̂‖_n², σ analytic on a strip; θ̃ piecewise polynomial, δ = θ̃' + ∇Φ(θ̃), μ ≥ "
          "−λ_min(∇²Φ) on a tube around θ̃ that is wider than η",
      .source = "docs/theory.md, \"Validated gradient flow\"",
      .instantiate = [](RunEvaluation& run) {
        if (!run.tolerance()) {
          throw InvalidInput("a statement on the radius needs a run with a tolerance");
        }
        const auto pieces = run.growth(false);
        return family<GrowthBounds>(
            pieces, std::vector<SizeBound>{{"radius",
                                            [pieces](const GrowthPiece& piece) {
                                              return Ball(pieces->radius(), piece.time.precision());
                                            },
                                            [tolerance = *run.tolerance()](const Ball& t, const Ball&) {
                                              return Ball(tolerance, t.precision());
                                            }}});
      }};
}

}  // namespace ntkcert::theorems
