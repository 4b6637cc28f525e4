#pragma once

#include <vector>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert::testing {

inline Architecture step_architecture(long depth, const Rational& first, const Rational& weight,
                                      const Rational& bias) {
  Architecture a = Architecture::he(find_activation("step"), KernelKind::nngp);
  a.depth = depth;
  a.first_weight_variance = first;
  a.weight_variance = weight;
  a.bias_variance = bias;
  return a;
}

/// No biases, strong and weak ones; few layers and many.
inline std::vector<Architecture> step_architectures() {
  return {step_architecture(1, 1, 2, 0),
          step_architecture(2, 1, 2, 0),
          step_architecture(2, 1, 1, 1),
          step_architecture(3, 2, Rational(1, 2), Rational(1, 50)),
          step_architecture(5, Rational(1, 3), 3, Rational(3, 2)),
          step_architecture(20, 1, 2, 0)};
}

}  // namespace ntkcert::testing
