#pragma once

#include <arb.h>

namespace ntkcert {

/// Steps that the Taylor recurrences of the activations share, for orders k ≥ 1.

/// speed_k = k·z_k.
inline void extend_speed(arb_struct* speed, const arb_struct* z, long k, long bits) {
  arb_mul_si(speed + k, z + k, k, bits);
}

/// The chain rule f(z)' = g(z)z': k f_k = Σ_{j=1}^{k} speed_j g_{k−j}, or its negative.
inline void extend_by_chain_rule(arb_struct* f, const arb_struct* speed, const arb_struct* g, long k,
                                 long bits, bool negative = false) {
  arb_dot(f + k, nullptr, negative ? 1 : 0, speed + 1, 1, g + k - 1, -1, k, bits);
  arb_div_si(f + k, f + k, k, bits);
}

/// x − (f⋆f)_k, the square's symmetric halves first, then its middle term; `x` may be null for 0.
inline void subtract_square(arb_struct* result, const arb_struct* x, const arb_struct* f, long k, long bits) {
  arb_dot(result, nullptr, 1, f, 1, f + k, -1, (k + 1) / 2, bits);
  arb_mul_2exp_si(result, result, 1);
  if (k % 2 == 0) {
    arb_submul(result, f + k / 2, f + k / 2, bits);
  }
  if (x != nullptr) {
    arb_add(result, result, x, bits);
  }
}

/// (f⋆g)_k.
inline void convolution(arb_struct* result, const arb_struct* f, const arb_struct* g, long k, long bits) {
  arb_dot(result, nullptr, 0, f, 1, g + k, -1, k + 1, bits);
}

}  // namespace ntkcert
