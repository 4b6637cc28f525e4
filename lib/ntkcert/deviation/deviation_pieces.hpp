#pragma once

#include <map>
#include <utility>
#include <vector>

#include "ntkcert/deviation/sample_deviation.hpp"

namespace ntkcert {

/// Deviation and driver on a piece of a step, y = s − a in [0, b − a], with squares coordinate by coordinate.
struct DeviationPiece {
  Dyadic start;  ///< absolute time of y = 0
  Dyadic length;
  std::vector<TaylorModel> deviation;
  std::vector<TaylorModel> driver;
  std::vector<TaylorModel> deviation_square;
  std::vector<TaylorModel> driver_square;

  /// ‖Pε_t‖_n² and ‖Pd_t‖_n² for the block's projector.
  [[nodiscard]] TaylorModel deviation_square_on(const SpectralBlock& block) const;
  [[nodiscard]] TaylorModel driver_square_on(const SpectralBlock& block) const;
};

/// The pieces of the current step, cut on demand and kept, so that all bounds on one deviation share them.
class DeviationPieces {
 public:
  /// Forgets the pieces of the step before.
  void enter(DeviationStep step);
  [[nodiscard]] const DeviationStep& step() const { return step_.at(0); }
  /// The piece of local times [a, b], 0 ≤ a < b ≤ length.
  [[nodiscard]] const DeviationPiece& piece(const Dyadic& a, const Dyadic& b);

 private:
  std::vector<DeviationStep> step_;  // empty or one
  std::map<std::pair<Dyadic, Dyadic>, DeviationPiece> pieces_;
};

}  // namespace ntkcert
