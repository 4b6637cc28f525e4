#include "ntkcert/flow/tube.hpp"

#include "ntkcert/flow/tube_formulas.hpp"

namespace ntkcert {
namespace {

/// Σ_k |c_k|·h^k of a stored series.
Ball size_on(const arb_struct* coefficients, long length, const Ball& h) {
  Ball sum(kBoundPrecision);
  Ball size(kBoundPrecision);
  for (long k = length - 1; k >= 0; --k) {
    arb_abs(size.raw(), coefficients + k);
    sum = sum * h + size;
  }
  return sum;
}

}  // namespace

PathBounds path_bounds(const StepSeries& series, const SmoothActivation& activation,
                       const ParameterLayout& layout, const DiscBounds& disc, const Ball& length) {
  const long terms = series.order() + 1;
  Ball outer(kBoundPrecision);
  for (long l = 0; l < layout.width; ++l) {
    outer = max(outer, size_on(series.parameter(layout.outer(l)), terms, length));
  }
  Ball residual(kBoundPrecision);
  const long n = series.residuals().size() / terms;
  for (long i = 0; i < n; ++i) {
    residual += size_on(series.residual(i), terms, length);
  }
  const Ball tail = series_tail(disc.network_change, length / disc.radius, terms);
  const SupBounds sup = activation.sup_bounds(kBoundPrecision);
  const Ball outer_norm = majorant(series.norms().outer, length, 0);
  const Ball gradient =
      sqrt(square(sup.value.value_or(disc.value)) + 2 * square(sup.first * outer_norm) / layout.width + 1);
  return {upper_end(outer), upper_end(residual / n + tail), upper_end(gradient)};
}

TubeBounds tube_bounds(const SmoothActivation& activation, long width, const PathBounds& path,
                       const Ball& epsilon) {
  const SupBounds sup = activation.sup_bounds(kBoundPrecision);
  const TubeFormulas<Ball> formulas{sup.first, sup.second, sup.third, 1 / sqrt(Ball(width, kBoundPrecision)),
                                    sqrt(Ball(2, kBoundPrecision))};
  const auto tube = formulas.at(path.outer, path.mean_residual, path.gradient, epsilon);
  return {upper_end(tube.network_hessian), upper_end(tube.risk_hessian), upper_end(tube.block_slack)};
}

}  // namespace ntkcert
