#pragma once

#include <optional>

#include "ntkcert/flow/activation_table.hpp"
#include "ntkcert/flow/double_majorant.hpp"

namespace ntkcert {

/// DiscBounds (cauchy.hpp) of a DoubleSeries on |s| ≤ radius, in the series' unit of time, with the
/// polynomial r̂ of the residuals as it was computed. Proofs: docs/theory.md, Lemma 1 and "The double tier".
struct DoubleDisc {
  double radius;
  UpperBound value;              // S
  UpperBound derivative;         // Q
  UpperBound second_derivative;  // Q₂
  UpperBound outer;              // A
  UpperBound network_change;     // F
  UpperBound residual;           // Σ_k (1/n)Σ_i|r̂_{i,k}| R^k
  UpperBound gradient;           // Γ
  UpperBound kernel;             // S² + 2c²Q²A²
};

/// Empty if the activation has no bounds on the strip that the disc needs.
[[nodiscard]] std::optional<DoubleDisc> double_disc(const DoubleSeries& series, const DoubleErrors& errors,
                                                    const ActivationTable& table, double radius);

/// A disc and a step length in it (in units, few bits) for which Cauchy's bound of |tail of J̃ᵀr̂/n| is at most
/// about `rate`: the longest over a grid of radii. Only the disc's bounds are proved. Empty if no disc has
/// bounds.
struct DoubleStepSize {
  DoubleDisc disc;
  double length;
};
[[nodiscard]] std::optional<DoubleStepSize> choose_double_step(const DoubleSeries& series,
                                                               const DoubleErrors& errors,
                                                               const ActivationTable& table, double rate);

}  // namespace ntkcert
