#include "files/run_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "files/degree_list.hpp"
#include "files/names.hpp"
#include "files/network_file.hpp"
#include "files/number_table.hpp"
#include "files/population_quantities.hpp"
#include "files/run_sections.hpp"
#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/flow/double_activation.hpp"

namespace ntkcert::files {
namespace {

constexpr long kMostNeurons = 1'000'000;
constexpr long kMostSamples = 1'000'000;
constexpr long kMostDimensions = 1'000'000;
constexpr std::int64_t kMostSeed = std::numeric_limits<std::int64_t>::max();

/// What the library refuses, with the place in the file.
template <typename Make>
auto placed(const Place& place, Make&& make) {
  try {
    return make();
  } catch (const InvalidInput& e) {
    throw BadFile(place, e.what());
  }
}

/// A file that the run names at `key`; it becomes one of the run's inputs.
std::pair<std::string, std::string> named_file(const TomlSection& section, std::string_view key,
                                               std::vector<InputFile>& inputs) {
  std::string path = beside(section.document().file(), section.text(key));
  std::string content = placed(section.place(key), [&] { return read_text(path); });
  inputs.push_back({path, sha256(content)});
  return {std::move(path), std::move(content)};
}

struct InitialNetwork {
  std::shared_ptr<const SmoothActivation> activation;
  ExactParameters parameters;
  std::optional<std::uint64_t> seed;
};

InitialNetwork parse_initial_network(const TomlSection& network, std::vector<InputFile>& inputs) {
  if (network.has("parameters")) {
    network.accept_only({"parameters"});
    const auto [path, content] = named_file(network, "parameters", inputs);
    NetworkFile file = parse_network(path, content);
    return {std::move(file.activation), std::move(file.parameters), std::nullopt};
  }
  network.accept_only(
      {"activation", "width", "dim", "init", "outer", "weights", "biases", "seed", "parameters"});
  network.choice_or("weights", {"gaussian"}, "gaussian");
  network.choice_or("biases", {"gaussian"}, "gaussian");
  const bool doubled = network.choice_or("init", {"doubled", "independent"}, "doubled") == "doubled";
  const bool sign = network.choice_or("outer", {"gaussian", "sign"}, "gaussian") == "sign";
  const InitialLaw law{doubled ? InitialScheme::doubled : InitialScheme::independent,
                       sign ? OuterLaw::sign : OuterLaw::gaussian};
  auto activation =
      placed(network.place("activation"), [&] { return find_smooth_activation(network.text("activation")); });
  const long width = network.integer("width", 1, kMostNeurons);
  const long dim = network.integer("dim", 2, kMostDimensions);
  const auto seed = static_cast<std::uint64_t>(network.integer("seed", 0, kMostSeed));
  auto parameters = placed(network.place("width"), [&] { return draw_parameters(width, dim, law, seed); });
  return {std::move(activation), std::move(parameters), seed};
}

Samples parse_points(const TomlSection& data, long dim, std::vector<InputFile>& inputs) {
  const auto [path, content] = named_file(data, "points", inputs);
  std::vector<std::vector<Rational>> rows;
  for (const std::vector<TableCell>& cells : parse_number_table(path, content)) {
    const Place& place = cells.front().place;
    if (static_cast<long>(cells.size()) != dim) {
      throw BadFile(place,
                    fmt::format("{} numbers in a row: the network's dimension is {}", cells.size(), dim));
    }
    if (std::ranges::all_of(cells, [](const TableCell& cell) { return cell.value == 0; })) {
      throw BadFile(place, "a point is 0: accepted are rows with a direction");
    }
    std::vector<Rational>& row = rows.emplace_back();
    for (const TableCell& cell : cells) {
      row.push_back(cell.value);
    }
  }
  return Samples::from_rows(std::move(rows));
}

std::vector<Rational> parse_labels(const TomlSection& data, long samples, std::vector<InputFile>& inputs) {
  const auto [path, content] = named_file(data, "values", inputs);
  std::vector<Rational> labels;
  for (const std::vector<TableCell>& cells : parse_number_table(path, content)) {
    if (cells.size() != 1) {
      throw BadFile(cells.front().place,
                    fmt::format("{} numbers in a row of values: wanted is 1", cells.size()));
    }
    labels.push_back(cells.front().value);
  }
  if (static_cast<long>(labels.size()) != samples) {
    throw BadFile({path}, fmt::format("{} values for {} points", labels.size(), samples));
  }
  return labels;
}

struct Data {
  Samples samples;
  std::optional<std::uint64_t> seed;
};

Data parse_data(const TomlSection& data, long dim, std::vector<InputFile>& inputs) {
  if (data.has("points")) {
    data.accept_only({"points", "values"});
    return {parse_points(data, dim, inputs), std::nullopt};
  }
  data.accept_only({"samples", "seed", "points", "values"});
  if (data.has("values")) {
    data.reject("values", "labels belong to given points: 'points' is missing");
  }
  const long samples = data.integer("samples", 1, kMostSamples);
  const auto seed = static_cast<std::uint64_t>(data.integer("seed", 0, kMostSeed));
  return {Samples::draw(samples, dim, seed), seed};
}

Target parse_target(const TomlSection& target, long dim) {
  target.accept_only({"terms"});
  constexpr long kMostDegree = 1'000'000;
  std::vector<RidgeHarmonic> terms;
  for (const TomlSection& term : target.sections("terms")) {
    term.accept_only({"degree", "coefficient", "direction"});
    RidgeHarmonic harmonic{term.integer("degree", 0, kMostDegree), term.rational("coefficient"), {}};
    for (const toml::node& component : term.array("direction")) {
      harmonic.direction.push_back(term.document().rational(component));
    }
    terms.push_back(std::move(harmonic));
    placed(term.place("direction"), [&] { return Target(terms, dim); });
  }
  return {std::move(terms), dim};
}

std::optional<Precision> parse_precision(const TomlSection& flow) {
  if (!flow.has("precision") ||
      (flow.node("precision").is_string() && flow.choice("precision", {"auto"}) == "auto")) {
    return std::nullopt;
  }
  constexpr long kMostBits = 1L << 24;
  return Precision(flow.integer("precision", 2, kMostBits));
}

/// What the double tier cannot do is refused here, where it is asked for.
Tier parse_tier(const TomlSection& flow, std::string_view activation, const Rational& tolerance) {
  const std::string tier = flow.choice_or("tier", {"auto", "double", "ball"}, "auto");
  if (tier != "double") {
    return tier == "ball" ? Tier::balls : Tier::automatic;
  }
  if (!double_activation(activation)) {
    flow.reject("tier", fmt::format("activation '{}': tier \"double\" has tanh, erf, softplus and gelu; "
                                    "tier \"ball\" has every smooth one",
                                    activation));
  }
  if (flow.has("precision")) {
    flow.reject("precision", "tier \"double\" has no precision to choose; tier \"ball\" has");
  }
  if (tolerance < parse_rational("1e-16")) {
    flow.reject("tolerance",
                fmt::format("{}: tier \"double\" reaches 1e-16 at best; tier \"ball\" reaches any",
                            ntkcert::to_text(tolerance)));
  }
  return Tier::doubles;
}

std::vector<OutputTime> parse_times(const TomlSection& output, const Rational& horizon) {
  std::vector<OutputTime> times;
  if (!output.has("times")) {
    return times;
  }
  for (const toml::node& node : output.array("times")) {
    OutputTime time{output.document().number_text(node), output.document().rational(node)};
    if (time.value < 0 || time.value > horizon) {
      throw BadFile(
          output.document().place(node.source()),
          fmt::format("time {}: accepted are 0 to the horizon {}", time.text, ntkcert::to_text(horizon)));
    }
    times.push_back(std::move(time));
  }
  std::ranges::stable_sort(times, {}, &OutputTime::value);
  return times;
}

std::vector<OutputTime> parse_shares(const TomlSection& output) {
  std::vector<OutputTime> shares;
  if (!output.has("shares")) {
    return shares;
  }
  if (!output.has("degrees")) {
    output.reject("shares", "learning times need degrees = \"0..6\" or the like");
  }
  for (const toml::node& node : output.array("shares")) {
    OutputTime share{output.document().number_text(node), output.document().rational(node)};
    if (share.value <= 0 || share.value >= 1) {
      throw BadFile(output.document().place(node.source()),
                    fmt::format("share {}: accepted are numbers above 0 and below 1", share.text));
    }
    shares.push_back(std::move(share));
  }
  return shares;
}

const std::vector<std::string>& sample_quantities() {
  static const std::vector<std::string> names{"residual",         "residual_norm",   "risk",
                                              "displacement",     "radius",          "gram",
                                              "gram_eigenvalues", "gram_change",     "linear_limit",
                                              "linear_initial",   "deviation_limit", "deviation_initial"};
  return names;
}

std::vector<std::string> parse_quantities(const TomlSection& output) {
  std::vector<std::string> accepted = sample_quantities();
  accepted.insert(accepted.end(), population_quantities().begin(), population_quantities().end());
  std::vector<std::string> quantities;
  for (const toml::node& node : output.array("quantities")) {
    const Place place = output.document().place(node.source());
    const std::string name = node.value_or(std::string());
    if (!node.is_string() || std::ranges::find(accepted, name) == accepted.end()) {
      throw BadFile(place, unknown_name("quantity", name, accepted));
    }
    if (std::ranges::find(quantities, name) != quantities.end()) {
      throw BadFile(place, fmt::format("quantity '{}' is there twice", name));
    }
    if (is_population_quantity(name) && !output.has("degrees")) {
      throw BadFile(place,
                    fmt::format("quantity '{}' needs degrees = \"0..6\" or the like in [output]", name));
    }
    if (name == "degree_learning_time" && !output.has("shares")) {
      throw BadFile(place,
                    fmt::format("quantity '{}' needs shares = [\"0.1\"] or the like in [output]", name));
    }
    quantities.push_back(name);
  }
  return quantities;
}

std::vector<long> parse_output_degrees(const TomlSection& output,
                                       const std::variant<Target, std::vector<Rational>>& target) {
  if (!output.has("degrees")) {
    return {};
  }
  const auto* function = std::get_if<Target>(&target);
  if (function == nullptr) {
    output.reject("degrees", "labels are no function on the sphere: degrees need a [target]");
  }
  std::vector<long> degrees =
      placed(output.place("degrees"), [&] { return parse_degrees(output.text("degrees")); });
  std::ranges::sort(degrees);
  constexpr long kMostDegree = 1000;
  if (degrees.back() > kMostDegree) {
    output.reject("degrees", fmt::format("degree {}: accepted are 0 to {}", degrees.back(), kMostDegree));
  }
  for (const RidgeHarmonic& term : function->terms()) {
    if (term.degree > degrees.back()) {
      output.reject("degrees", fmt::format("the target has degree {}: \"0..{}\" has all that is needed",
                                           term.degree, term.degree));
    }
  }
  return degrees;
}

}  // namespace

RunFile parse_run(const TomlSection& section, const std::vector<std::string>& extra) {
  std::vector<std::string> keys{"network", "data", "target", "flow", "output"};
  keys.insert(keys.end(), extra.begin(), extra.end());
  section.accept_only(keys);
  std::vector<InputFile> inputs;
  InitialNetwork network = parse_initial_network(section.section("network"), inputs);
  const long dim = network.parameters.layout.dim;
  const TomlSection data = section.section("data");
  auto [samples, sample_seed] = parse_data(data, dim, inputs);
  if (data.has("values") == section.has("target")) {
    throw BadFile(data.place(), data.has("values")
                                    ? "values in [data] and a [target]: accepted is one of them"
                                    : "'target' is missing (or values=FILE in [data])");
  }
  std::variant<Target, std::vector<Rational>> target = std::vector<Rational>();
  if (section.has("target")) {
    target = parse_target(section.section("target"), dim);
  } else {
    target = parse_labels(data, samples.size(), inputs);
  }
  const TomlSection flow = section.section("flow");
  flow.accept_only({"horizon", "tolerance", "tier", "precision"});
  const Rational horizon = flow.positive("horizon");
  const Rational tolerance = flow.has("tolerance") ? flow.positive("tolerance") : parse_rational("1e-10");
  const Tier tier = parse_tier(flow, network.activation->name(), tolerance);
  std::vector<OutputTime> times;
  std::vector<long> degrees;
  std::vector<OutputTime> shares;
  std::vector<std::string> quantities{"residual", "residual_norm", "risk", "displacement", "radius"};
  if (section.has("output")) {
    const TomlSection output = section.section("output");
    output.accept_only({"times", "quantities", "degrees", "shares"});
    times = parse_times(output, horizon);
    degrees = parse_output_degrees(output, target);
    shares = parse_shares(output);
    if (output.has("quantities")) {
      quantities = parse_quantities(output);
    } else if (!degrees.empty()) {
      std::ranges::copy_if(population_quantities(), std::back_inserter(quantities), [&](const auto& name) {
        return name != "degree_learning_time" || !shares.empty();
      });
    }
  }
  return {section.place(),
          std::move(inputs),
          std::move(network.activation),
          std::move(network.parameters),
          network.seed,
          std::move(samples),
          sample_seed,
          std::move(target),
          horizon,
          tolerance,
          tier,
          parse_precision(flow),
          std::move(times),
          std::move(quantities),
          std::move(degrees),
          std::move(shares)};
}

RunFile read_run(const std::string& path) {
  const std::string content = read_text(path);
  const TomlDocument document(path, content);
  const TomlSection root(document, document.root(), "the run");
  root.choice("schema", {"ntkcert/run/1"});
  RunFile run = parse_run(root, {"schema"});
  run.inputs.insert(run.inputs.begin(), {path, sha256(content)});
  return run;
}

FlowProblem RunFile::problem(Precision p) const {
  const Points points = samples.points(p);
  Vector labels;
  labels.reserve(static_cast<std::size_t>(samples.size()));
  if (const auto* function = std::get_if<Target>(&target)) {
    labels = function->values(points);
  } else {
    for (const Rational& label : std::get<std::vector<Rational>>(target)) {
      labels.emplace_back(label, p);
    }
  }
  return {Network(activation, initial, p), points, std::move(labels), horizon, p};
}

}  // namespace ntkcert::files
