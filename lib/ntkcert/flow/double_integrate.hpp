#pragma once

#include <memory>

#include "ntkcert/flow/double_step.hpp"
#include "ntkcert/flow/integrate.hpp"

namespace ntkcert {

struct DoubleOptions {
  /// The radius that is wanted at the end: sets the order and the length of steps.
  double tolerance = 1e-10;
  /// Results do not depend on it.
  long threads = 1;
};

/// A certified flow in double arithmetic, step by step. Method and proofs: docs/theory.md, "The double tier".
class DoubleIntegrator {
 public:
  /// Throws InvalidInput as `validate` does, for an activation that the tier does not know, and for numbers
  /// beyond the range of doubles.
  DoubleIntegrator(const FlowProblem& problem, const DoubleOptions& options);
  DoubleIntegrator(const DoubleIntegrator&) = delete;
  DoubleIntegrator& operator=(const DoubleIntegrator&) = delete;
  ~DoubleIntegrator();

  [[nodiscard]] const Rational& horizon() const { return horizon_; }
  [[nodiscard]] bool is_done() const;
  /// Makes the next step; it and its series are at hand until the next call. Throws Exhausted, with the
  /// reason, if it cannot be certified.
  const DoubleStep& advance();

  [[nodiscard]] const DoubleStep& step() const { return step_; }
  [[nodiscard]] const DoubleSeries& series() const;
  /// Of the series; and the disc that the step's length was chosen by.
  [[nodiscard]] const DoubleErrors& errors() const { return errors_; }
  [[nodiscard]] const DoubleDisc& disc() const { return disc_; }
  /// The displacement at the start of the current step.
  [[nodiscard]] const std::vector<double>& displacement() const { return start_; }
  /// The current step in balls.
  [[nodiscard]] Step in_balls() const { return to_step(series(), start_, step_); }

  /// Where the next step begins: all that a run needs to go on.
  struct Front {
    std::vector<double> displacement;
    Dyadic time;
    UpperBound radius;
    double unit;
  };
  [[nodiscard]] const Front& front() const { return front_; }
  void resume(Front front) { front_ = std::move(front); }

 private:
  void compute_series();

  Rational horizon_;
  double tolerance_;
  std::unique_ptr<const DoubleProblem> problem_;
  ActivationTable table_;
  std::unique_ptr<DoubleSeries> series_;
  std::vector<double> start_;
  DoubleErrors errors_;
  DoubleDisc disc_{};
  DoubleStep step_{};
  Front front_;
};

/// Goes on to the horizon and calls `visit` after each step. Throws FlowExhausted as `integrate` does; limits
/// count from here.
void advance_to_horizon(DoubleIntegrator& integrator, const FlowLimits& limits,
                        const std::function<void(const DoubleIntegrator&)>& visit);

/// The flow on its whole horizon, kept in balls. Throws InvalidInput as DoubleIntegrator does and
/// FlowExhausted as `integrate` does. The problem's precision is that of the trajectory's balls.
[[nodiscard]] Trajectory integrate_in_doubles(FlowProblem problem, const DoubleOptions& options,
                                              const FlowLimits& limits = {});

}  // namespace ntkcert
