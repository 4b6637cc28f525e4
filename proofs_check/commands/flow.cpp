#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "commands/certified_flow.hpp"
#include "commands/command.hpp"
#include "commands/double_records.hpp"
#include "commands/flow_records.hpp"
#include "commands/options.hpp"
#include "commands/progress.hpp"
#include "files/flow_checkpoint.hpp"
#include "files/output_file.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::commands {
namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What a finished flow has to say.
struct Outcome {
  std::string command_line;
  std::string records;
  std::string tier;
  Precision precision;
  long steps;
  Dyadic radius;
};

struct Request {
  const Arguments& arguments;
  const files::RunFile& run;
  bool is_csv;
  ProgressLine& progress;

  [[nodiscard]] std::string format() const { return is_csv ? "csv" : "ndjson"; }
};

/// Step by step: nothing but the records is kept. A checkpoint is written when it is due.
Outcome in_doubles(const Request& request) {
  const Arguments& arguments = request.arguments;
  const files::RunFile& run = request.run;
  const FlowProblem problem = run.problem(Precision(kDoubleTierBits));
  const DoubleOptions options = double_options(run, jobs(arguments));
  DoubleIntegrator integrator(problem, options);
  files::FlowCheckpoint at{request.format(), arguments.command_line(), {}, 0, 0, ""};
  if (arguments.has("--resume")) {
    at = files::read_checkpoint(arguments.text("--checkpoint"), run, request.format());
    integrator.resume(at.front);
  }
  DoubleRecords records(run, problem, options, integrator, request.is_csv);
  const double every = static_cast<double>(integer_option(arguments, "--checkpoint-every", 0, 1'000'000));
  const double started = seconds_now();
  const double first_time = integrator.front().time.approximate();
  double saved = started;
  FlowLimits limits;
  limits.max_radius = Ball(run.tolerance, Precision(kDoubleTierBits)).lower();
  limits.progress = [&](const FlowProgress& now) {
    const double done = now.time.approximate();
    const double horizon = Ball(run.horizon, Precision(kDoubleTierBits)).midpoint().approximate();
    request.progress.show(
        fmt::format("flow in doubles: step {}, t = {:.4g} of {}, radius {:.1e}, {:.0f} s left", at.steps,
                    done, to_text(run.horizon), now.radius.approximate(),
                    (seconds_now() - started) * std::max(0.0, horizon - done) / (done - first_time)));
  };
  advance_to_horizon(integrator, limits, [&](const DoubleIntegrator& now) {
    at.records += records.of_step(at.steps);
    at.radius = std::max(at.radius, now.step().radius.value());
    ++at.steps;
    if (arguments.has("--checkpoint") && seconds_now() - saved >= every && records.can_begin_at(at.steps)) {
      at.front = now.front();
      files::write_checkpoint(arguments.text("--checkpoint"), at, run);
      saved = seconds_now();
    }
  });
  return {
      std::move(at.command_line),    std::move(at.records), "double", Precision(kDoubleTierBits), at.steps,
      Dyadic::from_double(at.radius)};
}

Outcome in_balls(const Request& request, const std::optional<Precision>& limit) {
  constexpr long kLimit = 4096;
  const Trajectory flow =
      certified_flow(request.run, flow_budget(request.run, limit.value_or(Precision(kLimit))),
                     request.progress)
          .value;
  FlowRecords records(request.run, flow.problem(), request.is_csv);
  Outcome outcome{request.arguments.command_line(), "",           "ball", flow.problem().precision,
                  std::ssize(flow.steps()),         flow.radius()};
  for (const Step& step : flow.steps()) {
    request.progress.show(fmt::format("records from t = {:.4g}", step.start.approximate()));
    outcome.records += records.of_step(flow, step);
  }
  return outcome;
}

Outcome certify(const Request& request, const std::optional<Precision>& limit) {
  if (request.run.tier == files::Tier::doubles) {
    try {
      return in_doubles(request);
    } catch (const FlowExhausted& e) {
      throw FlowExhausted(
          fmt::format("{}: {} (in doubles, for the tolerance {}): tier \"ball\" can",
                      request.arguments.text("RUN"), e.what(), to_text(request.run.tolerance)),
          e.time(), e.radius());
    }
  }
  if (prefers_doubles(request.run)) {
    try {
      return in_doubles(request);
    } catch (const FlowExhausted&) {
      // Balls reach further.
    }
  } else if (request.arguments.has("--checkpoint")) {
    throw InvalidInput("--checkpoint: tier \"ball\" has none; tier \"double\" has");
  }
  return in_balls(request, limit);
}

