#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "ntkcert/flow/trajectory.hpp"

namespace ntkcert {

/// What a flow does on a piece [a, b] of a step, as ranges over all of its times.
struct GrowthPiece {
  Ball time;            ///< t, absolute
  Network network;      ///< θ_t
  Vector displacement;  ///< θ_t − θ_0, in the layout's order
  Ball residual_norm;   ///< ‖r̂_t‖_n
  Ball path;            ///< ∫_a^b‖r̂_s‖_n ds
  Vector residual;      ///< r_t(x_i)
  /// K_t(x_i, x_j) = n(G_t)_ij and K_t − K_0, i ≤ j, row by row; empty without Gram models.
  Vector kernel;
  Vector kernel_change;
};

/// The true flow on the current step, enclosed piece by piece on demand and kept.
class GrowthPieces {
 public:
  /// The trajectory must outlive it.
  explicit GrowthPieces(const Trajectory& trajectory) : trajectory_(trajectory) {}
  /// `gram` (i ≤ j, row by row) may be left empty by who needs no tangent kernel.
  void enter(const Step& step, StepModels models, std::vector<TaylorModel> gram);
  /// The piece of local times [a, b], 0 ≤ a ≤ b ≤ length.
  [[nodiscard]] const GrowthPiece& piece(const Dyadic& a, const Dyadic& b);
  [[nodiscard]] const Trajectory& trajectory() const { return trajectory_; }
  /// A bound of |θ_t − θ̃(t)| on the current step.
  [[nodiscard]] const Dyadic& radius() const { return step_->radius; }

 private:
  [[nodiscard]] GrowthPiece enclose(const Dyadic& a, const Dyadic& b) const;

  const Trajectory& trajectory_;
  const Step* step_ = nullptr;
  std::optional<StepModels> models_;
  std::vector<TaylorModel> gram_;
  Vector initial_kernel_;
  std::map<std::pair<Dyadic, Dyadic>, GrowthPiece> pieces_;
};

}  // namespace ntkcert
