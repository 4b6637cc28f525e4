#include "ntkcert/spectrum/ellipse.hpp"

#include <cmath>
#include <optional>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/fejer.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

constexpr long kGuardBits = 20;
const Precision kErrorPrecision(64);

/// A bound on an ellipse of the kernel's analytic part, and of the integrand with P_k.
struct EllipseBound {
  BernsteinEllipse ellipse;
  Ball kernel;

  /// c_d·M·cosh kB·cosh^{d−2}B.
  [[nodiscard]] Ball integrand(long dimension, long degree) const {
    return funk_hecke_constant(dimension, kErrorPrecision) * kernel * cosh(degree * ellipse.minor) *
           pow(cosh(ellipse.minor), static_cast<unsigned long>(dimension - 2));
  }
  [[nodiscard]] Ball error(long dimension, long degree, long exact_degree) const {
    return ellipse_error(ellipse, integrand(dimension, degree), exact_degree);
  }
};

/// log₂ of the upper end, for estimates.
double log2_upper(const Ball& x) {
  return log(Ball(x.upper(), kErrorPrecision)).midpoint().approximate() / std::log(2.0);
}

struct Plan {
  EllipseBound bound;
  long points;
};

/// The ellipse that needs about the fewest points for an error of 2^{−bits} at the largest degree. A bound
/// holds on smaller ellipses, too, so for several layers, where bounds are costly, one serves an octave of r
/// − 1.
Plan plan(const ZonalKernel& kernel, const SpectralProblem& problem, long bits) {
  std::optional<Plan> best;
  std::optional<Ball> bound;
  constexpr int kCandidates = 80;
  constexpr int kOctave = 4;
  constexpr double kMostPoints = 1 << 20;
  const bool cheap = problem.architecture.depth == 1;
  for (int i = 0; i < kCandidates; ++i) {
    if (!cheap && !bound && i % 2 == 1) {
      continue;
    }
    const Ball r = 1 + Ball::from_double(std::exp2(3.0 - i * 1.0 / kOctave), kErrorPrecision);
    const BernsteinEllipse ellipse(r);
    if (cheap || !bound || i % kOctave == 0) {
      const Ball fresh = kernel.ellipse_bound(ellipse).at(kErrorPrecision);
      if (fresh.is_finite()) {
        bound = fresh;
      }
    }
    if (!bound) {
      continue;
    }
    const EllipseBound candidate{ellipse, *bound};
    const double excess = static_cast<double>(bits) +
                          log2_upper(candidate.error(problem.dimension, problem.largest_degree(), 0));
    const double points = 2 + std::max(0.0, excess) / (2 * log2_upper(r));
    if (!(points < kMostPoints)) {  // nor if it is not a number
      continue;
    }
    if (!best || points < static_cast<double>(best->points)) {
      best = Plan{candidate, std::lround(points)};
    } else if (!cheap && points > 2 * static_cast<double>(best->points)) {
      break;
    }
  }
  if (!best) {
    throw Exhausted(
        "no Bernstein ellipse on which the kernel is proved to be analytic and small enough for quadrature");
  }
  return *best;
}

}  // namespace

bool EllipseQuadrature::applies_to(const Architecture& architecture) const {
  return !architecture.weight_radius && bounding_kernel(architecture)->has_ellipse_bound();
}

/// From the asymptotic size of the eigenvalues of ReLU kernels, those of the step function squared.
Precision EllipseQuadrature::first_precision(const SpectralProblem& problem, long digits) const {
  const double d = static_cast<double>(problem.dimension);
  const double k = static_cast<double>(problem.largest_degree()) + 1;
  const double log_step = std::lgamma(d / 2) + std::lgamma(k / 2) - std::lgamma((k + d) / 2) - std::log(6.3);
  return Precision(bits_for_digits(digits) + kGuardBits + static_cast<long>(-2 * log_step / std::log(2.0)));
}

double EllipseQuadrature::estimated_cost(const SpectralProblem& problem, long digits) const {
  constexpr double kNodes = 4;  // costlier nodes, half as many, and a slower recurrence without folding
  return kNodes * FejerQuadrature().estimated_cost(problem, digits);
}

std::vector<Ball> EllipseQuadrature::compute(const SpectralProblem& problem, Precision p) const {
  const long d = problem.dimension;
  const Precision working = p + kGuardBits;
  const ZonalKernel kernel(problem.architecture, working);
  const Plan chosen = plan(kernel, problem, p.bits());
  const PolarRule rule = polar_gauss_legendre(chosen.points, working);

  const Ball c = funk_hecke_constant(d, working);
  std::vector<Ball> points;
  std::vector<Ball> weights;
  for (std::size_t j = 0; j < rule.angles.size(); ++j) {
    const Ball& theta = rule.angles[j];
    points.push_back(cos(theta));
    weights.push_back(c * rule.weights[j] * kernel.at_angle(theta) *
                      pow(sin(theta), static_cast<unsigned long>(d - 2)));
  }
  const std::vector<Ball> sums = gegenbauer_sums(d, problem.largest_degree(), points, weights, working);

  const Ball remainder = kernel.remainder().at(kErrorPrecision);
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    const Ball error = chosen.bound.error(d, k, rule.exact_degree) +
                       remainder / sqrt(Ball(multiplicity(d, k), kErrorPrecision));
    result.push_back(sums[static_cast<std::size_t>(k)].widened(error).at(p));
  }
  return result;
}

}  // namespace ntkcert
