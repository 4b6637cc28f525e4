#include "commands/flow_population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "commands/record_writer.hpp"
#include "files/population_quantities.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert::commands {
namespace {

std::vector<Rational> values_of(const std::vector<files::OutputTime>& shares) {
  std::vector<Rational> values;
  for (const files::OutputTime& share : shares) {
    values.push_back(share.value);
  }
  return values;
}

constexpr std::string_view kNone = "none";

Dyadic next_dyadic(std::istream& words) {
  std::string word;
  words >> word;
  return Dyadic::from_hex(word);
}

}  // namespace

PopulationRecords::Learning::Learning(const files::RunFile& run, const FlowProblem& problem,
                                      const Population& population)
    : start(problem, {}),
      deviation(start, population),
      times(run.degrees, values_of(run.shares), run.horizon) {}

PopulationRecords::PopulationRecords(const files::RunFile& run, const FlowProblem& problem) : run_(run) {
  if (std::ranges::any_of(run.quantities, files::is_population_quantity)) {
    population_.emplace(problem, std::get<Target>(run.target), run.degrees.back());
  }
  if (std::ranges::find(run.quantities, "degree_learning_time") != run.quantities.end()) {
    learning_ = std::make_unique<Learning>(run, problem, *population_);
  }
}

void PopulationRecords::enter(const Step& step) {
  if (follows_steps()) {
    learning_->times.enter(step.start, step.length, learning_->deviation.residual_on_step(step).driver);
  }
}

std::string PopulationRecords::state() const {
  std::string text;
  if (learning_) {
    for (const LearningTimes::Found& degree : learning_->times.found()) {
      text += degree.initial_lower.to_hex() + " " + degree.initial_upper.to_hex() + " ";
      for (std::size_t j = 0; j < degree.times.size(); ++j) {
        const FirstTime& time = degree.times[j];
        text += fmt::format("{} {} {} ", time.lower.to_hex(),
                            time.upper ? time.upper->to_hex() : std::string(kNone), degree.above[j] ? 1 : 0);
      }
    }
  }
  return text;
}

void PopulationRecords::restore(const std::string& state) {
  if (!learning_) {
    return;
  }
  std::istringstream words(state);
  std::vector<LearningTimes::Found> found;
  while (words >> std::ws, !words.eof()) {
    LearningTimes::Found degree{next_dyadic(words), next_dyadic(words), {}, {}};
    for (std::size_t j = 0; j < run_.shares.size(); ++j) {
      FirstTime time{next_dyadic(words), std::nullopt};
      std::string word;
      words >> word;
      if (word != kNone) {
        time.upper = Dyadic::from_hex(word);
      }
      words >> word;
      degree.times.push_back(std::move(time));
      degree.above.push_back(word == "1");
    }
    found.push_back(std::move(degree));
  }
  learning_->times.restore(std::move(found));
}

std::vector<PopulationRecords::Named> PopulationRecords::learning_times() const {
  constexpr long kDigits = 17;
  std::vector<Named> r;
  for (std::size_t i = 0; i < run_.degrees.size(); ++i) {
    const long k = run_.degrees[i];
    Named found{fmt::format("degree_learning_time/{}", k), {}};
    Named limit{fmt::format("degree_learning_time_limit/{}", k), {}};
    for (std::size_t j = 0; j < run_.shares.size(); ++j) {
      const auto time = learning_->times.time(i, j);
      found.second.push_back({time ? decimal_below(time->lower, kDigits) : "0",
                              time && time->upper ? decimal_above(*time->upper, kDigits) : "inf"});
      const Ball share(run_.shares[j].value, kBoundPrecision);
      const Ball rate = population_->eigenvalues()[static_cast<std::size_t>(k)].at(kBoundPrecision);
      limit.second.push_back(is_yes(rate > 0) ? decimals(-log(share) / rate) : OutwardDecimals{"0", "inf"});
    }
    r.push_back(std::move(found));
    r.push_back(std::move(limit));
  }
  return r;
}

std::vector<PopulationRecords::Named> PopulationRecords::quantity(const std::string& name,
                                                                  const Trajectory& flow, const Rational& t) {
  if (name == "degree_learning_time") {
    return t == run_.horizon ? learning_times() : std::vector<Named>{};
  }
  if (!last_ || last_->first != t) {
    last_.emplace(t, population_.value().at(flow, t));
  }
  const PopulationState& state = last_->second;
  if (name == "population_residual") {
    return {{name, {decimals(state.residual_norm)}}};
  }
  if (name == "population_deviation") {
    return {{name, {decimals(state.deviation_norm)}}};
  }
  static const std::map<std::string, std::vector<Ball> PopulationState::*> by_degree{
      {"degree_residual", &PopulationState::residual},
      {"degree_deviation", &PopulationState::deviation},
      {"degree_driver", &PopulationState::driver}};
  const std::vector<Ball>& values = state.*by_degree.at(name);
  std::vector<Named> r;
  for (const long k : run_.degrees) {
    r.push_back({fmt::format("{}/{}", name, k), {decimals(values[static_cast<std::size_t>(k)])}});
  }
  return r;
}

}  // namespace ntkcert::commands
