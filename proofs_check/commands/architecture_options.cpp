#include "commands/architecture_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "commands/options.hpp"
#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::commands {
namespace {

/// NAME of "NAME" and "NAME:X" and the number X.
std::pair<std::string, std::optional<Rational>> law_option(const Arguments& arguments,
                                                           const std::string& name,
                                                           const std::string& with_number,
                                                           const std::vector<std::string>& plain) {
  const std::string& text = arguments.text(name);
  const std::string prefix = with_number + ":";
  if (text.starts_with(prefix)) {
    const Rational number = parse_rational(std::string_view(text).substr(prefix.size()));
    if (number > 0) {
      return {with_number, number};
    }
  } else if (std::ranges::find(plain, text) != plain.end()) {
    return {text, std::nullopt};
  }
  throw InvalidInput(fmt::format("{} {}: accepted are {} and {}NUMBER, a number above 0", name, text,
                                 fmt::join(plain, ", "), prefix));
}

/// --weights and --biases, in place of the variances that they leave without meaning.
void read_laws(const Arguments& arguments, Architecture& architecture) {
  const auto refuse_variance = [&](const std::string& law, const std::string& variance) {
    if (arguments.has(variance)) {
      throw InvalidInput(
          fmt::format("{}, {} {}: accepted is one of the two", variance, law, arguments.text(law)));
    }
  };
  architecture.weight_radius = law_option(arguments, "--weights", "sphere", {"gaussian"}).second;
  if (architecture.weight_radius) {
    refuse_variance("--weights", "--first-weight-variance");
    architecture.first_weight_variance = 1;
  }
  const auto [biases, bound] = law_option(arguments, "--biases", "uniform", {"gaussian", "none"});
  architecture.bias_bound = bound;
  if (biases != "gaussian") {
    refuse_variance("--biases", "--bias-variance");
    architecture.bias_variance = bound ? 1 : 0;
  }
}

}  // namespace

std::vector<Option> architecture_options() {
  using enum Option::Need;
  return {
      {"--activation", "NAME", fmt::format("{}", fmt::join(activation_forms(), ", ")), "", required},
      {"--kernel", "KERNEL", "ntk or nngp", "ntk", {}},
      {"--preset",
       "PRESET",
       "variances of first weights, weights, biases: paper 1, 1, 1; he 1, 2, 0",
       "paper",
       {}},
      {"--first-weight-variance", "V", "exact decimal or fraction, in place of the preset's", "", {}},
      {"--weight-variance", "V", "exact decimal or fraction, in place of the preset's", "", {}},
      {"--bias-variance", "V", "exact decimal or fraction, in place of the preset's", "", {}},
      {"--weights",
       "LAW",
       "first weights: gaussian; sphere:R, uniform of norm R (--depth 1), themselves the parameters",
       "gaussian",
       {}},
      {"--biases",
       "LAW",
       "gaussian; none; uniform:B, from -B to B (--weights sphere:R), the output bias standard normal",
       "gaussian",
       {}},
      {"--depth", "L", "number of hidden layers", "1", {}},
      {"--train",
       "WHAT",
       "parameters that an ntk kernel's network trains: all; hidden (all but the outer weights); outer (the "
       "last layer)",
       "all",
       {}}};
}

Architecture read_architecture(const Arguments& arguments) {
  const auto activation = find_activation(arguments.text("--activation"));
  const KernelKind kind =
      choice_option(arguments, "--kernel", {"ntk", "nngp"}) == "ntk" ? KernelKind::ntk : KernelKind::nngp;
  const bool paper = choice_option(arguments, "--preset", {"paper", "he"}) == "paper";
  Architecture architecture =
      paper ? Architecture::paper(activation, kind) : Architecture::he(activation, kind);
  const auto override_with = [&](const std::string& name, Rational& variance) {
    variance = rational_option(arguments, name).value_or(variance);
  };
  override_with("--weight-variance", architecture.weight_variance);
  override_with("--first-weight-variance", architecture.first_weight_variance);
  override_with("--bias-variance", architecture.bias_variance);
  read_laws(arguments, architecture);
  constexpr long kDeepest = 1000;
  architecture.depth = integer_option(arguments, "--depth", 1, kDeepest);
  const std::string trained = choice_option(arguments, "--train", {"all", "hidden", "outer"});
  architecture.trained = trained == "hidden"  ? TrainedParameters::hidden
                         : trained == "outer" ? TrainedParameters::outer
                                              : TrainedParameters::all;
  architecture.check();
  return architecture;
}

}  // namespace ntkcert::commands
