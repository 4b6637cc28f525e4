#include "ntkcert/flow/double_integrate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "ntkcert/ball/text.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {
namespace {

constexpr int kHalvings = 40;
constexpr int kUnitTrials = 40;
constexpr int kLeastExponent = -900;
constexpr int kMostExponent = 30;
constexpr long kLastStepBits = 32;
/// Steps whose crude log norm would add less than this over the whole horizon need no better one.
constexpr double kCheapGrowth = 1;
/// The truncation's share of the tolerance.
constexpr double kTruncationShare = 0x1p-7;

DoubleActivation known_activation(const FlowProblem& problem) {
  const auto activation = double_activation(problem.initial.activation().name());
  if (!activation) {
    throw InvalidInput(
        fmt::format("activation '{}': the double tier has tanh, erf, softplus and gelu; tier \"ball\" "
                    "has every smooth one",
                    problem.initial.activation().name()));
  }
  return *activation;
}

/// A step h = R·ε^{1/N} costs about N²: N²/h is least at N = −½ log ε.
long order_for(double tolerance) { return std::clamp(std::lround(0.5 * std::log(1e3 / tolerance)), 8L, 24L); }

double approximate(const Rational& x) { return Ball(x, kBoundPrecision).midpoint().approximate(); }

}  // namespace

DoubleIntegrator::DoubleIntegrator(const FlowProblem& problem, const DoubleOptions& options)
    : horizon_((validate(problem), problem.horizon)),
      tolerance_(options.tolerance),
      problem_((known_activation(problem), std::make_unique<const DoubleProblem>(problem))),
      table_(problem.initial.activation(), problem.initial.width()),
      series_(std::make_unique<DoubleSeries>(*problem_, known_activation(problem),
                                             order_for(options.tolerance), options.threads, true)),
      front_{problem_->displacement, Dyadic(0), problem_->initial_error, 1} {}

DoubleIntegrator::~DoubleIntegrator() = default;

const DoubleSeries& DoubleIntegrator::series() const { return *series_; }

bool DoubleIntegrator::is_done() const { return front_.time.to_rational() >= horizon_; }

void DoubleIntegrator::compute_series() {
  for (int trial = 0; trial < kUnitTrials; ++trial) {
    series_->compute(front_.displacement, front_.unit);
    if (series_->is_finite()) {
      return;
    }
    front_.unit = std::max(std::ldexp(front_.unit, -24), std::ldexp(1, kLeastExponent));
  }
  throw Exhausted("the Taylor coefficients overflow in double precision: tier \"ball\" can go on");
}

const DoubleStep& DoubleIntegrator::advance() {
  compute_series();
  errors_ = rounding_errors(*series_);
  const double horizon = approximate(horizon_);
  // |J̃ᵀr̂/n|'s tail, per time: a share of the tolerance over the horizon, or what rounding costs anyway.
  const double rate = std::max(kTruncationShare * tolerance_ / horizon,
                               kUnit * series_->norms().all.front().value() / horizon);
  const auto size = choose_double_step(*series_, errors_, table_, rate);
  if (!size) {
    throw Exhausted("the activation cannot be bounded on any disc around this time");
  }
  const Ball rest(horizon_ - front_.time.to_rational(), kBoundPrecision);
  const Dyadic last = rest.upper().rounded_up(kLastStepBits);
  disc_ = size->disc;
  double share = size->length;
  if (Dyadic::from_double(share * series_->unit()) > last) {
    share = arf_get_d(last.raw(), ARF_RND_UP) / series_->unit();
  }
  for (int halving = 0; halving < kHalvings; ++halving, share /= 2) {
    const auto step = certify_double_step(*series_, errors_, table_, size->disc,
                                          {front_.time, front_.radius, share, kCheapGrowth / horizon});
    if (step) {
      DoubleJump jump = end_of_step(*series_, front_.displacement, share);
      step_ = *step;
      start_ = std::exchange(front_.displacement, std::move(jump.displacement));
      front_.time = step_.start + Dyadic::from_double(step_.length);
      front_.radius = step_.radius + jump.error;
      front_.unit = std::ldexp(1, std::clamp(std::ilogb(step_.length), kLeastExponent, kMostExponent));
      return step_;
    }
  }
  throw Exhausted("no tube around the approximate trajectory can be certified in double precision");
}

void advance_to_horizon(DoubleIntegrator& integrator, const FlowLimits& limits,
                        const std::function<void(const DoubleIntegrator&)>& visit) {
  const auto radius = [&] {
    const UpperBound bound = integrator.front().radius;
    return bound.is_finite() ? Dyadic::from_double(bound.value()) : Dyadic::infinity();
  };
  const auto stop = [&](const std::string& reason) {
    const Dyadic& time = integrator.front().time;
    throw FlowExhausted(
        fmt::format("gradient flow certified up to t = {} of {}, with radius {}: {}", decimal_below(time, 6),
                    to_text(integrator.horizon()), decimal_above(radius(), 3), reason),
        time, radius());
  };
  for (long steps = 0; !integrator.is_done();) {
    if (limits.cancelled && limits.cancelled()) {
      stop("cancelled");
    }
    if (steps >= limits.max_steps) {
      stop(fmt::format("the limit of {} steps is reached", limits.max_steps));
    }
    try {
      integrator.advance();
    } catch (const Exhausted& e) {
      stop(e.what());
    }
    ++steps;
    if (radius() > limits.max_radius) {
      stop("the radius is above its limit");
    }
    visit(integrator);
    if (limits.progress) {
      limits.progress({steps, integrator.front().time, radius()});
    }
  }
}

Trajectory integrate_in_doubles(FlowProblem problem, const DoubleOptions& options, const FlowLimits& limits) {
  DoubleIntegrator integrator(problem, options);
  std::vector<Step> steps;
  advance_to_horizon(integrator, limits, [&](const DoubleIntegrator& at) { steps.push_back(at.in_balls()); });
  return {std::move(problem), std::move(steps)};
}

}  // namespace ntkcert
