#pragma once

#include <map>
#include <utility>
#include <variant>
#include <vector>

#include "ntkcert/deviation/sample_deviation.hpp"

namespace ntkcert {

/// The squared norm of a part of a function of s ∈ [0, length]: the norm is within `error` of √square(s).
struct SquareModel {
  TaylorModel square;
  Ball error;
};

/// As DeviationStep, where only the norms of the parts on which a projector acts are known, not coordinates.
struct DeviationSquares {
  Dyadic start;
  Dyadic length;
  std::vector<SquareModel> deviation;
  std::vector<SquareModel> driver;
};

/// Squares of deviation and driver on a piece of a step, y = s − a in [0, b − a], coordinate by coordinate or
/// part by part.
struct DeviationPiece {
  Dyadic start;  ///< absolute time of y = 0
  Dyadic length;
  std::vector<TaylorModel> deviation_square;
  std::vector<TaylorModel> driver_square;

  [[nodiscard]] Precision precision() const { return driver_square.front().precision(); }
  /// ‖Pε_t‖_n² and ‖Pd_t‖_n² for the block's projector.
  [[nodiscard]] TaylorModel deviation_square_on(const SpectralBlock& block) const;
  [[nodiscard]] TaylorModel driver_square_on(const SpectralBlock& block) const;
};

/// The pieces of the current step, cut on demand and kept, so that all bounds on one deviation share them.
class DeviationPieces {
 public:
  /// Forgets the pieces of the step before.
  void enter(std::variant<DeviationStep, DeviationSquares> step);
  /// The coordinates entered; there must be some.
  [[nodiscard]] const DeviationStep& step() const { return std::get<DeviationStep>(step_.at(0)); }
  /// The piece of local times [a, b], 0 ≤ a < b ≤ length.
  [[nodiscard]] const DeviationPiece& piece(const Dyadic& a, const Dyadic& b);

 private:
  std::vector<std::variant<DeviationStep, DeviationSquares>> step_;  // empty or one
  std::map<std::pair<Dyadic, Dyadic>, DeviationPiece> pieces_;
};

}  // namespace ntkcert
