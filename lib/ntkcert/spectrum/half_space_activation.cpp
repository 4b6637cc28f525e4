#include "ntkcert/spectrum/half_space_activation.hpp"

#include "ntkcert/activation/leaky_relu.hpp"
#include "ntkcert/activation/rectified_power.hpp"
#include "ntkcert/activation/relu.hpp"

namespace ntkcert {

std::optional<HalfSpaceActivation> half_space_activation(const Activation& activation, Precision p) {
  if (dynamic_cast<const Relu*>(&activation) != nullptr ||
      dynamic_cast<const LeakyRelu*>(&activation) != nullptr) {
    return HalfSpaceActivation{false, -activation.value(Ball(-1, p))};
  }
  if (dynamic_cast<const RectifiedPower*>(&activation) != nullptr && !activation.is_weakly_differentiable()) {
    return HalfSpaceActivation{true, Ball(p)};
  }
  return std::nullopt;
}

}  // namespace ntkcert
