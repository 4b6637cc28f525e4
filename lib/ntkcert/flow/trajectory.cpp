#include "ntkcert/flow/trajectory.hpp"

#include <arb_poly.h>
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/flow/models.hpp"

namespace ntkcert {

Trajectory::Trajectory(FlowProblem problem, std::vector<Step> steps)
    : problem_(std::move(problem)), steps_(std::move(steps)) {}

Dyadic Trajectory::radius() const {
  Dyadic largest;
  for (const Step& step : steps_) {
    largest = std::max(largest, step.radius);
  }
  return largest;
}

const Step& Trajectory::step_at(const Rational& t) const {
  const auto step = std::ranges::lower_bound(
      steps_, t, {}, [](const Step& candidate) { return candidate.end().to_rational(); });
  if (t < 0 || step == steps_.end()) {
    throw InvalidInput(fmt::format("time {} is outside the trajectory, which goes from 0 to {}", to_text(t),
                                   steps_.empty() ? "0" : to_text(steps_.back().end().to_rational())));
  }
  return *step;
}

Ball Trajectory::local_time(const Step& step, const Rational& t) const {
  const Rational exact = t - step.start.to_rational();
  if (exact < 0 || exact > step.length.to_rational()) {
    throw InvalidInput(fmt::format("time {} is outside the step from {} of length {}", to_text(t),
                                   to_text(step.start.to_rational()), to_text(step.length.to_rational())));
  }
  // Near an end of the step the enclosure must not stick out of it.
  for (Precision p = problem_.precision;; p = p + p.bits()) {
    Ball s(exact, p);
    if (s.lower() >= Dyadic(0) && s.upper() <= step.length) {
      return s;
    }
  }
}

Network Trajectory::enclosure_at(const Rational& t) const {
  const Step& step = step_at(t);
  const Ball s = local_time(step, t);
  const Ball tube = symmetric(Ball(step.radius, problem_.precision));
  const long length = step.order + 1;
  Vector parameters;
  for (long q = 0; q < problem_.initial.layout().size(); ++q) {
    Ball x(problem_.precision);
    _arb_poly_evaluate(x.raw(), step.parameters.at(q * length), length, s.raw(), problem_.precision.bits());
    parameters.push_back(x + tube);
  }
  return {problem_.initial.shared_activation(), problem_.initial.layout(), std::move(parameters)};
}

StepModels Trajectory::models(const Step& step) const { return step_models(problem_, step); }

std::vector<TaylorModel> Trajectory::gram(const Step& step) const { return gram_models(problem_, step); }

}  // namespace ntkcert
