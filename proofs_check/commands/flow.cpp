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
#include "files/record_stream.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::commands {
namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What a finished flow has to say of itself.
struct Outcome {
  Precision precision;
  long steps;
  Dyadic radius;
};

struct Request {
  const Arguments& arguments;
  const files::RunFile& run;
  bool is_csv;
  ProgressLine& progress;
  files::RecordStream& stream;

  [[nodiscard]] std::string format() const { return is_csv ? "csv" : "ndjson"; }
};

files::Fields head_fields(const Request& request, const std::string& tier, Precision precision) {
  const files::RunFile& run = request.run;
  const auto seed = [](const std::optional<std::uint64_t>& value) {
    return value ? std::to_string(*value) : std::string("none");
  };
  std::vector<std::string> shares;
  for (const files::OutputTime& share : run.shares) {
    shares.push_back(share.text);
  }
  return files::provenance("ntkcert/flow/1", request.arguments.command_line(), run.inputs,
                           {{"network_seed", seed(run.network_seed)},
                            {"sample_seed", seed(run.sample_seed)},
                            {"activation", std::string(run.activation->name())},
                            {"width", std::to_string(run.initial.layout.width)},
                            {"dimension", std::to_string(run.initial.layout.dim)},
                            {"samples", std::to_string(run.samples.size())},
                            {"horizon", to_text(run.horizon)},
                            {"tolerance", to_text(run.tolerance)},
                            {"shares", fmt::format("{}", fmt::join(shares, " "))},
                            {"tier", tier},
                            {"precision", std::to_string(precision.bits())}});
}

void write_head(const Request& request, const std::string& tier, Precision precision) {
  request.stream.write(record_head(request.is_csv, head_fields(request, tier, precision)));
}

void write_end(const Request& request, const Outcome& outcome) {
  request.stream.write(
      record_end(request.is_csv, {{"steps", std::to_string(outcome.steps)},
                                  {"radius", decimals(Ball(outcome.radius, outcome.precision)).upper}}));
}

/// Step by step: records leave as they come. A checkpoint is written when it is due.
Outcome in_doubles(const Request& request) {
  const Arguments& arguments = request.arguments;
  const files::RunFile& run = request.run;
  const Precision p(kDoubleTierBits);
  const FlowProblem problem = run.problem(p);
  const DoubleOptions options = double_options(run, jobs(arguments));
  DoubleIntegrator integrator(problem, options);
  DoubleRecords records(run, problem, options, integrator, request.is_csv);
  const double every = static_cast<double>(integer_option(arguments, "--checkpoint-every", 0, 1'000'000));
  files::FlowCheckpoint at{request.format(), {}, 0, 0, {}, ""};
  if (arguments.has("--resume")) {
    const std::string& checkpoint = arguments.text("--checkpoint");
    at = files::read_checkpoint(checkpoint, run, request.format());
    if (!request.stream.resume(at.records)) {
      throw InvalidInput(fmt::format("{}: these are not the records of the checkpoint {}",
                                     files::records_path(checkpoint), checkpoint));
    }
    integrator.resume(at.front);
    records.restore(at.state);
  } else {
    write_head(request, "double", p);
  }
  const double started = seconds_now();
  const double first_time = integrator.front().time.approximate();
  double saved = started;
  FlowLimits limits;
  limits.max_radius = Ball(run.tolerance, p).lower();
  limits.progress = [&](const FlowProgress& now) {
    const double done = now.time.approximate();
    const double horizon = Ball(run.horizon, p).midpoint().approximate();
    request.progress.show(
        fmt::format("flow in doubles: step {}, t = {:.4g} of {}, radius {:.1e}, {:.0f} s left", at.steps,
                    done, to_text(run.horizon), now.radius.approximate(),
                    (seconds_now() - started) * std::max(0.0, horizon - done) / (done - first_time)));
  };
  advance_to_horizon(integrator, limits, [&](const DoubleIntegrator& now) {
    request.stream.write(records.of_step(at.steps));
    at.radius = std::max(at.radius, now.step().radius.value());
    ++at.steps;
    if (arguments.has("--checkpoint") && seconds_now() - saved >= every && records.can_begin_at(at.steps)) {
      at.front = now.front();
      at.records = request.stream.mark();
      at.state = records.state();
      files::write_checkpoint(arguments.text("--checkpoint"), at, run);
      saved = seconds_now();
    }
  });
  return {p, at.steps, Dyadic::from_double(at.radius)};
}

Outcome in_balls(const Request& request, const std::optional<Precision>& limit) {
  constexpr long kLimit = 4096;
  const Trajectory flow =
      certified_flow(request.run, flow_budget(request.run, limit.value_or(Precision(kLimit))),
                     request.progress)
          .value;
  const Precision p = flow.problem().precision;
  write_head(request, "ball", p);
  FlowRecords records(request.run, flow.problem(), request.is_csv);
  for (const Step& step : flow.steps()) {
    request.progress.show(fmt::format("records from t = {:.4g}", step.start.approximate()));
    request.stream.write(records.of_step(flow, step));
  }
  return {p, std::ssize(flow.steps()), flow.radius()};
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
      request.stream.restart();
    }
  } else if (request.arguments.has("--checkpoint")) {
    throw InvalidInput("--checkpoint: tier \"ball\" has none; tier \"double\" has");
  }
  return in_balls(request, limit);
}

/// What may have to be taken back is held: "auto" tries doubles first.
files::RecordStream::Target target(const Arguments& arguments, const files::RunFile& run) {
  files::RecordStream::Target result{{}, {}, run.tier != files::Tier::doubles && prefers_doubles(run)};
  if (arguments.has("--output")) {
    result.path = arguments.text("--output");
  }
  if (arguments.has("--checkpoint")) {
    result.log = files::records_path(arguments.text("--checkpoint"));
  }
  return result;
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
  files::RecordStream stream(target(arguments, run));
  const Request request{arguments, run, is_csv, progress, stream};
  const Outcome outcome = certify(request, limit);
  progress.clear();
  write_end(request, outcome);
  stream.finish();
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
