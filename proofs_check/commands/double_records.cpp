#include "commands/double_records.hpp"

#include <algorithm>

#include "commands/certified_flow.hpp"
#include "commands/flow_records.hpp"
#include "files/population_quantities.hpp"
#include "ntkcert/flow/double_models.hpp"
#include "ntkcert/network/limiting_gram.hpp"

namespace ntkcert::commands {
namespace {

/// Precision of the balls that G^∞ comes in.
constexpr long kLimitBits = 64;

/// Steps for which one basis serves: then decomposing costs a fraction of what a step does.
long basis_interval(long samples) { return 1 + samples / 8; }

/// What stands for times that differ from the exact ones by a rounding.
double share_of(const DoubleStep& step, const Rational& time) {
  const Rational share = (time - step.start.to_rational()) / Dyadic::from_double(step.length).to_rational();
  return Ball(share, Precision(kDoubleTierBits)).midpoint().approximate();
}

std::vector<OutwardDecimals> texts(const Enclosures& values, bool nonnegative) {
  std::vector<OutwardDecimals> result;
  result.reserve(values.centre.size());
  for (std::size_t i = 0; i < values.centre.size(); ++i) {
    result.push_back(nonnegative ? nonnegative_decimals(values.centre[i], values.radius[i])
                                 : outward_decimals(values.centre[i], values.radius[i]));
  }
  return result;
}

ControlPoints halved(ControlPoints points) {
  for (double& value : points.values) {
    value /= 2;
  }
  points.radius = points.radius / 2 + UpperBound(kLeastNormal);
  return points;
}

}  // namespace

/// What is known about the flow on one step; made when first asked for.
class DoubleRecords::StepView {
 public:
  StepView(DoubleRecords& records, long index)
      : records_(records), now_(records.integrator_), index_(index) {}

  /// At the time of the step with this τ, or throughout. `own`: eigenvalues from a basis of that very time.
  [[nodiscard]] std::vector<OutwardDecimals> quantity(const std::string& name, std::optional<double> tau,
                                                      bool own) {
    if (name == "radius") {
      return texts({{now_.step().radius.value()}, {UpperBound()}}, true);
    }
    if (name == "gram_eigenvalues") {
      return eigenvalues(tau, own);
    }
    if (name == "gram_change") {
      const DoubleGram& gram = this->gram();
      return texts(gram_change(tau ? gram_at(gram, *tau) : gram, *records_.start_->gram), true);
    }
    const ControlPoints& points = control_points(name);
    return texts(tau ? value_at(points, *tau) : throughout(points),
                 name == "residual_norm" || name == "risk" || name == "displacement");
  }

 private:
  const DoubleGram& gram() {
    if (!gram_) {
      gram_ = records_.grams_.on_step(now_.errors(), now_.disc(), now_.step());
    }
    return *gram_;
  }

  std::vector<OutwardDecimals> eigenvalues(std::optional<double> tau, bool own) {
    if (!rotated_) {
      if (records_.can_begin_at(index_)) {
        records_.basis_.emplace(gram().points.back());
      }
      rotated_ = rotated(*records_.basis_, condensed(gram()), now_.series());
    }
    Enclosures values;
    if (tau && own) {
      const DoubleGram at_time = gram_at(gram(), *tau);
      const SpectralBasis basis(at_time.points.front());
      values = eigenvalue_bounds(basis, rotated(basis, at_time, now_.series()));
    } else {
      values = eigenvalue_bounds(*records_.basis_, tau ? gram_at(*rotated_, *tau) : *rotated_);
    }
    std::vector<OutwardDecimals> result = texts(values, true);
    if (records_.equal_points_) {
      // A Gram matrix is positive semidefinite, and singular if two of its rows are equal.
      result.front() = {"0", "0"};
    }
    return result;
  }

  const ControlPoints& control_points(const std::string& name) {
    const auto found = points_.find(name);
    return found != points_.end() ? found->second : points_.emplace(name, make(name)).first->second;
  }

