#include "ntkcert/spectrum/algorithm.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/closed_form.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/spectrum/fejer.hpp"
#include "ntkcert/spectrum/graded_quadrature.hpp"
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
  static const GradedQuadrature graded;
  static const std::array<const SpectralAlgorithm*, 9> all{
      &closed_form, &power_series, &fejer, &half_angle, &ellipse, &adaptive, &half_spaces, &neurons, &graded};
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

std::vector<const SpectralAlgorithm*> applicable_algorithms(const SpectralProblem& problem, long digits) {
  std::vector<std::pair<std::pair<bool, double>, const SpectralAlgorithm*>> ranked;
  const bool shallow = problem.architecture.depth == 1;
  for (const SpectralAlgorithm* algorithm : spectral_algorithms()) {
    if (algorithm->applies_to(problem.architecture)) {
      const bool late = !(shallow && algorithm->is_relative());
      ranked.push_back({{late, algorithm->estimated_cost(problem, digits)}, algorithm});
    }
  }
  if (ranked.empty()) {
    const Architecture& architecture = problem.architecture;
    throw InvalidInput(fmt::format(
        "activation {} with depth {}, weights {} and biases {}: accepted are gaussian weights; and "
        "weights on a sphere at depth 1, for smooth activations with any biases, and for relu, leaky-relu, "
        "abs and step with uniform ones or none",
        architecture.activation->name(), architecture.depth, architecture.weight_law(),
        architecture.bias_law()));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const SpectralAlgorithm*> result;
  result.reserve(ranked.size());
  for (const auto& [rank, algorithm] : ranked) {
    result.push_back(algorithm);
  }
  return result;
}

Ball kernel_trace(const Architecture& architecture, long dimension, Precision p) {
  const std::vector<long> degrees{0};
  return applicable_algorithms({architecture, dimension, degrees}, 1)
      .front()
      ->trace(architecture, dimension, p);
}

long bits_for_digits(long digits) { return digits * 10 / 3 + 1; }

}  // namespace ntkcert