files::Fields head_fields(const Request& request, const Outcome& outcome) {
  const files::RunFile& run = request.run;
  const auto seed = [](const std::optional<std::uint64_t>& value) {
    return value ? std::to_string(*value) : std::string("none");
  };
  return files::provenance("ntkcert/flow/1", outcome.command_line, run.inputs,
                           {{"network_seed", seed(run.network_seed)},
                            {"sample_seed", seed(run.sample_seed)},
                            {"activation", std::string(run.activation->name())},
                            {"width", std::to_string(run.initial.layout.width)},
                            {"dimension", std::to_string(run.initial.layout.dim)},
                            {"samples", std::to_string(run.samples.size())},
                            {"horizon", to_text(run.horizon)},
                            {"tolerance", to_text(run.tolerance)},
                            {"tier", outcome.tier},
                            {"precision", std::to_string(outcome.precision.bits())},
                            {"steps", std::to_string(outcome.steps)},
                            {"radius", decimals(Ball(outcome.radius, outcome.precision)).upper}});
}

ExitCode run_flow(const Arguments& arguments) {
  const bool is_csv = choice_option(arguments, "--format", {"ndjson", "csv"}) == "csv";
  const auto precision = precision_option(arguments, "--precision");
  const auto limit = precision_option(arguments, "--max-precision");
  ProgressLine progress(arguments);
  check_output(arguments);
  if (arguments.has("--checkpoint")) {
    files::require_writable(arguments.text("--checkpoint"));
  } else if (arguments.has("--resume")) {
    throw InvalidInput("--resume: --checkpoint FILE is missing");
  }
  files::RunFile run = files::read_run(arguments.text("RUN"));
  if (precision) {
    if (run.tier == files::Tier::doubles) {
      throw InvalidInput("--precision: the run's tier is \"double\", which has none to choose");
    }
    run.precision = precision;
  }
  if (const auto equal = run.samples.equal_points()) {
    fmt::print(stderr, "ntkcert: {}: points {} and {} are equal: the Gram matrices have the eigenvalue 0\n",
               arguments.text("RUN"), equal->first + 1, equal->second + 1);
  }
  const Request request{arguments, run, is_csv, progress};
  const Outcome outcome = certify(request, limit);
  progress.clear();
  deliver(arguments, record_head(is_csv, head_fields(request, outcome)) + outcome.records);
  if (arguments.has("--checkpoint")) {
    std::error_code ignored;
    std::filesystem::remove(arguments.text("--checkpoint"), ignored);
  }
  if (outcome.radius.is_finite() && outcome.radius.to_rational() <= run.tolerance) {
    return ExitCode::as_claimed;
  }
  fmt::print(stderr, "ntkcert: {}: radius {} at {} bits: the tolerance {} needs a larger precision\n",
             arguments.text("RUN"), decimals(Ball(outcome.radius, outcome.precision)).upper,
             outcome.precision.bits(), to_text(run.tolerance));
  return ExitCode::inconclusive;
}

}  // namespace

Command flow_command() {
  using enum Option::Need;
  return {"flow",
          "A validated gradient flow: enclosures at the end of every step and at the times asked for",
          {{"RUN", "", "the run (TOML, schema ntkcert/run/1)", "", required},
           {"--format", "FORMAT", "ndjson or csv", "ndjson", {}},
           {"--precision",
            "BITS",
            "auto (the run's own, or what its tolerance takes) or a number of bits",
            "auto",
            {}},
           {"--max-precision", "BITS", "where auto must stop (4096 if not given)", "", {}},
           {"--checkpoint", "FILE", "tier \"double\": where a long run keeps what it needs to go on", "", {}},
           {"--checkpoint-every", "SECONDS", "at least between two checkpoints", "30", {}},
           {"--resume", "", "go on from the checkpoint: the result is the same, bit for bit", "", {}},
           jobs_option(),
           progress_option(),
           output_option()},
          run_flow};
}

}  // namespace ntkcert::commands
