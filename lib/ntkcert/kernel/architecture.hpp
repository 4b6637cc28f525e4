#pragma once

#include <memory>
#include <string>

#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

class Activation;

enum class KernelKind { nngp, ntk };

/// A fully connected network in NTK parametrisation on inputs of norm 1, in the infinite-width limit:
/// independent Gaussian weights and biases of the given exact variances, all parameters trained. With q¹(u) =
/// v₁u + b, Σ = E[σ(X)σ(Y)] and Σ̇ = E[σ'(X)σ'(Y)] for centred Gaussians with variances q¹(1) and covariance
/// q¹(u), the kernels of one hidden layer are
///   NNGP  q²(u) = v·Σ + b,        NTK  Θ(u) = q²(u) + v·Σ̇·q¹(u)
/// (Jacot, Gabriel, Hongler, arXiv 1806.07572; Bowman, Montúfar, arXiv 2201.04738 for v = v₁ = b = 1).
struct Architecture {
  std::shared_ptr<const Activation> activation;
  Rational first_weight_variance = 1;  ///< v₁ > 0
  Rational weight_variance = 1;        ///< v > 0
  Rational bias_variance = 1;          ///< b ≥ 0; 0 means that there are no biases to train either
  KernelKind kind = KernelKind::ntk;
  long depth = 1;  ///< number of hidden layers

  /// v₁ = v = b = 1: f = m^{-1/2}Σ a_ℓσ(⟨w_ℓ,x⟩+b_ℓ) + b_0 with standard normal draws.
  [[nodiscard]] static Architecture paper(std::shared_ptr<const Activation> activation,
                                          KernelKind kind = KernelKind::ntk);
  /// v₁ = 1, v = 2, b = 0.
  [[nodiscard]] static Architecture he(std::shared_ptr<const Activation> activation,
                                       KernelKind kind = KernelKind::ntk);

  /// Throws InvalidInput naming the value if a variance or the depth is out of range, the activation is
  /// missing, or the NTK is asked of one that has none (Activation::is_weakly_differentiable).
  void check() const;
  /// q¹(1) = v₁ + b, the variance of a first-layer pre-activation.
  [[nodiscard]] Rational preactivation_variance() const { return first_weight_variance + bias_variance; }
};

[[nodiscard]] std::string to_text(KernelKind kind);

}  // namespace ntkcert
