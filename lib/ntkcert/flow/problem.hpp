#pragma once

#include "ntkcert/ball/exact.hpp"
#include "ntkcert/network/network.hpp"
#include "ntkcert/network/samples.hpp"

namespace ntkcert {

/// The gradient flow θ' = −∇Φ(θ), Φ(θ) = (1/2n)Σ_i (f(x_i; θ) − y_i)², from θ_0 on [0, horizon]. Network,
/// points and labels are enclosures of exact things; the trajectory encloses the flow for each choice in
/// them. Everything is computed at `precision`.
struct FlowProblem {
  Network initial;
  Points points;
  Vector labels;
  Rational horizon;
  Precision precision;
};

/// Throws InvalidInput unless horizon > 0, the labels are n finite balls and dimensions agree.
void validate(const FlowProblem& problem);

}  // namespace ntkcert
