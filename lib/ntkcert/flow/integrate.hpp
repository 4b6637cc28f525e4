#pragma once

#include <functional>
#include <string>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/flow/trajectory.hpp"

namespace ntkcert {

/// A flow that could not be certified to its horizon. The message holds all of it as text.
class FlowExhausted : public Exhausted {
 public:
  FlowExhausted(const std::string& message, Dyadic time, Dyadic radius)
      : Exhausted(message), time_(std::move(time)), radius_(std::move(radius)) {}
  /// The time up to which the flow was certified, and the radius there (the one that could not be accepted,
  /// if that is the reason).
  [[nodiscard]] const Dyadic& time() const { return time_; }
  [[nodiscard]] const Dyadic& radius() const { return radius_; }

 private:
  Dyadic time_;
  Dyadic radius_;
};

struct FlowProgress {
  long steps;
  Dyadic time;
  Dyadic radius;
};

struct FlowLimits {
  long max_steps = 100'000;
  /// The run stops as exhausted once the radius exceeds this.
  Dyadic max_radius = Dyadic(1);
  /// Called after each step, if set.
  std::function<void(const FlowProgress&)> progress;
  /// Asked after each step, if set; true stops the run as exhausted.
  std::function<bool()> cancelled;
};

/// Certified integration in balls (the ball tier). Method and proofs: docs/theory.md, "Validated gradient
/// flow". Throws InvalidInput as `validate` does and FlowExhausted if a limit is met, the run is cancelled or
/// a step cannot be certified at this precision.
[[nodiscard]] Trajectory integrate(FlowProblem problem, const FlowLimits& limits = {});

}  // namespace ntkcert
