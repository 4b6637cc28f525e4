#pragma once

#include <string>
#include <vector>

namespace ntkcert::testing {

/// Every activation, with parameters of every kind.
inline const std::vector<std::string>& all_activations() {
  static const std::vector<std::string> names{"abs",
                                              "cos",
                                              "erf",
                                              "gaussian",
                                              "gelu",
                                              "hermite:2,-1/2,0,1",
                                              "identity",
                                              "leaky-relu:3/10",
                                              "leaky-relu:-1/3",
                                              "leaky-relu:3",
                                              "leaky-relu:1",
                                              "polynomial:1/4,0,-3,1,0,-1/2",
                                              "relu",
                                              "repu:1",
                                              "repu:2",
                                              "repu:5",
                                              "sigmoid",
                                              "silu",
                                              "sin",
                                              "softplus",
                                              "step",
                                              "tanh"};
  return names;
}

/// Those that have an NTK.
inline std::vector<std::string> differentiable_activations() {
  std::vector<std::string> names = all_activations();
  std::erase(names, "step");
  return names;
}

/// Those with a Hermite series.
inline const std::vector<std::string>& series_activations() {
  static const std::vector<std::string> names{
      "cos",     "erf",      "gaussian",           "gelu",
      "sigmoid", "identity", "hermite:2,-1/2,0,1", "polynomial:1/4,0,-3,1,0,-1/2",
      "silu",    "sin",      "softplus",           "tanh"};
  return names;
}

/// One of each kind, for the tests of the layers above: analytic with a closed dual, with a series,
/// piecewise.
inline const std::vector<std::string>& typical_activations() {
  static const std::vector<std::string> names{"erf", "leaky-relu:-1/3", "relu", "silu", "tanh"};
  return names;
}

}  // namespace ntkcert::testing
