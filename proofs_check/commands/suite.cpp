#include "commands/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commands/certified_flow.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/parallel.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::commands {
namespace {

const Statement& statement_of(const files::ClaimEntry& claim) {
  try {
    return theorems::find(claim.theorem);
  } catch (const InvalidInput& e) {
    throw files::BadFile(claim.place, e.what());
  }
}

EvidenceKind kind_of(const Family& family) {
  return std::holds_alternative<std::unique_ptr<Inequality>>(family) ? EvidenceKind::inequality
                                                                     : EvidenceKind::identity;
}

std::unique_ptr<EvidenceCollector> collector_for(const Family& family, const Statement& statement) {
  if (const auto* inequality = std::get_if<std::unique_ptr<Inequality>>(&family)) {
    return std::make_unique<InequalityCollector>(**inequality, statement.vanishes_at_start);
  }
  return std::make_unique<IdentityCollector>(*std::get<std::unique_ptr<Identity>>(family));
}

std::optional<SphereQuestion> sphere_question(const files::RunFile& run) {
  const auto* target = std::get_if<Target>(&run.target);
  if (target == nullptr || run.degrees.empty()) {
    return std::nullopt;
  }
  const std::string not_drawn = !run.network_seed  ? "the weights are the user's own"
                                : !run.sample_seed ? "the points are the user's own"
                                : *run.network_seed == *run.sample_seed
                                    ? fmt::format("both have seed {}", *run.network_seed)
                                    : "";
  return SphereQuestion{*target, run.degrees, run.horizon, not_drawn};
}

/// One run's claims on one trajectory. Those whose theorem does not apply are decided at once, and taken out.
void evaluate(const files::RunFile& file, const Trajectory& trajectory, std::vector<ClaimResult*>& results) {
  RunEvaluation run(trajectory, sphere_question(file), file.tolerance);
  std::vector<Family> families;
  families.reserve(results.size());
  std::vector<std::unique_ptr<EvidenceCollector>> collectors;
  std::vector<EvidenceCollector*> all;
  std::erase_if(results, [&](ClaimResult* result) {
    try {
      families.push_back(theorems::find(result->theorem).instantiate(run));
      return false;
    } catch (const UnmetHypothesis& e) {
      result->reason = e.what();
      result->judged = {{}, Verdict::inconclusive};
      return true;
    }
  });
  if (results.empty()) {
    return;
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    collectors.push_back(collector_for(families[i], theorems::find(results[i]->theorem)));
    all.push_back(collectors.back().get());
  }
  run.walk(all);
  for (std::size_t i = 0; i < results.size(); ++i) {
    Certificate& certificate = results[i]->certificate;
    certificate.kind = kind_of(families[i]);
    certificate.instances = collectors[i]->evidence();
    results[i]->judged = judge(certificate);
    certificate.verdict = results[i]->judged.verdict;
    results[i]->reason.clear();
  }
}

void check_run(const files::RunFile& run, const SuiteOptions& options, std::vector<ClaimResult*> open,
               ProgressLine& progress) {
  RefinementBudget budget = flow_budget(run, options.limit);
  if (options.precision) {
    budget = {*options.precision, *options.precision};
  }
  budget.start = std::min(budget.start, budget.limit);
  for (bool doubles = prefers_doubles(run) && !options.precision; !open.empty();) {
    try {
      // Runs are what is spread over the cores.
      evaluate(run,
               doubles ? flow_in_doubles(run, 1, progress)
                       : certified_flow(run, {budget.start, budget.start}, progress).value,
               open);
    } catch (const Exhausted& e) {
      for (ClaimResult* result : open) {
        result->reason = e.what();
        result->judged = {{}, Verdict::inconclusive};
      }
    }
    std::erase_if(open, [](const ClaimResult* r) {
      return r->judged.verdict != Verdict::inconclusive || r->as_claimed();
    });
    if (std::exchange(doubles, false) && run.tier != files::Tier::doubles) {
      continue;
    }
    if (run.tier == files::Tier::doubles || budget.start == budget.limit) {
      return;
    }
    budget.start = std::min(Precision(budget.start.bits() * 2), budget.limit);
  }
}

}  // namespace

std::vector<ClaimResult> check_suite(const files::ClaimsFile& suite, const SuiteOptions& options,
                                     ProgressLine& progress) {
  std::vector<ClaimResult> results;
  std::vector<std::vector<ClaimResult*>> by_run(suite.runs.size());
  for (const files::ClaimEntry& claim : suite.claims) {
    const Statement& statement = statement_of(claim);
    const files::NamedRun& run = suite.runs[claim.run];
    if (statement.on_sphere && !sphere_question(run.run)) {
      throw files::BadFile(claim.place,
                           fmt::format("'{}' speaks of the whole sphere: run '{}' needs a [target] "
                                       "and degrees = \"0..6\" or the like in [output]",
                                       statement.name, run.name));
    }
    Certificate certificate{statement.name,  statement.formula,     run.name, EvidenceKind::inequality,
                            run.run.horizon, Verdict::inconclusive, {}};
    results.push_back({statement.name,
                       run.name,
                       options.expect.value_or(claim.expect.value_or(Verdict::proved)),
                       std::move(certificate),
                       {},
                       ""});
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    by_run[suite.claims[i].run].push_back(&results[i]);
  }
  parallel_for(by_run.size(), options.jobs,
               [&](std::size_t r) { check_run(suite.runs[r].run, options, by_run[r], progress); });
  return results;
}

}  // namespace ntkcert::commands
