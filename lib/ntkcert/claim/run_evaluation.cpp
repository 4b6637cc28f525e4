#include "ntkcert/claim/run_evaluation.hpp"

#include <algorithm>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/network/limiting_gram.hpp"
#include "ntkcert/network/tangent_kernel.hpp"

namespace ntkcert {
namespace {

Vector residual_at_start(const FlowProblem& problem) {
  Vector r = problem.initial.values(problem.points);
  for (std::size_t i = 0; i < r.size(); ++i) {
    r[i] -= problem.labels[i];
  }
  return r;
}

std::vector<TaylorModel> negated(const std::vector<TaylorModel>& x) {
  std::vector<TaylorModel> r;
  r.reserve(x.size());
  for (const TaylorModel& model : x) {
    r.push_back(model * Ball(-1, model.precision()));
  }
  return r;
}

}  // namespace

RunEvaluation::RunEvaluation(const Trajectory& trajectory, std::optional<SphereQuestion> question,
                             std::optional<Rational> tolerance)
    : trajectory_(trajectory),
      initial_residual_(residual_at_start(trajectory.problem())),
      tolerance_(std::move(tolerance)),
      step_start_(std::make_shared<Dyadic>()),
      flow_(std::make_shared<FlowPieces>()),
      question_(std::move(question)) {}

Ball RunEvaluation::initial_risk() const {
  return dot(initial_residual_, initial_residual_) / (2 * static_cast<long>(samples()));
}

Matrix RunEvaluation::gram(SampleOperator which) const {
  const FlowProblem& problem = trajectory_.problem();
  return which == SampleOperator::limit
             ? limiting_gram(problem.initial.shared_activation(), problem.points, problem.precision)
             : tangent_gram(problem.initial, problem.points);
}

std::shared_ptr<FlowPieces> RunEvaluation::flow(bool with_gram) {
  with_gram_ = with_gram_ || with_gram;
  return flow_;
}

std::shared_ptr<GrowthPieces> RunEvaluation::growth(bool with_gram) {
  with_gram_ = with_gram_ || with_gram;
  if (!growth_) {
    growth_ = std::make_shared<GrowthPieces>(trajectory_);
  }
  return growth_;
}

std::function<Dyadic()> RunEvaluation::step_start() const {
  return [start = step_start_] { return *start; };
}

const SphereQuestion& RunEvaluation::question() const {
  if (!question_ || question_->degrees.empty()) {
    throw InvalidInput("a statement on the whole sphere needs a target and degrees");
  }
  return *question_;
}

void RunEvaluation::require_drawn() const {
  if (!question().not_drawn.empty()) {
    throw UnmetHypothesis("hypothesis of weights and sample drawn independently: " + question().not_drawn);
  }
}

RunEvaluation::Deviation RunEvaluation::deviation(SampleOperator which, DriverSource source,
                                                  const Rational& decay_scale) {
  with_gram_ = with_gram_ || source == DriverSource::gram;
  auto known = std::ranges::find_if(tracked_, [&](const Tracked& t) {
    return t.which == which && t.source == source && t.decay_scale == decay_scale;
  });
  if (known == tracked_.end()) {
    auto deviation = std::make_unique<SampleDeviation>(gram(which), initial_residual_, decay_scale);
    tracked_.push_back(
        {which, source, decay_scale, std::move(deviation), std::make_shared<DeviationPieces>()});
    known = tracked_.end() - 1;
  }
  return {known->deviation->basis(), known->pieces};
}

RunEvaluation::SphereDeviation RunEvaluation::sphere_deviation() {
  const SphereQuestion& asked = question();
  if (!sphere_) {
    population_ = std::make_unique<Population>(trajectory_.problem(), asked.target, asked.degrees.back());
    sphere_ = std::make_unique<PopulationDeviation>(trajectory_, *population_);
    sphere_pieces_ = std::make_shared<DeviationPieces>();
  }
  return {*population_, *sphere_, question_->degrees, sphere_pieces_};
}

long RunEvaluation::value_points() const { return std::min(3L, static_cast<long>(samples())); }

RunEvaluation::SphereValues RunEvaluation::sphere_values() {
  const SphereDeviation sphere = sphere_deviation();
  if (!sphere_values_) {
    sphere_values_ = std::make_shared<DeviationPieces>();
  }
  return {sphere.deviation, value_points(), sphere_values_};
}

std::shared_ptr<DeviationPieces> RunEvaluation::sphere_sampling() {
  (void)sphere_deviation();
  if (!sphere_sampling_) {
    sphere_sampling_ = std::make_shared<DeviationPieces>();
  }
  return sphere_sampling_;
}

UnderparameterizedBounds RunEvaluation::underparameterized() {
  const SphereDeviation sphere = sphere_deviation();
  require_drawn();
  return {trajectory_.problem(), sphere.population, question_->horizon, initial_residual_};
}

void RunEvaluation::walk(std::span<EvidenceCollector* const> collectors) {
  for (const Step& step : trajectory_.steps()) {
    const StepModels models = trajectory_.models(step);
    *step_start_ = step.start;
    std::vector<TaylorModel> gram = with_gram_ ? trajectory_.gram(step) : std::vector<TaylorModel>{};
    flow_->enter(step.start, models, gram);
    if (growth_) {
      growth_->enter(step, models, std::move(gram));
    }
    const std::vector<TaylorModel> kernel_rate = negated(flow_->kernel_action());
    for (const Tracked& t : tracked_) {
      const auto& rate = t.source == DriverSource::gram ? kernel_rate : models.residual_rate;
      t.pieces->enter(t.deviation->on_step(step.start, models.residual, rate));
    }
    if (sphere_) {
      PopulationDeviation::OnStep sphere = sphere_->on_step(step, sphere_values_ ? value_points() : 0);
      sphere_pieces_->enter(std::move(sphere.degrees));
      if (sphere.values) {
        sphere_values_->enter(std::move(*sphere.values));
      }
    }
    if (sphere_sampling_) {
      sphere_sampling_->enter(sphere_->sampling_on_step(step));
    }
    for (EvidenceCollector* collector : collectors) {
      collector->step(step.start, step.length);
    }
  }
}

}  // namespace ntkcert
