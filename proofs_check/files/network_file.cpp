#include "files/network_file.hpp"

#include <fmt/core.h>

#include "files/json_value.hpp"
#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::files {
namespace {

std::vector<Rational> numbers(const JsonValue& list, std::size_t count, std::string_view name) {
  if (list.array().size() != count) {
    throw BadFile(list.place(),
                  fmt::format("{} numbers in {}: wanted are {}", list.items.size(), name, count));
  }
  std::vector<Rational> r;
  r.reserve(count);
  for (const JsonValue& item : list.items) {
    r.push_back(item.rational());
  }
  return r;
}

}  // namespace

NetworkFile parse_network(const std::string& file, const std::string& content) {
  const JsonValue document = parse_json(file, content);
  document.accept_only({"activation", "outer", "weights", "biases", "output_bias"});
  NetworkFile network;
  try {
    network.activation = find_smooth_activation(document.at("activation").string());
  } catch (const InvalidInput& e) {
    throw BadFile(document.at("activation").place(), e.what());
  }
  const std::vector<JsonValue>& weights = document.at("weights").array();
  if (weights.empty() || weights.front().array().size() < 2) {
    throw BadFile(document.at("weights").place(),
                  "weights: accepted are one row or more of 2 numbers or more (a row a neuron)");
  }
  const std::size_t width = weights.size();
  const std::size_t dim = weights.front().items.size();
  std::vector<Rational> values = numbers(document.at("outer"), width, "outer (one a row of weights)");
  const std::vector<Rational> biases = numbers(document.at("biases"), width, "biases (one a row of weights)");
  for (std::size_t neuron = 0; neuron < width; ++neuron) {
    const std::vector<Rational> row = numbers(weights[neuron], dim, "a row of weights (as in the first row)");
    values.insert(values.end(), row.begin(), row.end());
    values.push_back(biases[neuron]);
  }
  values.push_back(document.at("output_bias").rational());
  network.parameters = {{static_cast<long>(width), static_cast<long>(dim)}, std::move(values)};
  return network;
}

}  // namespace ntkcert::files
