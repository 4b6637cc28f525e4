#include "ntkcert/spectrum/size_estimate.hpp"

#include <cmath>

namespace ntkcert {

double log2_multiplicity(long dimension, long degree) {
  if (degree == 0 || dimension == 2) {
    return degree == 0 ? 0 : 1;
  }
  const double d = static_cast<double>(dimension);
  const double k = static_cast<double>(degree);
  return (std::log(2 * k + d - 2) + std::lgamma(k + d - 2) - std::lgamma(k + 1) - std::lgamma(d - 1)) /
         std::log(2.0);
}

/// As ClosedForm has it, with s_k = Γ(d/2)Γ(k/2)/(2πΓ((k+d)/2)) also for those k where it vanishes.
double bits_of_eigenvalue(const SpectralProblem& problem, long degree) {
  const Architecture& architecture = problem.architecture;
  const double d = static_cast<double>(problem.dimension);
  const double k = static_cast<double>(degree) + 1;
  const double log_step =
      std::lgamma(d / 2) + std::lgamma(k / 2) - std::lgamma((k + d) / 2) - std::log(2 * M_PI);
  const double scale =
      Rational(architecture.first_weight_variance * architecture.weight_variance).convert_to<double>();
  const double smoothness = architecture.kind == KernelKind::nngp ? std::log2(k * (k + d) / d + 1) : 0;
  return -2 * log_step / std::log(2.0) - std::log2(scale) + smoothness;
}

double bits_of_smallest_eigenvalue(const SpectralProblem& problem) {
  return bits_of_eigenvalue(problem, problem.largest_degree());
}

double seconds_of_product(Precision p) {
  constexpr double kOverhead = 3e-8;
  constexpr double kPerSquareWord = 6e-10;
  const double words = static_cast<double>(p.bits()) / 64 + 1;
  return kOverhead + kPerSquareWord * words * words;
}

double seconds_of_kernel_value(const Architecture& architecture, Precision p) {
  constexpr double kFirstLayer = 60;
  constexpr double kFurtherLayer = 400;
  return (kFirstLayer + kFurtherLayer * static_cast<double>(architecture.depth - 1)) * seconds_of_product(p);
}

}  // namespace ntkcert
