#include "ntkcert/flow/integrate.hpp"

#include <fmt/core.h>

#include <cmath>
#include <utility>

#include "ntkcert/ball/text.hpp"
#include "ntkcert/flow/certify.hpp"

namespace ntkcert {
namespace {

constexpr int kHalvings = 40;
constexpr long kLastStepBits = 32;

/// A step h = R·2^{−bits/N} with N orders costs about N²; N²/h is least at N = bits·log(2)/2.
long order_for(Precision p) { return std::max(6L, std::lround(0.35 * static_cast<double>(p.bits()))); }

class Integrator {
 public:
  Integrator(FlowProblem problem, const FlowLimits& limits)
      : problem_(std::move(problem)), limits_(limits), front_(initial_front(problem_)) {}

  Trajectory run() && {
    while (front_.time.to_rational() < problem_.horizon) {
      check_limits();
      steps_.push_back(next_step());
      front_ = next_front(steps_.back(), problem_.precision);
      if (front_.radius.upper() > limits_.max_radius) {
        stop("the radius is above its limit");
      }
      if (limits_.progress) {
        limits_.progress({std::ssize(steps_), front_.time, front_.radius.upper()});
      }
    }
    return {std::move(problem_), std::move(steps_)};
  }

 private:
  void check_limits() const {
    if (limits_.cancelled && limits_.cancelled()) {
      stop("cancelled");
    }
    if (std::ssize(steps_) >= limits_.max_steps) {
      stop(fmt::format("the limit of {} steps is reached", limits_.max_steps));
    }
  }

  [[nodiscard]] Step next_step() const {
    const StepSeries series(problem_, front_.state, order_for(problem_.precision));
    auto size = choose_step(problem_, series);
    if (!size) {
      stop("the activation cannot be bounded on any disc around this time");
    }
    const Ball rest(problem_.horizon - front_.time.to_rational(), kBoundPrecision);
    size->length = std::min(size->length, rest.upper().rounded_up(kLastStepBits));
    for (int halving = 0; halving < kHalvings; ++halving) {
      if (auto step = certify_step(problem_, series, *size, front_)) {
        return std::move(*step);
      }
      arf_mul_2exp_si(size->length.raw(), size->length.raw(), -1);
    }
    stop("no tube around the approximate trajectory can be certified");
  }

  [[noreturn]] void stop(const std::string& reason) const {
    const Dyadic radius = front_.radius.upper();
    throw FlowExhausted(fmt::format("gradient flow certified up to t = {} of {}, with radius {}: {}",
                                    decimal_below(front_.time, 6), to_text(problem_.horizon),
                                    decimal_above(radius, 3), reason),
                        front_.time, radius);
  }

  FlowProblem problem_;
  const FlowLimits& limits_;
  Front front_;
  std::vector<Step> steps_;
};

}  // namespace

Trajectory integrate(FlowProblem problem, const FlowLimits& limits) {
  validate(problem);
  return Integrator(std::move(problem), limits).run();
}

}  // namespace ntkcert
