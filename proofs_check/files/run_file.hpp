#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "files/error.hpp"
#include "files/input_file.hpp"
#include "ntkcert/flow/problem.hpp"
#include "ntkcert/network/parameters.hpp"
#include "ntkcert/network/samples.hpp"
#include "ntkcert/network/target.hpp"

namespace ntkcert::files {

/// A time or a share as the user wrote it and its exact value.
struct OutputTime {
  std::string text;
  Rational value;
};

/// The arithmetic of a run's flow.
enum class Tier { automatic, doubles, balls };

/// A run (schema ntkcert/run/1): every number is the exact value of the text in the file.
struct RunFile {
  Place place;
  /// The run's file and those that it names.
  std::vector<InputFile> inputs;
  std::shared_ptr<const SmoothActivation> activation;
  /// θ_0, and the seed it was drawn from unless it is the user's own.
  ExactParameters initial;
  std::optional<std::uint64_t> network_seed;
  Samples samples;
  std::optional<std::uint64_t> sample_seed;
  /// A function on the sphere, or the labels of the user's points, as many as there are samples.
  std::variant<Target, std::vector<Rational>> target;
  Rational horizon;
  /// The radius around θ that is wanted for the whole horizon.
  Rational tolerance;
  Tier tier;
  /// Absent: the precision grows until the tolerance is met.
  std::optional<Precision> precision;
  /// Ascending, within [0, horizon].
  std::vector<OutputTime> times;
  std::vector<std::string> quantities;
  /// The degrees of quantities on the whole sphere, ascending; with them the target is a function of degree
  /// at most the largest.
  std::vector<long> degrees;

  /// The ε of learning times, as written, each above 0 and below 1; some if quantities ask for these.
  std::vector<OutputTime> shares;

  /// Enclosures of everything at precision p.
  [[nodiscard]] FlowProblem problem(Precision p) const;
};

/// Reads a run and the files that it names (relative to it). What is unknown, missing, of a wrong type or out
/// of range throws BadFile with line and column, the value, and what is accepted.
[[nodiscard]] RunFile read_run(const std::string& path);

}  // namespace ntkcert::files
