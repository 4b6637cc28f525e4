#pragma once

#include "ntkcert/floating/aligned_array.hpp"
#include "ntkcert/floating/lanes.hpp"
#include "ntkcert/floating/upper_bound.hpp"
#include "ntkcert/flow/problem.hpp"

namespace ntkcert {

/// A flow's problem rounded to doubles, with bounds of what the rounding changed. Samples stand in blocks of
/// kLanes; the last block is filled up with points and labels 0, which must get no weight.
///
/// A state is θ = origin + displacement, both doubles, exactly: `origin` are the initial parameters rounded,
/// the first displacement is their rounding error.
struct DoubleProblem {
  /// Throws InvalidInput if a number of the problem is beyond the range of doubles.
  explicit DoubleProblem(const FlowProblem& problem);

  ParameterLayout layout;
  long samples;
  long blocks;
  AlignedArray<double> points;          // x̄_i: [block][component][lane]
  AlignedArray<double> labels;          // y_i: [block][lane]
  AlignedArray<double> preactivations;  // ⟨w̄_ℓ, x̄_i⟩ of the origin, rounded: [neuron][block][lane]
  std::vector<double> origin;           // in the layout's order
  std::vector<double> displacement;
  double scale;  // c = m^{−1/2}, off by at most a relative 2^{−53}

  UpperBound initial_error;        // |θ_0 − origin − displacement| for all θ_0 of the problem's balls
  UpperBound point_error;          // max_i |x̂_i − x̄_i|
  UpperBound point_size;           // max_i |x̂_i|
  UpperBound label_error;          // max_i |ŷ_i − y_i|
  UpperBound label_size;           // max_i |ŷ_i|
  UpperBound preactivation_error;  // |ẑ − ⟨w̄, x̄⟩| ≤ 2^{−52}|ẑ| + preactivation_error
};

}  // namespace ntkcert
