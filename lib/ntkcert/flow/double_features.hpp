#pragma once

#include <cstddef>

#include "ntkcert/floating/lanes.hpp"

namespace ntkcert {

/// What a neuron's features σ(z) and aσ'(z) at some times of a step are made from: its series
/// (double_sweep.hpp) at `value` and `slope`, orders below `terms`, by Horner's rule at `times`; `outer` is a
/// at these times. The results for time j and block b of samples go to values[j] and slopes[j], b·row_step
/// further on.
struct FeatureArrays {
  const double* value;  // of order 0 of the first block
  const double* slope;
  long pair_step;
  long order_step;
  long blocks;
  long row_step;  // between blocks of the rows
  long terms;
  const double* times;
  const double* outer;  // the outer weight at the times
  double* const* values;
  double* const* slopes;
};

/// 1 ≤ count ≤ 6 times. An order passes through at most 2·terms roundings, and one more in the product with
/// a.
void evaluate_features_of_neuron(const FeatureArrays& f, std::size_t count);

}  // namespace ntkcert
