#pragma once

#include <boost/test/unit_test.hpp>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/kernel/architecture.hpp"
#include "ntkcert/spectrum/algorithm.hpp"
#include "ntkcert/spectrum/zeros.hpp"
#include "tests/activation/activation_cases.hpp"

namespace ntkcert::testing {

inline std::string describe(const Architecture& a) {
  return std::string(a.activation->name()) + " " + to_text(a.kind) + " L = " + std::to_string(a.depth) +
         " trained " + to_text(a.trained) + " v1 = " + to_text(a.first_weight_variance) +
         " b = " + to_text(a.bias_variance);
}

inline Architecture with(Architecture a, long depth, TrainedParameters trained = TrainedParameters::all) {
  a.depth = depth;
  a.trained = trained;
  return a;
}

/// Every kind of activation; both kernels; both presets, and biases weaker and stronger than the first
/// weights.
inline std::vector<Architecture> architectures() {
  std::vector<Architecture> list;
  for (const std::string& name : typical_activations()) {
    list.push_back(Architecture::paper(find_activation(name)));
    list.push_back(Architecture::he(find_activation(name)));
    list.push_back(Architecture::he(find_activation(name), KernelKind::nngp));
    list.push_back(with(Architecture::he(find_activation(name)), 1, TrainedParameters::hidden));
    for (const auto& [kind, first, bias] : {std::tuple(KernelKind::ntk, Rational(5, 3), Rational(1, 3)),
                                            std::tuple(KernelKind::nngp, Rational(1, 3), Rational(3, 2))}) {
      Architecture a = Architecture::paper(find_activation(name), kind);
      a.first_weight_variance = first;
      a.weight_variance = Rational(1, 2);
      a.bias_variance = bias;
      list.push_back(a);
    }
  }
  return list;
}

/// Several layers of ReLU, which continue in the angle alone.
inline std::vector<Architecture> deep_relu_architectures() {
  const auto relu = find_activation("relu");
  Architecture weak_bias = with(Architecture::paper(relu), 3, TrainedParameters::hidden);
  weak_bias.first_weight_variance = 2;
  weak_bias.bias_variance = Rational(1, 4);
  return {with(Architecture::he(relu), 2), with(Architecture::he(relu, KernelKind::nngp), 3),
          with(Architecture::paper(relu), 2), weak_bias};
}

/// Several layers with a Hermite series.
inline std::vector<Architecture> deep_series_architectures() {
  const auto erf = find_activation("erf");
  Architecture strong_bias = with(Architecture::paper(erf), 2, TrainedParameters::hidden);
  strong_bias.first_weight_variance = Rational(1, 3);
  strong_bias.weight_variance = Rational(3, 2);
  return {with(Architecture::paper(erf), 3), with(Architecture::he(erf), 2), strong_bias,
          with(Architecture::he(erf), 3, TrainedParameters::outer)};
}

inline std::vector<long> degrees_up_to(long last) {
  std::vector<long> list(static_cast<std::size_t>(last) + 1);
  std::iota(list.begin(), list.end(), 0L);
  return list;
}

/// The degrees of `list` whose eigenvalues are not zero by parity.
inline std::vector<long> nonzero_degrees(const Architecture& a, const std::vector<long>& list) {
  std::vector<long> result;
  for (const long k : list) {
    if (!eigenvalue_is_zero(a, k)) {
      result.push_back(k);
    }
  }
  return result;
}

/// The two algorithms overlap at every degree, and each gives at least `bits` relative bits when asked for
/// `digits`.
inline void check_agreement(const SpectralAlgorithm& first, const SpectralAlgorithm& second,
                            const Architecture& a, long dimension, const std::vector<long>& list, long digits,
                            long bits) {
  const std::vector<long> degrees = nonzero_degrees(a, list);
  const SpectralProblem problem{a, dimension, degrees};
  const std::vector<Ball> one = first.compute(problem, first.first_precision(problem, digits));
  const std::vector<Ball> two = second.compute(problem, second.first_precision(problem, digits));
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    BOOST_TEST(one[i].overlaps(two[i]), describe(a) << " d = " << dimension << " degree " << degrees[i]);
    for (const Ball& x : {one[i], two[i]}) {
      BOOST_TEST(arb_rel_accuracy_bits(x.raw()) >= bits,
                 describe(a) << " d = " << dimension << " degree " << degrees[i]);
    }
  }
}

}  // namespace ntkcert::testing
