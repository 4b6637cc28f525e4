#include "ntkcert/spectrum/adaptive.hpp"

#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"

namespace ntkcert {

bool AdaptiveQuadrature::applies_to(const Architecture& architecture) const {
  return !architecture.weight_radius && bounding_kernel(architecture)->has_continuation();
}

Precision AdaptiveQuadrature::first_precision(const SpectralProblem& problem, long digits) const {
  return EllipseQuadrature().first_precision(problem, digits);
}

double AdaptiveQuadrature::estimated_cost(const SpectralProblem& problem, long digits) const {
  constexpr double kPoints = 1000;
  const Precision p = first_precision(problem, digits);
  const double degree = static_cast<double>(problem.largest_degree());
  return static_cast<double>(problem.degrees.size()) * kPoints *
         (2 * seconds_of_kernel_value(problem.architecture, p) + 4 * degree * seconds_of_product(p));
}

std::vector<Ball> AdaptiveQuadrature::compute(const SpectralProblem& problem, Precision p) const {
  const ZonalKernel kernel(problem.architecture, p + 32);
  const auto continuation = [&](const ComplexBall& theta) { return kernel.continuation(theta); };
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    result.push_back(funk_hecke_integral(continuation, problem.dimension, k, p));
  }
  return result;
}

}  // namespace ntkcert
