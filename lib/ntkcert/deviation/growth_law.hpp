#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "ntkcert/network/network.hpp"

namespace ntkcert {

/// α and ω: the size of outer weights and that of inner weights with their biases.
struct WeightSizes {
  Ball outer;
  Ball inner;
};

/// A-priori bounds of the gradient flow of a two-layer network on the unit sphere (M̄ = √2, c = √2L_1) in the
/// internal time q(t) = m^{−1/2}∫_0^t‖r̂_s‖_n ds, or any bound of it. All of them grow with q ≥ 0, and are
/// enclosed for every q of a ball by their values at its ends. A_0 = |σ(0)|, L_1, L_2, L_3 = sup|σ'|,
/// sup|σ''|, sup|σ'''|, S = sup|σ|, computed with kBoundPrecision. Proofs: docs/theory.md, "Growth of a
/// network".
class GrowthLaw {
 public:
  explicit GrowthLaw(const SmoothActivation& activation);

  [[nodiscard]] bool is_bounded() const { return value_.has_value(); }
  /// Majorants of the sizes at internal time q (‖a_t‖/√m and ‖W̄_t‖/√m; (Σ|a_ℓ|^π/m)^{1/π} and
  /// (Σ|w̄_ℓ|^π/m)^{1/π}; |a_ℓ| and |w̄_ℓ|): for bounded σ
  ///   α_0 + Sq, ω_0 + c(α_0q + Sq²/2), else
  ///   α_0cosh(cq) + (ω_0+A_0/c)sinh(cq), (ω_0+A_0/c)cosh(cq) + α_0sinh(cq) − A_0/c.
  [[nodiscard]] WeightSizes majorants(const WeightSizes& initial, const Ball& q) const;
  /// A bound of |σ| where |w̄| ≤ inner: S, or A_0 + c·inner.
  [[nodiscard]] Ball output(const Ball& inner) const;
  /// ‖∇f(x)‖² ≤ output(ω)² + c²α² + 1.
  [[nodiscard]] Ball gradient_square(const WeightSizes& sizes) const;
  /// m^{−1/2}(√2L_1 + 2L_2·max_ℓ|a_ℓ|) ≥ ‖∇²f(x)‖.
  [[nodiscard]] Ball hessian(long width, const Ball& largest_outer) const;

  /// ∫_0^q 2[2c²α·output(ω) + 2c²L_2α_3³] ≥ sup|K_t − K_0|; α, ω the majorants from `initial`, α_3 that from
  /// `cubic` (π = 3). The integrand grows: the integral lies between the lower and the upper sum of 64 cells.
  [[nodiscard]] Ball kernel_drift(const WeightSizes& initial, const WeightSizes& cubic, const Ball& q) const;
  /// For doubled initialisation and bounded σ, |a_ℓ(0)| ≤ A:
  ///   4L_1²S²q² + 24L_1²L_2S(A²q²/2 + 2ASq³/3 + S²q⁴/4)
  ///   + c(Aq²/2+Sq³/6)(8√2A(L_1³+2L_1L_2S) + 8√2A³(2L_1L_2²+L_1²L_3)) ≥ sup|K_t − K_0|.
  [[nodiscard]] Ball doubled_drift(const Ball& outer, const Ball& q) const;
  /// For doubled initialisation, any σ and a: qΓ(q)/2 ≥ sup|K_t − K_0|,
  ///   Γ(q) = (1/m)Σ_ℓ{8L_1²s_ℓΔa + |a|·8√2(L_1³+2L_1L_2s_ℓ)Δw + 8L_1²L_2(α_ℓ²+α_ℓ|a|+a²)Δa
  ///                    + |a|³·8√2(2L_1L_2²+L_1²L_3)Δw},
  /// a = a_ℓ(0), α_ℓ, ω_ℓ the neuron's majorants, Δa = α_ℓ − |a|, Δw = ω_ℓ − |w̄_ℓ(0)|, s_ℓ = output(ω_ℓ).
  [[nodiscard]] Ball neuronwise_drift(const std::vector<WeightSizes>& neurons, const Ball& q) const;

 private:
  std::optional<Ball> value_;  // S
  Ball at_zero_;               // A_0
  Ball first_;                 // L_1
  Ball second_;                // L_2
  Ball third_;                 // L_3
  Ball slope_;                 // c
};

/// Sizes of a network: (‖a‖/√m, ‖W̄‖_op/√m), ((Σ|a_ℓ|³/m)^{1/3}, (Σ|w̄_ℓ|³/m)^{1/3}), (|a_ℓ|, |w̄_ℓ|) each.
[[nodiscard]] WeightSizes mean_sizes(const Network& network);
[[nodiscard]] WeightSizes cubic_sizes(const Network& network);
[[nodiscard]] std::vector<WeightSizes> neuron_sizes(const Network& network);

/// f(q) for every q ≥ 0 of the ball, f nondecreasing: from f's values at the ends.
[[nodiscard]] Ball at_ends(const std::function<Ball(const Ball&)>& f, const Ball& q);

/// E_mv: the least of the bounds of sup|K_t − K_0| above that apply to a network's initialisation.
class KernelDrift {
 public:
  explicit KernelDrift(const Network& initial);
  /// At an exact q ≥ 0.
  [[nodiscard]] Ball operator()(const Ball& q) const;

 private:
  [[nodiscard]] Ball least(const Ball& q) const;

  GrowthLaw law_;
  WeightSizes mean_;
  WeightSizes cubic_;
  bool doubled_;
  Ball largest_outer_;
  std::vector<WeightSizes> neurons_;
  /// Many instances ask for the same few q, one after the other.
  mutable std::map<Dyadic, Ball> known_;
};

}  // namespace ntkcert
