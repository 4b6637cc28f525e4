#include "ntkcert/deviation/growth_bounds.hpp"
#include "ntkcert/deviation/growth_law.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

/// max_ij|K_t − K_0|(x_i, x_j).
Ball largest_change(const GrowthPiece& piece) {
  Ball largest(piece.time.precision());
  for (const Ball& change : piece.kernel_change) {
    largest = max(largest, abs(change));
  }
  return largest;
}

Family drift_below(RunEvaluation& run, std::function<Ball(const Ball& q)> bound) {
  return family<GrowthBounds>(
      run.growth(true),
      std::vector<SizeBound>{{"largest over the sample", largest_change,
                              [bound = std::move(bound)](const Ball&, const Ball& q) { return bound(q); }}});
}

}  // namespace

Statement kernel_drift() {
  return {.name = "a-priori/kernel-drift",
          .formula =
              "|K_t(x, x') − K_0(x, x')| ≤ ∫_0^q 4c²(α·s + L_2α_3³)dq on the sample, α, s as in "
              "a-priori/network-gradient, α_3 the majorant α from ((1/m)Σ|a_ℓ|³)^{1/3}, ((1/m)Σ|w̄_ℓ|³)^{1/3}",
          .hypotheses = hypotheses_on_growth(),
          .source = "docs/theory.md, \"Growth of a network\"; movement O(t‖r̂_0‖_n/√m)",
          .vanishes_at_start = true,
          .instantiate = [](RunEvaluation& run) {
            const Network& initial = run.trajectory().problem().initial;
            return drift_below(run, [law = GrowthLaw(initial.activation()), mean = mean_sizes(initial),
                                     cubic = cubic_sizes(initial)](const Ball& q) {
              return law.kernel_drift(mean, cubic, q);
            });
          }};
}

Statement doubled_kernel_drift() {
  return {
      .name = "a-priori/doubled-kernel-drift",
      .formula =
          "|K_t(x, x') − K_0(x, x')| ≤ 4L_1²S²q² + 24L_1²L_2S(A²q²/2 + 2ASq³/3 + S²q⁴/4) + c(Aq²/2 + "
          "Sq³/6)(8√2A(L_1³ + 2L_1L_2S) + 8√2A³(2L_1L_2² + L_1²L_3)) on the sample, A = max|a_ℓ(0)|, q as in "
          "a-priori/parameter-growth",
      .hypotheses =
          hypotheses_on_growth() + "; σ and its first three derivatives bounded; doubled initialisation",
      .source = "docs/theory.md, \"Growth of a network\"; movement O(t²‖r̂_0‖_n²/m)",
      .vanishes_at_start = true,
      .instantiate = [](RunEvaluation& run) {
        const Network& initial = run.trajectory().problem().initial;
        require_doubled(initial);
        static_cast<void>(require_bounded(initial));
        Ball outer;
        for (const WeightSizes& neuron : neuron_sizes(initial)) {
          outer = max(outer, neuron.outer);
        }
        return drift_below(run, [law = GrowthLaw(initial.activation()), outer](const Ball& q) {
          return law.doubled_drift(outer, q);
        });
      }};
}

Statement neuronwise_kernel_drift() {
  return {.name = "a-priori/neuronwise-kernel-drift",
          .formula =
              "|K_t(x, x') − K_0(x, x')| ≤ qΓ(q)/2 on the sample, Γ(q) = (1/m)Σ_ℓ{8L_1²s_ℓΔa + |a|8√2(L_1³ + "
              "2L_1L_2s_ℓ)Δw + 8L_1²L_2(α_ℓ² + α_ℓ|a| + a²)Δa + |a|³8√2(2L_1L_2² + L_1²L_3)Δw}, a = a_ℓ(0), "
              "α_ℓ and "
              "ω_ℓ as in a-priori/neuron-growth, Δa = α_ℓ − |a|, Δw = ω_ℓ − |w̄_ℓ(0)|, s_ℓ = S or A_0 + cω_ℓ",
          .hypotheses = hypotheses_on_growth() + "; σ''' bounded; doubled initialisation",
          .source = "docs/theory.md, \"Growth of a network\"; movement O(1/m) for any σ and a",
          .vanishes_at_start = true,
          .instantiate = [](RunEvaluation& run) {
            const Network& initial = run.trajectory().problem().initial;
            require_doubled(initial);
            return drift_below(run, [law = GrowthLaw(initial.activation()), neurons = neuron_sizes(initial)](
                                        const Ball& q) { return law.neuronwise_drift(neurons, q); });
          }};
}

}  // namespace ntkcert::theorems
