#include "ntkcert/spectrum/fejer.hpp"

#include "ntkcert/ball/parallel.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/ellipse_certificates.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/folded_gegenbauer.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

constexpr long kFejerGuardBits = 8;
const Precision kBoundPrecision(64);

/// For the estimate of the cost: the ellipses considered, what a node costs in steps of the recurrence, and a
/// step in products.
constexpr double kNarrowestEllipse = 1.02;
constexpr double kNextEllipse = 1.1;
constexpr int kEllipses = 9;
constexpr double kNodeCost = 100;
constexpr double kFoldedProducts = 0.8;

long bit_length(long n) {
  long bits = 0;
  for (; n > 0; n /= 2) {
    ++bits;
  }
  return bits;
}

/// The next m·2^j, m ≤ 16, j ≥ 1: even, and short to transform.
long smooth_length(long n) {
  long unit = 2;
  while (unit * 16 <= n) {
    unit *= 2;
  }
  return std::max(8L, (n + unit - 1) / unit * unit);
}

/// The factor of |F| in the bound of the integrand with P_k for all k ≤ degree.
Ball integrand_factor(const BernsteinEllipse& ellipse, long dimension, long degree) {
  return funk_hecke_constant(dimension, kBoundPrecision) * cosh(degree * ellipse.minor) *
         pow(cosh(ellipse.minor), static_cast<unsigned long>(dimension - 2));
}

/// An ellipse, and the exactness for an error of 2^{−bits}.
EllipseCertificates::Plan plan_rule(EllipseCertificates& certificates, const SpectralProblem& problem,
                                    long bits) {
  return certificates.plan([&](const BernsteinEllipse& ellipse, const Ball& bound) {
    const Ball factor = integrand_factor(ellipse, problem.dimension, problem.largest_degree());
    const Ball error = log(Ball(ellipse_error(ellipse, factor * bound, 0).upper(), kBoundPrecision));
    return (static_cast<double>(bits) * std::log(2.0) + error.midpoint().approximate()) /
           std::log(ellipse.r.midpoint().approximate());
  });
}

/// The weighted values of the kernel at the points of the rule.
FoldedPoints folded_values(const SpectralProblem& problem, const PolarRule& rule, Precision p) {
  const auto power = static_cast<unsigned long>(problem.dimension - 2);
  const ZonalKernel kernel(problem.architecture, p);
  const Ball c = funk_hecke_constant(problem.dimension, p);
  const Ball largest = kernel.at_one();
  const Ball negligible = scaled(Ball(1, kBoundPrecision), -p.bits());
  const std::size_t half = (rule.angles.size() + 1) / 2;
  FoldedPoints folded{std::vector<Ball>(half), std::vector<Ball>(half), std::vector<Ball>(half)};
  parallel_for(half, problem.jobs, [&](std::size_t j) {
    const Ball& theta = rule.angles[j];
    const Ball& mirror = rule.angles[rule.angles.size() - 1 - j];
    Ball sine(theta.precision());
    Ball& cosine = folded.points[j] = Ball(theta.precision());
    arb_sin_cos(sine.raw(), cosine.raw(), theta.raw(), theta.precision().bits());
    const bool is_middle = 2 * j + 1 == rule.angles.size();  // its own mirror
    const Ball weight = (is_middle ? scaled(c, -1) : c) * rule.weights[j].at(p) * pow(sine.at(p), power);
    Ball value = symmetric(largest);
    Ball mirrored = value;
    if (!is_yes(weight * largest < negligible)) {
      value = kernel.at_angle(theta.at(p));
      mirrored = kernel.at_angle(mirror.at(p));
    }
    folded.even[j] = weight * (value + mirrored);
    folded.odd[j] = weight * (value - mirrored);
  });
  return folded;
}

/// What a rule of so many points gives, with the error on the plan's ellipse.
std::vector<Ball> by_rule(const SpectralProblem& problem, const EllipseCertificates::Plan& plan, long points,
                          Precision p) {
  const long d = problem.dimension;
  const long largest = problem.largest_degree();
  const Precision working = p + (kFejerGuardBits + bit_length(points));
  const PolarRule rule = polar_fejer(points, working + 3 * bit_length(largest + 1));
  std::vector<Ball> sums = folded_gegenbauer_sums(d, largest, folded_values(problem, rule, working), working);

  const Ball error =
      ellipse_error(plan.ellipse, integrand_factor(plan.ellipse, d, largest) * plan.bound, rule.exact_degree);
  const Ball remainder = bounding_kernel(problem.architecture)->remainder();
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    Ball value = sums[static_cast<std::size_t>(k)].widened(error);
    if (!remainder.is_exact_zero()) {
      value = value.widened(remainder / sqrt(Ball(multiplicity(d, k), kBoundPrecision)));
    }
    result.push_back(value.at(p));
  }
  return result;
}

}  // namespace

bool FejerQuadrature::applies_to(const Architecture& architecture) const {
  return !architecture.weight_radius && bounding_kernel(architecture)->has_continuation();
}

Precision FejerQuadrature::first_precision(const SpectralProblem& problem, long digits) const {
  const double bits = bits_of_smallest_eigenvalue(problem);
  return Precision(bits_for_digits(digits) + kFejerGuardBits + static_cast<long>(bits));
}

double FejerQuadrature::estimated_cost(const SpectralProblem& problem, long digits) const {
  const Precision p = first_precision(problem, digits);
  const double degree = static_cast<double>(problem.largest_degree());
  const double dimension = static_cast<double>(problem.dimension);
  double points = std::numeric_limits<double>::infinity();
  double r = kNarrowestEllipse;
  for (int i = 0; i < kEllipses; ++i, r *= kNextEllipse) {
    const double height = M_PI / 4 * (r - 1 / r);
    const double nats = static_cast<double>(p.bits()) * std::log(2.0) + degree * height +
                        (dimension - 2) * std::log(std::cosh(height));
    points = std::min(points, nats / std::log(r));
  }
  return points * (seconds_of_kernel_value(problem.architecture, p) +
                   (degree + kNodeCost) * seconds_of_product(p) * kFoldedProducts);
}

std::vector<Ball> FejerQuadrature::compute(const SpectralProblem& problem, Precision p) const {
  EllipseCertificates own(problem.architecture);
  EllipseCertificates& certificates = problem.certificates != nullptr ? *problem.certificates : own;
  const EllipseCertificates::Plan plan = plan_rule(certificates, problem, p.bits());
  return by_rule(problem, plan, smooth_length(plan.exactness + 1), p);
}

std::vector<Ball> FejerQuadrature::with_points(const SpectralProblem& problem, long points, Precision p) {
  EllipseCertificates certificates(problem.architecture);
  return by_rule(problem, plan_rule(certificates, problem, points), points, p);
}

}  // namespace ntkcert
