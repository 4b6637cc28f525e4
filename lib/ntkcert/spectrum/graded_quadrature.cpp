#include "ntkcert/spectrum/graded_quadrature.hpp"

#include <cmath>
#include <map>
#include <optional>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/parallel.hpp"
#include "ntkcert/kernel/neuron_rule.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/spectrum/step_kernel.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/quadrature.hpp"

namespace ntkcert {
namespace {

constexpr long kGradedGuardBits = 16;
constexpr long kPointsUnit = 4;  ///< neighbouring panels share rules of a multiple of so many points

/// The panel [index, index + 1]·π/2^level.
struct Panel {
  long index;
  long level;

  [[nodiscard]] Ball width(Precision p) const { return scaled(Ball::pi(p), -level); }
  [[nodiscard]] Ball start(Precision p) const { return scaled(Ball::pi(p) * index, -level); }
};

struct PanelRule {
  Panel panel;
  long points;
  BernsteinEllipse ellipse;
  Ball kernel;  ///< the bound of |κ|
  Ball sine;    ///< and of |sin θ|
};

/// Of the panel's integral with any P_j, j ≤ degree.
Ball panel_error(const PanelRule& rule, long dimension, long degree) {
  const Ball ratio = scaled(Ball(1, kErrorBoundPrecision), -rule.panel.level);  // (b−a)/π
  const Ball integrand = funk_hecke_constant(dimension, kErrorBoundPrecision) * rule.kernel *
                         cosh(degree * (rule.ellipse.minor * ratio)) *
                         pow(rule.sine, static_cast<unsigned long>(dimension - 2));
  return ratio * ellipse_error(rule.ellipse, integrand, 2 * rule.points - 1);
}

/// The shortest rule with an error of about 2^{−bits} at the largest degree; empty if no ellipse serves.
std::optional<PanelRule> panel_rule(const StepKernel& kernel, const Panel& panel,
                                    const SpectralProblem& problem, long bits) {
  std::optional<PanelRule> best;
  for (const long quarters : {6L, 8L, 12L, 16L}) {
    const Ball ratio = scaled(Ball(1, kErrorBoundPrecision), -panel.level);
    const BernsteinEllipse ellipse(scaled(Ball(quarters, kErrorBoundPrecision), -2));
    const AngleEllipse region{
        panel.start(kErrorBoundPrecision) + scaled(panel.width(kErrorBoundPrecision), -1),
        ellipse.major * ratio, ellipse.minor * ratio};
    const Ball bound = kernel.ellipse_bound(region);
    if (!bound.is_finite()) {
      continue;
    }
    const Ball sine = min(cosh(region.minor), sinh(region.center + region.major));
    PanelRule rule{panel, 0, ellipse, bound, sine};
    const double excess = static_cast<double>(bits) +
                          log2_of_upper(panel_error(rule, problem.dimension, problem.largest_degree()));
    const long needed = std::lround(std::ceil(std::max(0.0, excess) / (2 * log2_of_upper(ellipse.r)))) + 1;
    rule.points = (needed + kPointsUnit - 1) / kPointsUnit * kPointsUnit;
    if (!best || rule.points < best->points) {
      best = rule;
    }
  }
  return best;
}

/// c_dκ(1)δ^{d−1}/(d−1) for the panel [0, δ].
Ball first_panel_error(const StepKernel& kernel, const Panel& panel, long dimension) {
  return funk_hecke_constant(dimension, kErrorBoundPrecision) * kernel.at_one().at(kErrorBoundPrecision) *
         pow(panel.width(kErrorBoundPrecision), static_cast<unsigned long>(dimension - 1)) / (dimension - 1);
}

struct GradedPlan {
  std::vector<PanelRule> rules;
  Ball cut;  ///< what [0, δ] leaves
};

GradedPlan plan(const StepKernel& kernel, const SpectralProblem& problem, long bits) {
  constexpr long kDeepest = 40;  // away from 0: what s < 1 in 64 bits can ask for
  const Ball negligible = scaled(Ball(1, kErrorBoundPrecision), -bits);
  GradedPlan result{{}, Ball(kErrorBoundPrecision)};
  std::vector<Panel> open{{0, 0}};
  while (!open.empty()) {
    const Panel panel = open.back();
    open.pop_back();
    if (panel.index == 0) {
      result.cut = first_panel_error(kernel, panel, problem.dimension);
      if (is_yes(result.cut < negligible)) {
        continue;
      }
    } else if (const auto rule = panel_rule(kernel, panel, problem, bits)) {
      result.rules.push_back(*rule);
      continue;
    } else if (panel.level > kDeepest) {
      throw Exhausted("the biases' variance is too small beside the first weights' for graded quadrature");
    }
    open.push_back({2 * panel.index, panel.level + 1});
    open.push_back({2 * panel.index + 1, panel.level + 1});
  }
  return result;
}

}  // namespace

bool GradedQuadrature::applies_to(const Architecture& architecture) const {
  return StepKernel::applies_to(architecture);
}

Precision GradedQuadrature::first_precision(const SpectralProblem& problem, long digits) const {
  return Precision(bits_for_digits(digits) + kGradedGuardBits +
                   static_cast<long>(bits_of_smallest_eigenvalue(problem)));
}

double GradedQuadrature::estimated_cost(const SpectralProblem& problem, long digits) const {
  const Precision p = first_precision(problem, digits);
  const double bits = static_cast<double>(p.bits());
  const double degree = static_cast<double>(problem.largest_degree());
  const double panels = bits / static_cast<double>(problem.dimension - 1) + 2;
  const double points = panels * bits / 3 + 2 * degree;
  return points * (seconds_of_kernel_value(problem.architecture, p) + 2 * degree * seconds_of_product(p));
}

Ball GradedQuadrature::trace(const Architecture& architecture, long /*dimension*/, Precision p) const {
  return StepKernel(architecture, p).at_one();
}

std::vector<Ball> GradedQuadrature::compute(const SpectralProblem& problem, Precision p) const {
  const long d = problem.dimension;
  const Precision working = p + kGradedGuardBits;
  const StepKernel kernel(problem.architecture, working);
  const GradedPlan chosen = plan(kernel, problem, p.bits() + kGradedGuardBits / 2);

  std::map<long, PolarRule> rules;
  std::vector<Ball> angles;
  std::vector<Ball> weights;
  for (const PanelRule& part : chosen.rules) {
    const auto [found, is_new] = rules.try_emplace(part.points);
    if (is_new) {
      found->second = polar_gauss_legendre(part.points, working);
    }
    const Ball start = part.panel.start(working);
    for (std::size_t j = 0; j < found->second.angles.size(); ++j) {
      angles.push_back(start + scaled(found->second.angles[j], -part.panel.level));
      weights.push_back(scaled(found->second.weights[j], -part.panel.level));
    }
  }
  const Ball c = funk_hecke_constant(d, working);
  std::vector<Ball> points(angles.size());
  parallel_for(angles.size(), problem.jobs, [&](std::size_t j) {
    points[j] = cos(angles[j]);
    weights[j] =
        c * weights[j] * kernel.at_angle(angles[j]) * pow(sin(angles[j]), static_cast<unsigned long>(d - 2));
  });
  const std::vector<Ball> sums = gegenbauer_sums(d, problem.largest_degree(), points, weights, working);

  Ball error = chosen.cut;  // of any degree: it grows with k
  for (const PanelRule& part : chosen.rules) {
    error += panel_error(part, d, problem.largest_degree());
  }
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    result.push_back(sums[static_cast<std::size_t>(k)].widened(error).at(p));
  }
  return result;
}

}  // namespace ntkcert
