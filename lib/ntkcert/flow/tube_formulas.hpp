#pragma once

namespace ntkcert {

/// N(u, q) = ½(q + √(q² + 4u²)), for balls and for upper bounds.
template <typename Number>
[[nodiscard]] Number block_norm_of(const Number& u, const Number& q) {
  return (q + sqrt(q * q + 4 * (u * u))) / 2;
}

template <typename Number>
struct TubeFormulas {
  Number first;   // L_1
  Number second;  // L_2
  Number third;   // L_3
  Number scale;   // m^{−1/2}
  Number root2;   // √2

  struct Result {
    Number network_hessian;
    Number shift;
    Number risk_hessian;
    Number block_slack;
  };

  /// H, ρ, Λ and ‖B_ℓ(ϑ) − B_ℓ(θ̃)‖ of Lemma 3 (docs/theory.md, "Validated gradient flow").
  [[nodiscard]] Result at(const Number& outer, const Number& mean_residual, const Number& gradient,
                          const Number& epsilon) const {
    const Number reach = outer + epsilon;
    const Number hessian = scale * block_norm_of(root2 * first, 2 * (reach * second));
    const Number shift = gradient * epsilon + hessian * (epsilon * epsilon) / 2;
    const Number steep = gradient + hessian * epsilon;
    const Number delta_u = root2 * (shift * first) + 2 * (mean_residual * (second * epsilon));
    const Number delta_q = 2 * ((shift * reach + mean_residual * epsilon) * second) +
                           2 * (root2 * (mean_residual * (outer * (third * epsilon))));
    return {hessian, shift, steep * steep + (mean_residual + shift) * hessian,
            scale * block_norm_of(delta_u, delta_q)};
  }
};

}  // namespace ntkcert
