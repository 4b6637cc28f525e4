#pragma once

#include <random>

#include "ntkcert/flow/double_integrate.hpp"
#include "ntkcert/flow/integrate.hpp"
#include "tests/flow/control_points.hpp"
#include "tests/flow/example_flow.hpp"

namespace ntkcert::testing {

inline const Precision kRunPrecision(128);

/// A flow through both tiers, step by step: what the double tier says on a step, against the ball tier at
/// times of it. `wide`: the double tier's problem has initial parameters in balls of that radius, and the
/// ball tier solves it from one end of them, so that the distance of the two flows is most of every bound.
class DoubleRun {
 public:
  DoubleRun(const std::string& activation, const Shape& shape, const Rational& horizon, double wide = 0,
            InitialScheme scheme = InitialScheme::doubled)
      : exact_(example_flow(activation, shape, horizon, kRunPrecision, scheme)),
        problem_(widened(exact_, wide)),
        truth_(ntkcert::integrate(exact_)),
        integrator_(problem_, {}) {}

  [[nodiscard]] DoubleIntegrator& integrator() { return integrator_; }
  [[nodiscard]] const FlowProblem& problem() const { return exact_; }
  [[nodiscard]] const Trajectory& truth() const { return truth_; }

  struct Moment {
    Rational time;
    Ball tau;
  };
  /// Both ends of the current step and some times between, within the horizon.
  [[nodiscard]] std::vector<Moment> moments(std::mt19937_64& engine, int between) const {
    const DoubleStep& step = integrator_.step();
    const Rational start = step.start.to_rational();
    const Rational length = Dyadic::from_double(step.length).to_rational();
    std::vector<Rational> shares{0, 1};
    for (int i = 0; i < between; ++i) {
      shares.emplace_back(engine() % 1'000'003, 1'000'003);
    }
    std::vector<Moment> result;
    for (const Rational& share : shares) {
      const Rational time = start + share * length;
      if (time <= exact_.horizon) {
        result.push_back({time, Ball(share, kRunPrecision)});
      }
    }
    return result;
  }

 private:
  static FlowProblem widened(FlowProblem problem, double wide) {
    if (wide > 0) {
      Vector parameters = problem.initial.parameters();
      for (Ball& x : parameters) {
        // The exact one is the upper end.
        const Ball radius = Ball::from_double(wide, problem.precision);
        x = (x - radius) + symmetric(radius);
      }
      problem.initial =
          Network(problem.initial.shared_activation(), problem.initial.layout(), std::move(parameters));
    }
    return problem;
  }

  FlowProblem exact_;
  FlowProblem problem_;
  Trajectory truth_;
  DoubleIntegrator integrator_;
};

/// |x − y| ≤ bound for all points of the balls; returns the largest |x − y|.
inline double distance_within(const Ball& x, const Ball& y, UpperBound bound, const std::string& what) {
  const Dyadic found = abs(x - y).upper();
  BOOST_REQUIRE_MESSAGE(found <= Dyadic::from_double(bound.value()),
                        what << ": " << found.approximate() << " of " << bound.value());
  return found.approximate();
}

}  // namespace ntkcert::testing
