#include "ntkcert/spectrum/zeros.hpp"

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

bool eigenvalue_is_zero(const Architecture& architecture, long degree) {
  const Activation& activation = *architecture.activation;
  if (architecture.bias_variance == 0) {
    return activation.hermite_vanish_from(degree);
  }
  return degree > 0 && activation.hermite_vanish_from(degree) && activation.hermite_vanish_from(degree + 1);
}

}  // namespace ntkcert
