#pragma once

#include <stdexcept>
#include <string_view>

#include "ntkcert/network/network.hpp"

namespace ntkcert {

/// A hypothesis of a theorem that a run does not meet. The message names it and the value.
class UnmetHypothesis : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// These throw UnmetHypothesis unless the network has what they say.
/// The second half of the neurons repeats the first with a_ℓ negated, and b_0 = 0.
void require_doubled(const Network& initial);
/// Returns S = sup|σ|.
[[nodiscard]] Ball require_bounded(const Network& initial);
/// Returns A = |a_ℓ|, the same for every neuron, exactly.
[[nodiscard]] Ball common_outer_size(const Network& initial);

/// Whether (σ/S)² + (σ'/L_1)² ≤ 1 is proved: tanh² + sech⁴ ≤ tanh² + sech² = 1; erf(x)² is the mass of
/// e^{−u²−v²}/π on the square [−x, x]², at most that on the disc of the same area, 1 − e^{−4x²/π} ≤ 1 −
/// e^{−2x²}.
[[nodiscard]] bool has_sharp_sizes(std::string_view activation);

}  // namespace ntkcert
