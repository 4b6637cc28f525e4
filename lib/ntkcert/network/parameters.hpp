#pragma once

#include <cstdint>
#include <vector>

#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

/// Where things stand in the parameter vector θ = (a_1, …, a_m, w̄_1, …, w̄_m, b_0) of a network with m neurons
/// on R^d; w̄_ℓ = (w_ℓ, b_ℓ) has d+1 components. Neurons and coordinates count from 0 here.
struct ParameterLayout {
  long width;
  long dim;
  [[nodiscard]] long size() const { return width * (dim + 2) + 1; }
  [[nodiscard]] long outer(long neuron) const { return neuron; }
  [[nodiscard]] long inner(long neuron) const { return width + neuron * (dim + 1); }
  [[nodiscard]] long output_bias() const { return size() - 1; }
  friend bool operator==(const ParameterLayout&, const ParameterLayout&) = default;
};

/// Exact parameters, in the order of the layout.
struct ExactParameters {
  ParameterLayout layout;
  std::vector<Rational> values;
};

enum class OuterLaw { gaussian, sign };
enum class InitialScheme { doubled, independent };

/// How the initial parameters are drawn: weights and biases standard normal, outer weights standard normal or
/// ±1, b_0 = 0. `doubled`: the second half of the neurons repeats w̄_ℓ and negates a_ℓ, so f = 0 exactly.
struct InitialLaw {
  InitialScheme scheme = InitialScheme::doubled;
  OuterLaw outer = OuterLaw::gaussian;
};

/// One NormalSampler, neuron by neuron: w_ℓ (d normals), b_ℓ (one), then a_ℓ (a normal or a sign). The values
/// are doubles, exactly. width ≥ 1 (even with `doubled`), dim ≥ 2, else InvalidInput.
[[nodiscard]] ExactParameters draw_parameters(long width, long dim, const InitialLaw& law,
                                              std::uint64_t seed);

}  // namespace ntkcert
