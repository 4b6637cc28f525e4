#include "ntkcert/spectrum/algorithm.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/closed_form.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/spectrum/fejer.hpp"
#include "ntkcert/spectrum/half_angle.hpp"
#include "ntkcert/spectrum/half_space_mean.hpp"
#include "ntkcert/spectrum/neuron_quadrature.hpp"
#include "ntkcert/spectrum/power_series.hpp"

namespace ntkcert {

long SpectralProblem::largest_degree() const { return *std::max_element(degrees.begin(), degrees.end()); }

std::span<const SpectralAlgorithm* const> spectral_algorithms() {
  static const ClosedForm closed_form;
  static const PowerSeries power_series;
  static const FejerQuadrature fejer;
  static const HalfAngle half_angle;
  static const EllipseQuadrature ellipse;
  static const AdaptiveQuadrature adaptive;
  static const HalfSpaceMean half_spaces;
  static const NeuronQuadrature neurons;
  static const std::array<const SpectralAlgorithm*, 8> all{
      &closed_form, &power_series, &fejer, &half_angle, &ellipse, &adaptive, &half_spaces, &neurons};
  return all;
}

Ball SpectralAlgorithm::trace(const Architecture& architecture, long /*dimension*/, Precision p) const {
  return ZonalKernel(architecture, p).at_one();
}

std::vector<std::string> algorithm_names(const Architecture& architecture) {
  std::vector<std::string> names;
  for (const SpectralAlgorithm* algorithm : spectral_algorithms()) {
    if (algorithm->applies_to(architecture)) {
      names.emplace_back(algorithm->name());
    }
  }
  return names;
}

const SpectralAlgorithm& find_algorithm(const Architecture& architecture,
                                        const std::optional<std::string>& name) {
  const std::vector<std::string> names = algorithm_names(architecture);
  if (names.empty()) {
    throw InvalidInput(
        fmt::format("activation {} with weights {} and biases {}: accepted are smooth activations with any "
                    "biases, and relu, leaky-relu, abs and step with uniform ones or none",
                    architecture.activation->name(), architecture.weight_law(), architecture.bias_law()));
  }
  for (const SpectralAlgorithm* algorithm : spectral_algorithms()) {
    if (algorithm->name() == name.value_or(names.front())) {
      if (algorithm->applies_to(architecture)) {
        return *algorithm;
      }
    }
  }
  throw InvalidInput(
      fmt::format("algorithm \"{}\" is unknown or does not apply to this kernel: accepted are {}",
                  name.value_or(""), fmt::join(names, ", ")));
}

long bits_for_digits(long digits) { return digits * 10 / 3 + 1; }

}  // namespace ntkcert
