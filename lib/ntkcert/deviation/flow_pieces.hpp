#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "ntkcert/flow/trajectory.hpp"

namespace ntkcert {

/// Quantities of the flow on a piece of a step, y = s − a in [0, b − a].
struct FlowPiece {
  Dyadic start;  ///< absolute time of y = 0
  Dyadic length;
  TaylorModel risk;                 ///< Φ = ½‖r̂_t‖_n²
  TaylorModel risk_rate;            ///< ⟨r̂_t, ∂_t r̂_t⟩_n = Φ'
  TaylorModel gradient_square;      ///< ‖∇Φ‖²
  TaylorModel displacement_square;  ///< ‖θ_t − θ_0‖²
  /// vᵀG_tv/|v|² ≤ λ_max(G_t), v an approximate top eigenvector at the step's start, and tr G_t ≥ λ_max(G_t);
  /// only if the step has Gram models.
  std::optional<TaylorModel> rayleigh_quotient;
  std::optional<TaylorModel> gram_trace;
};

/// The true flow on the current step, cut into pieces on demand and kept. `gram` (i ≤ j, row by row) may be
/// left empty by who needs no tangent kernel.
class FlowPieces {
 public:
  void enter(const Dyadic& start, StepModels models, const std::vector<TaylorModel>& gram);
  [[nodiscard]] const StepModels& models() const { return step_.at(0).models; }
  /// (1/n)Σ_j K_t(x_i, x_j) r_t(x_j), i = 1..n, from the Gram models; empty without them.
  [[nodiscard]] const std::vector<TaylorModel>& kernel_action() const { return step_.at(0).kernel_action; }
  [[nodiscard]] const FlowPiece& piece(const Dyadic& a, const Dyadic& b);

 private:
  struct Current {
    Dyadic start;
    StepModels models;
    std::vector<TaylorModel> kernel_action;
    TaylorModel risk_rate;
    std::optional<TaylorModel> rayleigh_quotient;
    std::optional<TaylorModel> gram_trace;
  };
  std::vector<Current> step_;  // empty or one
  std::map<std::pair<Dyadic, Dyadic>, FlowPiece> pieces_;
};

}  // namespace ntkcert
