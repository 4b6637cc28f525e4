#include "ntkcert/flow/double_features.hpp"

namespace ntkcert {
namespace {

/// Σ_{k<terms} (order k)·s^k by Horner's rule at kCount times, for all samples of a neuron: the rows for the
/// times.
template <std::size_t kCount>
NTKCERT_INLINE void evaluate(const FeatureArrays& f) {
  const double* value = f.value + (f.terms - 1) * f.order_step;
  const double* slope = f.slope + (f.terms - 1) * f.order_step;
  for (long b = 0; b < f.blocks; ++b, value += f.pair_step, slope += f.pair_step) {
    Lanes values[kCount];
    Lanes slopes[kCount];
    for (std::size_t j = 0; j < kCount; ++j) {
      values[j] = load(value);
      slopes[j] = load(slope);
    }
    const double* s = value;
    const double* q = slope;
    for (long k = f.terms - 1; k > 0; --k) {
      s -= f.order_step;
      q -= f.order_step;
      // The next neuron's are further on in the same streams.
      __builtin_prefetch(s + 4 * f.pair_step, 0, 2);
      const Lanes of_value = load(s);
      const Lanes of_slope = load(q);
      for (std::size_t j = 0; j < kCount; ++j) {
        values[j] = values[j] * f.times[j] + of_value;
        slopes[j] = slopes[j] * f.times[j] + of_slope;
      }
    }
    for (std::size_t j = 0; j < kCount; ++j) {
      store(f.values[j] + b * f.row_step, values[j]);
      store(f.slopes[j] + b * f.row_step, slopes[j] * f.outer[j]);
    }
  }
}

NTKCERT_CLONES void evaluate_clones(const FeatureArrays& f, std::size_t count) {
  switch (count) {
    case 1:
      return evaluate<1>(f);
    case 2:
      return evaluate<2>(f);
    case 3:
      return evaluate<3>(f);
    case 4:
      return evaluate<4>(f);
    case 5:
      return evaluate<5>(f);
    default:
      return evaluate<6>(f);
  }
}

}  // namespace

void evaluate_features_of_neuron(const FeatureArrays& f, std::size_t count) { evaluate_clones(f, count); }

}  // namespace ntkcert
