#include "ntkcert/kernel/architecture.hpp"

#include <fmt/core.h>

#include <string_view>
#include <utility>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

void require(bool holds, std::string_view what, const Rational& value, std::string_view accepted) {
  if (!holds) {
    throw InvalidInput(fmt::format("{} {} is out of range: accepted is {}", what, to_text(value), accepted));
  }
}

}  // namespace

Architecture Architecture::paper(std::shared_ptr<const Activation> activation, KernelKind kind) {
  Architecture a;
  a.activation = std::move(activation);
  a.kind = kind;
  return a;
}

Architecture Architecture::he(std::shared_ptr<const Activation> activation, KernelKind kind) {
  Architecture a = paper(std::move(activation), kind);
  a.weight_variance = 2;
  a.bias_variance = 0;
  return a;
}

void Architecture::check() const {
  if (activation == nullptr) {
    throw InvalidInput("an architecture without activation: one is needed");
  }
  require(first_weight_variance > 0, "first weight variance", first_weight_variance, "a positive number");
  require(weight_variance > 0, "weight variance", weight_variance, "a positive number");
  require(bias_variance >= 0, "bias variance", bias_variance, "zero or a positive number");
  require(depth >= 1, "depth", depth, "a positive number of hidden layers");
  if (weight_radius) {
    require(*weight_radius > 0, "weight radius", *weight_radius, "a positive number");
    require(depth == 1, "weights on a sphere with depth", depth, "1");
    require(first_weight_variance == 1, "weights on a sphere with first weight variance",
            first_weight_variance, "1: the radius takes its place");
  }
  if (bias_bound) {
    require(*bias_bound > 0, "bias bound", *bias_bound, "a positive number");
    require(weight_radius.has_value(), "Gaussian weights with uniform biases up to", *bias_bound,
            "Gaussian biases, or weights on a sphere");
    require(bias_variance == 1, "uniform biases with bias variance", bias_variance,
            "1: the bound takes its place");
  }
  if (kind == KernelKind::nngp && trained != TrainedParameters::all) {
    throw InvalidInput(
        fmt::format("an NNGP kernel with {} parameters trained: accepted is all", to_text(trained)));
  }
  if (kind == KernelKind::ntk && !activation->is_weakly_differentiable()) {
    throw InvalidInput(fmt::format(
        "kernel ntk with activation {}: its derivative is not a square-integrable function, so the "
        "network has no limiting NTK; accepted is nngp",
        activation->name()));
  }
}

std::string Architecture::weight_law() const {
  return weight_radius ? "sphere:" + to_text(*weight_radius) : "gaussian";
}

std::string Architecture::bias_law() const {
  if (bias_bound) {
    return "uniform:" + to_text(*bias_bound);
  }
  return bias_variance == 0 ? "none" : "gaussian";
}

std::string to_text(KernelKind kind) { return kind == KernelKind::nngp ? "nngp" : "ntk"; }

std::string to_text(TrainedParameters trained) {
  switch (trained) {
    case TrainedParameters::hidden:
      return "hidden";
    case TrainedParameters::outer:
      return "outer";
    case TrainedParameters::all:
      break;
  }
  return "all";
}

}  // namespace ntkcert
