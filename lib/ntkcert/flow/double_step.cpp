#include "ntkcert/flow/double_step.hpp"

#include <algorithm>
#include <cmath>

#include "ntkcert/flow/double_log_norm.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {
namespace {

constexpr int kTubeAttempts = 6;

UpperBound number(long k) { return UpperBound(static_cast<double>(k)); }

/// Σ_{k≥1} k c_k x^{k−1}.
UpperBound derivative_of_polynomial(const std::vector<UpperBound>& c, UpperBound x) {
  UpperBound sum;
  for (auto k = std::ssize(c) - 1; k >= 1; --k) {
    sum = sum * x + number(k) * c[static_cast<std::size_t>(k)];
  }
  return sum;
}

Ball ball(UpperBound b) {
  return b.is_finite() ? Ball::from_double(b.value(), kBoundPrecision) : Ball::whole_line(kBoundPrecision);
}

}  // namespace

std::optional<DoubleStep> certify_double_step(const DoubleSeries& series, const DoubleErrors& errors,
                                              const ActivationTable& table, const DoubleDisc& disc,
                                              const DoubleStepRequest& request) {
  const DoubleNorms& norms = series.norms();
  const long order = series.order();
  const double unit = series.unit();
  const UpperBound share(request.share);
  const UpperBound h(request.share * unit);
  const UpperBound x = share / disc.radius;
  const UpperBound rest = reciprocal_of_complement(x);
  const UpperBound beyond = power(x, order) * rest;

  const UpperBound driver = disc.gradient * disc.residual;  // |J̃ᵀr̂/n| on the disc
  UpperBound defect_integral = UpperBound(unit) * driver * share * beyond / static_cast<double>(order + 1);
  UpperBound scaled = share;
  for (long k = 0; k < order; ++k, scaled *= share) {
    defect_integral += errors.defect[static_cast<std::size_t>(k)] * scaled / static_cast<double>(k + 1);
  }
  const UpperBound residual_error =
      bound_of_polynomial(errors.residual, share, 0) + disc.network_change * beyond;

  const TubeFormulas<UpperBound>& f = table.formulas();
  const UpperBound one_plus(1 + 0x1p-50);
  const UpperBound outer = one_plus * bound_of_polynomial(norms.outer_largest, share, 0);
  const UpperBound mean_residual = bound_of_polynomial(norms.residual, share, 0) + residual_error;
  const UpperBound value = table.value().value_or(disc.value);
  const UpperBound steep =
      f.root2 * f.first * f.scale * one_plus * bound_of_polynomial(norms.outer, share, 0);
  const UpperBound gradient = sqrt(value * value + steep * steep + UpperBound(1));

  const UpperBound residual_time = UpperBound(unit) * residual_integral(series, request.share);
  std::optional<UpperBound> blocks;
  const auto start =
      sqrt(request.radius * request.radius + h * residual_error * residual_error / 2) + defect_integral;
  UpperBound epsilon = 4 * start + UpperBound(0x1p-1000);
  for (int attempt = 0; attempt < kTubeAttempts; ++attempt) {
    const auto tube = f.at(outer, mean_residual, gradient, epsilon);
    UpperBound growth = tube.network_hessian * (residual_time + h * (residual_error + tube.shift));
    if (growth.value() > request.crude_rate * h.value()) {
      if (!blocks) {
        blocks = UpperBound(unit) * block_norm_integral(series, errors, disc, table, request.share);
      }
      // What the blocks with r instead of r̂ have more: |u| ≤ √2cL_1ϱ, ‖A‖ ≤ 2cL_2|a|ϱ.
      const UpperBound of_error =
          f.scale * residual_error * block_norm_of(f.root2 * f.first, 2 * (outer * f.second));
      const UpperBound whole = *blocks + h * (of_error + tube.block_slack);
      growth = whole.value() < growth.value() ? whole : growth;
    }
    growth += h * tube.network_hessian * residual_error / 2;
    const UpperBound radius = exp(growth) * start;
    if (radius.value() < epsilon.value()) {
      const auto inner = f.at(outer, mean_residual, gradient, radius);
      const DoubleStep step{
          request.start,
          request.share * unit,
          request.share,
          radius,
          growth,
          residual_error,
          (bound_of_polynomial(errors.defect, share, 0) / unit) + driver * beyond + gradient * residual_error,
          derivative_of_polynomial(norms.all, share) / unit,
          gradient,
          inner.network_hessian,
          inner.risk_hessian,
          (derivative_of_polynomial(errors.residual, share) +
           number(order) * disc.network_change / disc.radius * power(x, order - 1) * rest * rest) /
              unit,
          disc.kernel * beyond * x,
          blocks.has_value()};
      return step.risk_hessian.is_finite() && step.kernel_tail.is_finite() ? std::optional(step)
                                                                           : std::nullopt;
    }
    epsilon = 4 * radius;
  }
  return std::nullopt;
}

DoubleJump end_of_step(const DoubleSeries& series, const std::vector<double>& displacement, double share) {
  const long order = series.order();
  DoubleJump jump{series.evaluate(displacement, share), {}};
  double squares = 0;
  for (const double end : jump.displacement) {
    squares += end * end;
  }
  // Horner's rule: θ_k passes through at most 2k + 1 roundings, the sum through one more.
  UpperBound power_of_share(share);
  for (long k = 1; k <= order; ++k, power_of_share *= UpperBound(share)) {
    jump.error += gamma_factor(2 * k + 2) * series.norms().all[static_cast<std::size_t>(k)] * power_of_share;
  }
  jump.error += UpperBound(kUnit) * sqrt(UpperBound::of_sum(squares, std::ssize(displacement)));
  return jump;
}

Step to_step(const DoubleSeries& series, const std::vector<double>& displacement, const DoubleStep& step) {
  const DoubleProblem& problem = series.problem();
  const long order = series.order();
  const long exponent = std::ilogb(series.unit());
  const auto put = [&](arb_struct* target, double x, long k) {
    const Dyadic exact = Dyadic::from_double(x);
    arf_mul_2exp_si(arb_midref(target), exact.raw(), -exponent * k);
  };
  BallArray parameters(problem.layout.size() * (order + 1));
  for (long q = 0; q < problem.layout.size(); ++q) {
    const auto at = static_cast<std::size_t>(q);
    const Dyadic state = Dyadic::from_double(problem.origin[at]) + Dyadic::from_double(displacement[at]);
    arb_set_arf(parameters.at(q * (order + 1)), state.raw());
    for (long k = 1; k <= order; ++k) {
      put(parameters.at(q * (order + 1) + k), series.coefficient(q, k), k);
    }
  }
  BallArray residuals(problem.samples * (order + 1));
  for (long i = 0; i < problem.samples; ++i) {
    for (long k = 0; k < order; ++k) {
      put(residuals.at(i * (order + 1) + k), series.residual(i, k), k);
    }
  }
  return Step{step.start,
              Dyadic::from_double(step.length),
              Dyadic::from_double(step.radius.value()),
              order,
              std::move(parameters),
              std::move(residuals),
              ball(step.growth),
              StepBounds{ball(step.defect), ball(step.speed), ball(step.gradient), ball(step.network_hessian),
                         ball(step.risk_hessian), ball(step.residual_error), ball(step.residual_rate_error),
                         ball(step.kernel_tail)}};
}

}  // namespace ntkcert
