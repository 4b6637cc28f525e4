#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

class Activation;

enum class KernelKind { nngp, ntk };

/// The parameters that gradient descent moves: all of them, all but the outer weights (so the output bias is
/// among them), or the last layer's weights and bias alone.
enum class TrainedParameters { all, hidden, outer };

/// A fully connected network in NTK parametrisation on inputs of norm 1, in the infinite-width limit:
/// independent Gaussian weights and biases of the given exact variances. With q¹(u) = v₁u + b and, for
/// centred Gaussians X, Y of variance q^h(1) and covariance q^h(u), Σ^h = E[σ(X)σ(Y)] and Σ̇^h =
/// E[σ'(X)σ'(Y)], L hidden layers have
///   q^{h+1} = v·Σ^h + b,  NNGP  q^{L+1},  NTK  Θ^{L+1} with Θ¹ = q¹, Θ^{h+1} = q^{h+1} + v·Σ̇^h·Θ^h
/// if all parameters are trained (Jacot, Gabriel, Hongler, arXiv 1806.07572; Bowman, Montúfar, arXiv
/// 2201.04738 for v = v₁ = b = 1). The weights of layer l contribute vΣ^{l−1} (v₁u for l = 1), its biases b,
/// each times v^{L+1−l}Σ̇^l⋯Σ̇^L; hence (docs/theory.md, "Kernels of several hidden layers")
///   outer  q^{L+1},  hidden  b + v·Σ̇^L·Θ^L,  all  Θ^{L+1} = outer + hidden − b.
///
/// One hidden layer may have other first weights and biases: w uniform on the sphere of radius R, and biases
/// also uniform on [−B, B]. These w and b are themselves the parameters, so that with z = ⟨w,x⟩ + b the terms
/// are vE[σ(z)σ(z')], v(u + b)E[σ'(z)σ'(z')] and the output bias' b, where b = 1 for uniform biases.
struct Architecture {
  std::shared_ptr<const Activation> activation;
  Rational first_weight_variance = 1;  ///< v₁ > 0
  Rational weight_variance = 1;        ///< v > 0
  Rational bias_variance = 1;          ///< b ≥ 0; 0 means that there are no biases to train either
  KernelKind kind = KernelKind::ntk;
  long depth = 1;                                        ///< number of hidden layers
  TrainedParameters trained = TrainedParameters::all;    ///< of an NTK; an NNGP kernel has none
  std::optional<Rational> weight_radius = std::nullopt;  ///< R > 0, then v₁ = 1; absent: Gaussian weights
  std::optional<Rational> bias_bound = std::nullopt;     ///< B > 0, then b = 1; absent: Gaussian biases

  /// v₁ = v = b = 1: f = m^{-1/2}Σ a_ℓσ(⟨w_ℓ,x⟩+b_ℓ) + b_0 with standard normal draws.
  [[nodiscard]] static Architecture paper(std::shared_ptr<const Activation> activation,
                                          KernelKind kind = KernelKind::ntk);
  /// v₁ = 1, v = 2, b = 0.
  [[nodiscard]] static Architecture he(std::shared_ptr<const Activation> activation,
                                       KernelKind kind = KernelKind::ntk);

  /// Throws InvalidInput naming the value if a variance or the depth is out of range, the activation is
  /// missing, an NNGP kernel does not say `all`, or the NTK is asked of an activation that has none
  /// (Activation::is_weakly_differentiable); or for weights on a sphere with depth > 1 or v₁ ≠ 1, and for
  /// uniform biases with Gaussian weights or b ≠ 1.
  void check() const;
  /// q¹(1) = v₁ + b, the variance of a first-layer pre-activation.
  [[nodiscard]] Rational preactivation_variance() const { return first_weight_variance + bias_variance; }
  /// "gaussian" or "sphere:R"; "gaussian", "none" (b = 0) or "uniform:B".
  [[nodiscard]] std::string weight_law() const;
  [[nodiscard]] std::string bias_law() const;
  /// The same numbers and the same activation object.
  [[nodiscard]] bool operator==(const Architecture& other) const = default;
  /// Whether the kernel has the term vΣ^L of the outer weights, and the term vΣ̇^LΘ^L of the layers before.
  [[nodiscard]] bool has_outer_term() const {
    return kind == KernelKind::nngp || trained != TrainedParameters::hidden;
  }
  [[nodiscard]] bool has_hidden_term() const {
    return kind == KernelKind::ntk && trained != TrainedParameters::outer;
  }
};

[[nodiscard]] std::string to_text(KernelKind kind);
[[nodiscard]] std::string to_text(TrainedParameters trained);

}  // namespace ntkcert
