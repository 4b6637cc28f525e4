#include "ntkcert/flow/certify.hpp"

#include <utility>

#include "ntkcert/flow/log_norm.hpp"
#include "ntkcert/flow/tube.hpp"

namespace ntkcert {
namespace {

constexpr int kTubeAttempts = 6;

}  // namespace

std::optional<Step> certify_step(const FlowProblem& problem, const StepSeries& series, const StepSize& size,
                                 const Front& front) {
  const SmoothActivation& activation = problem.initial.activation();
  const long order = series.order();
  const Ball h(size.length, kBoundPrecision);
  const DiscBounds& disc = size.disc;
  const Ball x = h / disc.radius;
  const SeriesNorms& norms = series.norms();
  const PathBounds path = path_bounds(series, activation, problem.initial.layout(), disc, h);
  const Ball growth = log_norm_integral(problem, series, disc, h);

  Ball defect_integral = integral_tail(disc.risk_gradient, disc.radius, x, order);
  Vector speed;
  Ball power = h;
  for (long k = 0; k < order; ++k) {
    defect_integral += norms.defect[static_cast<std::size_t>(k)] * power / (k + 1);
    speed.push_back(norms.all[static_cast<std::size_t>(k + 1)] * (k + 1));
    power *= h;
  }
  const Ball start = front.radius + defect_integral;
  Ball epsilon = upper_end(4 * start + scaled(Ball(1, kBoundPrecision), -problem.precision.bits()));
  for (int attempt = 0; attempt < kTubeAttempts; ++attempt) {
    const TubeBounds tube = tube_bounds(activation, problem.initial.width(), path, epsilon);
    const Ball whole_growth = upper_end(growth + h * tube.block_slack);
    const Ball radius = upper_end(exp(whole_growth) * start);
    if (is_yes(radius < epsilon)) {
      const TubeBounds inner = tube_bounds(activation, problem.initial.width(), path, radius);
      StepBounds bounds{upper_end(majorant(norms.defect, h, 0) + series_tail(disc.risk_gradient, x, order)),
                        majorant(speed, h, 0),
                        path.gradient,
                        inner.network_hessian,
                        inner.risk_hessian,
                        upper_end(series_tail(disc.network_change, x, order + 1)),
                        upper_end(derivative_tail(disc.network_change, disc.radius, x, order + 1)),
                        upper_end(series_tail(disc.kernel, x, order + 1))};
      return Step{front.time,          size.length,        radius.upper(), order,
                  series.parameters(), series.residuals(), whole_growth,   std::move(bounds)};
    }
    epsilon = upper_end(4 * radius);
  }
  return std::nullopt;
}

}  // namespace ntkcert
