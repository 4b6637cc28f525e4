#pragma once

#include <optional>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ is the step function, or z ↦ z above and A·z below zero (ReLU, leaky ReLU, |z|).
struct HalfSpaceActivation {
  bool is_step;
  Ball negative_slope;  ///< A; 0 for the step function
};

/// Empty for other activations.
[[nodiscard]] std::optional<HalfSpaceActivation> half_space_activation(const Activation& activation,
                                                                       Precision p);

}  // namespace ntkcert
