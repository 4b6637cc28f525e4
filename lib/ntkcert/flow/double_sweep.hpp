#pragma once

#include <cstdint>

#include "ntkcert/flow/double_activation.hpp"

namespace ntkcert {

/// The most series of a pair, curvature's two among them.
inline constexpr long kMostSeries = 9;

/// What a sweep over neurons reads and writes. Series of a pair (neuron ℓ, block b of samples) stand at
/// pairs[((ℓ·terms + k)·blocks + b)·series + t] (lanes innermost): a neuron's lower orders are one stream; of
/// a block at residuals[b·terms + k], of a neuron at outer[ℓ·(terms+1) + k], inner[(ℓ·components +
/// c)·(terms+1) + k], mean_slopes the same as inner. Times are in units of `unit`, a power of two: θ(s) =
/// Σθ_k(s/unit)^k.
struct SweepArrays {
  long blocks;
  long components;  // of w̄: dim + 1
  long series;
  long terms;  // N
  const double* points;
  const double* preactivations;
  const double* residuals;
  double* pairs;
  double* outer;
  double* inner;
  double* mean_slopes;    // V_k = (c/n)Σ_i (r⋆σ')_k x̄_i
  double gradient_scale;  // c/n
  double unit;
};

/// What one chunk of neurons gives: Σ_ℓ (a_ℓ⋆σ_ℓ)_k, [block][lane]; and the bit patterns of the largest sizes
/// of the series' order-k coefficients, with that of z_0 last, if they are asked for.
struct ChunkResult {
  double* values;
  std::int64_t* sizes;
  double* scratch;  // [block][lane], for this chunk's thread
};

/// For the neurons first ≤ ℓ < last: if k > 0, θ_k from the gradient's order k − 1; then, if k < terms, order
/// k of all series and of the network's value. `measured`: sizes are wanted (a run without bounds needs
/// none).
using Sweep = void (*)(const SweepArrays&, long first, long last, long k, const ChunkResult&);
[[nodiscard]] Sweep sweep_for(DoubleActivation activation, bool measured);

/// Orders below `terms` of σ''(z) of one pair at `result` (a series and room for another), from its series,
/// whose orders are `stride` apart.
using CurvatureSweep = void (*)(const double* pair, long stride, long terms, double* result);
[[nodiscard]] CurvatureSweep curvature_for(DoubleActivation activation);

}  // namespace ntkcert
