#include "ntkcert/spectrum/size_estimate.hpp"

#include <cmath>

namespace ntkcert {

double log2_funk_hecke_constant(long dimension) {
  const double d = static_cast<double>(dimension);
  return (std::lgamma(d / 2) - std::lgamma((d - 1) / 2) - std::log(M_PI) / 2) / std::log(2.0);
}

/// s_k = Γ(d/2)Γ(k/2)/(2πΓ((k+d)/2)).
double bits_of_eigenvalue(long dimension, long degree) {
  const double d = static_cast<double>(dimension);
  const double k = static_cast<double>(degree) + 1;
  const double log_step =
      std::lgamma(d / 2) + std::lgamma(k / 2) - std::lgamma((k + d) / 2) - std::log(2 * M_PI);
  return -2 * log_step / std::log(2.0);
}

double bits_of_smallest_eigenvalue(const SpectralProblem& problem) {
  return bits_of_eigenvalue(problem.dimension, problem.largest_degree());
}

}  // namespace ntkcert
