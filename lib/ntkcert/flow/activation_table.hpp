#pragma once

#include <optional>
#include <vector>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/floating/upper_bound.hpp"
#include "ntkcert/flow/tube_formulas.hpp"

namespace ntkcert {

/// An activation's bounds as doubles, taken once from balls: those of the real line, and those of the strips
/// |Im z| ≤ j/32, of which the least that is high enough serves for any height.
class ActivationTable {
 public:
  struct Strip {
    UpperBound value;  // +∞ if σ is not bounded there
    UpperBound derivative;
    UpperBound second_derivative;
  };

  ActivationTable(const SmoothActivation& activation, long width);

  /// sup|σ|, if finite.
  [[nodiscard]] std::optional<UpperBound> value() const { return value_; }
  [[nodiscard]] const TubeFormulas<UpperBound>& formulas() const { return formulas_; }
  /// Null if no strip of that height has bounds.
  [[nodiscard]] const Strip* strip(UpperBound height) const;

 private:
  std::optional<UpperBound> value_;
  TubeFormulas<UpperBound> formulas_;
  std::vector<Strip> strips_;
};

}  // namespace ntkcert
