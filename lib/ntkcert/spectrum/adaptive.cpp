#include "ntkcert/spectrum/adaptive.hpp"

#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/spectrum/step_kernel.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"

namespace ntkcert {
namespace {

std::vector<Ball> integrals(const SpectralProblem& problem, Precision p, const AngleFunction& kernel) {
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    result.push_back(funk_hecke_integral(kernel, problem.dimension, k, p));
  }
  return result;
}

}  // namespace

bool AdaptiveQuadrature::applies_to(const Architecture& architecture) const {
  return StepKernel::applies_to(architecture) ||
         (!architecture.weight_radius && bounding_kernel(architecture)->has_continuation());
}

Precision AdaptiveQuadrature::first_precision(const SpectralProblem& problem, long digits) const {
  return EllipseQuadrature().first_precision(problem, digits);
}

double AdaptiveQuadrature::estimated_cost(const SpectralProblem& problem, long digits) const {
  constexpr double kPoints = 1000;
  constexpr double kIntervals = 50;  // where the kernel is singular at an end
  const Precision p = first_precision(problem, digits);
  const double degree = static_cast<double>(problem.largest_degree());
  const double points = StepKernel::applies_to(problem.architecture) ? kIntervals * kPoints : kPoints;
  return static_cast<double>(problem.degrees.size()) * points *
         (2 * seconds_of_kernel_value(problem.architecture, p) + 4 * degree * seconds_of_product(p));
}

std::vector<Ball> AdaptiveQuadrature::compute(const SpectralProblem& problem, Precision p) const {
  constexpr long kGuardBits = 32;
  if (StepKernel::applies_to(problem.architecture)) {
    const StepKernel kernel(problem.architecture, p + kGuardBits);
    return integrals(problem, p, [&](const ComplexBall& theta, bool analytic) {
      return kernel.continuation(theta, analytic);
    });
  }
  const ZonalKernel kernel(problem.architecture, p + kGuardBits);
  return integrals(problem, p,
                   [&](const ComplexBall& theta, bool /*analytic*/) { return kernel.continuation(theta); });
}

}  // namespace ntkcert