  ControlPoints make(const std::string& name) {
    const DoubleSeries& series = now_.series();
    if (name == "residual") {
      return residual_points(series, now_.step());
    }
    if (name == "residual_norm" || name == "risk") {
      NormPoints norms = residual_norm_points(series, now_.step());
      points_.emplace("residual_norm", std::move(norms.norm));
      points_.emplace("risk", halved(std::move(norms.square)));
      return points_.at(name);
    }
    if (name == "displacement") {
      return displacement_points(series, now_.displacement(), now_.step());
    }
    if (name == "gram") {
      return entry_points(gram());
    }
    const std::string which = name.substr(name.find('_') + 1);
    if (name.starts_with("linear_")) {
      return records_.start_->dynamics.at(which).on_step(now_.step().start, now_.step().length);
    }
    return difference(control_points("residual"), control_points("linear_" + which));
  }

  DoubleRecords& records_;
  const DoubleIntegrator& now_;
  long index_;
  std::optional<DoubleGram> gram_;
  std::optional<DoubleGram> rotated_;
  std::map<std::string, ControlPoints> points_;
};

DoubleRecords::DoubleRecords(const files::RunFile& run, const FlowProblem& problem,
                             const DoubleOptions& options, const DoubleIntegrator& integrator, bool is_csv)
    : run_(run),
      problem_(problem),
      options_(options),
      integrator_(integrator),
      is_csv_(is_csv),
      equal_points_(run.samples.equal_points().has_value()),
      grams_(integrator.series()),
      population_(run, problem) {}

DoubleRecords::~DoubleRecords() = default;

bool DoubleRecords::can_begin_at(long index) const {
  return index % basis_interval(run_.samples.size()) == 0;
}

bool DoubleRecords::asks_for(const std::string& ending) const {
  return std::ranges::any_of(run_.quantities,
                             [&](const std::string& name) { return name.ends_with(ending); });
}

void DoubleRecords::begin(const DoubleIntegrator& first) {
  start_.emplace();
  const bool limit = asks_for("_limit");
  const bool initial = asks_for("_initial");
  if (initial || asks_for("gram_change")) {
    start_->gram = DoubleGramSource(first.series()).at_start(first.errors(), first.step());
  }
  const InitialResidual residual = initial_residual(first.series(), first.errors(), first.step());
  const long points = first.series().order();
  if (initial) {
    start_->dynamics.emplace(
        "initial", LinearDynamics({start_->gram->points.front(), start_->gram->norm_error}, residual.values,
                                  residual.error, points));
  }
  if (limit) {
    const Matrix gram =
        limiting_gram(problem_.initial.shared_activation(), problem_.points, Precision(kLimitBits));
    start_->dynamics.emplace("limit", LinearDynamics(rounded(gram), residual.values, residual.error, points));
  }
}

std::string DoubleRecords::of_step(long index) {
  if (!start_) {
    if (index == 0) {
      begin(integrator_);
    } else {
      DoubleIntegrator first(problem_, options_);
      first.advance();
      begin(first);
    }
  }
  const DoubleStep& step = integrator_.step();
  StepView view(*this, index);
  RecordWriter writer(is_csv_);
  const Dyadic end = step.start + Dyadic::from_double(step.length);
  const Rational last = std::min(end.to_rational(), run_.horizon);
  std::optional<Trajectory> in_balls;
  if (population_.follows_steps()) {
    in_balls.emplace(problem_, std::vector<Step>{integrator_.in_balls()});
    population_.enter(in_balls->steps().front());
  }
  for (const auto& [time, text] : record_times(run_, step.start, end)) {
    const bool ends = time == last;
    const double tau = share_of(step, time);
    writer.start(text, ends ? std::optional(exact_text(step.start.to_rational())) : std::nullopt);
    for (const std::string& name : run_.quantities) {
      if (!files::is_population_quantity(name)) {
        writer.add(name, view.quantity(name, tau, !ends));
        continue;
      }
      if (!in_balls) {
        in_balls.emplace(problem_, std::vector<Step>{integrator_.in_balls()});
      }
      for (const auto& [key, values] : population_.quantity(name, *in_balls, time)) {
        writer.add(key, values);
      }
    }
    if (ends) {
      writer.continue_throughout();
      for (const std::string& name : run_.quantities) {
        if (!files::is_population_quantity(name)) {
          writer.add(name, view.quantity(name, std::nullopt, false));
        }
      }
    }
    writer.finish();
  }
  return writer.text();
}

}  // namespace ntkcert::commands
