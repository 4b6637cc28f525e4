#pragma once

#include <memory>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/matrix/matrix.hpp"
#include "ntkcert/network/parameters.hpp"
#include "ntkcert/network/samples.hpp"

namespace ntkcert {

/// f(x; θ) = m^{−1/2} Σ_ℓ a_ℓ σ(⟨w_ℓ, x⟩ + b_ℓ) + b_0 with parameters known as balls, thin or wide: every
/// result encloses the exact one for all parameters and points of the balls. Points of another dimension than
/// the network's throw InvalidInput.
class Network {
 public:
  /// `parameters` in the order of the layout; a wrong length or width < 1 throws InvalidInput.
  Network(std::shared_ptr<const SmoothActivation> activation, const ParameterLayout& layout,
          Vector parameters);
  /// Rounds outward to precision p.
  Network(std::shared_ptr<const SmoothActivation> activation, const ExactParameters& parameters, Precision p);

  [[nodiscard]] const SmoothActivation& activation() const { return *activation_; }
  [[nodiscard]] const std::shared_ptr<const SmoothActivation>& shared_activation() const {
    return activation_;
  }
  [[nodiscard]] const ParameterLayout& layout() const { return layout_; }
  [[nodiscard]] long width() const { return layout_.width; }
  [[nodiscard]] long dim() const { return layout_.dim; }
  [[nodiscard]] const Vector& parameters() const { return parameters_; }
  [[nodiscard]] const Ball& outer(long neuron) const { return parameter(layout_.outer(neuron)); }
  /// Component j of w̄_ℓ; j = d is the bias.
  [[nodiscard]] const Ball& inner(long neuron, long j) const { return parameter(layout_.inner(neuron) + j); }
  [[nodiscard]] const Ball& output_bias() const { return parameter(layout_.output_bias()); }

  /// z_ℓ(x_i) = ⟨w̄_ℓ, x̄_i⟩, an n×m matrix.
  [[nodiscard]] Matrix preactivations(const Points& points) const;
  /// f(x_i), i = 1..n.
  [[nodiscard]] Vector values(const Points& points) const;
  /// The Jacobian J, n×p: row i is ∇_θ f(x_i), in the order of the layout.
  [[nodiscard]] Matrix jacobian(const Points& points) const;

 private:
  [[nodiscard]] const Ball& parameter(long i) const { return parameters_[static_cast<std::size_t>(i)]; }

  std::shared_ptr<const SmoothActivation> activation_;
  ParameterLayout layout_;
  Vector parameters_;
};

}  // namespace ntkcert
