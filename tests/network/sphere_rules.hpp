#pragma once

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "ntkcert/network/network.hpp"
#include "ntkcert/network/samples.hpp"

/// Integration over the circle and the sphere by rules that know nothing of harmonics, in doubles: good to
/// about 1e-12 for the networks of the tests.
namespace sphere_rules {

using namespace ntkcert;

struct SphereRule {
  std::vector<std::vector<double>> points;
  std::vector<double> weights;
};

inline SphereRule circle_rule(int n) {
  SphereRule rule;
  for (int i = 0; i < n; ++i) {
    const double angle = 2 * std::numbers::pi * i / n;
    rule.points.push_back({std::cos(angle), std::sin(angle)});
    rule.weights.push_back(1.0 / n);
  }
  return rule;
}

/// Gauss–Legendre heights (Newton's method) times equally spaced longitudes.
inline SphereRule sphere_rule(int n) {
  SphereRule rule;
  for (int i = 0; i < n; ++i) {
    double x = std::cos(std::numbers::pi * (i + 0.75) / (n + 0.5));
    double slope = 1;
    for (int iteration = 0; iteration < 50; ++iteration) {
      double previous = 1;
      double current = x;
      for (int k = 1; k < n; ++k) {
        const double next = ((2 * k + 1) * x * current - k * previous) / (k + 1);
        previous = current;
        current = next;
      }
      slope = n * (x * current - previous) / (x * x - 1);
      x -= current / slope;
    }
    const double weight = 1 / ((1 - x * x) * slope * slope);
    for (int j = 0; j < 2 * n; ++j) {
      const double angle = std::numbers::pi * j / n;
      const double radius = std::sqrt(1 - x * x);
      rule.points.push_back({radius * std::cos(angle), radius * std::sin(angle), x});
      rule.weights.push_back(weight / (2 * n));
    }
  }
  return rule;
}

/// Uniform random points of equal weight.
inline SphereRule random_rule(std::size_t dim, int n, std::mt19937_64& engine) {
  std::normal_distribution<double> normal;
  SphereRule rule;
  for (int i = 0; i < n; ++i) {
    std::vector<double> x(dim);
    double size = 0;
    for (double& c : x) {
      c = normal(engine);
      size += c * c;
    }
    for (double& c : x) {
      c /= std::sqrt(size);
    }
    rule.points.push_back(x);
    rule.weights.push_back(1.0 / n);
  }
  return rule;
}

inline double multiplicity_double(int d, int k) {
  double n = k == 0 ? 1 : (2.0 * k + d - 2) / k;
  for (int j = 1; j < k; ++j) {
    n *= static_cast<double>(d - 2 + j) / j;
  }
  return n;
}

/// ‖P_kg‖ = (N_kΣ_ijw_iw_jg_ig_jP_k(⟨x_i, x_j⟩))^{1/2}, k = 0..K, from the values of g at the nodes.
inline std::vector<double> degree_norms(const SphereRule& rule, const std::vector<double>& values,
                                        int max_degree) {
  const auto d = static_cast<int>(rule.points.front().size());
  std::vector<double> sums(static_cast<std::size_t>(max_degree) + 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double c = 0;
      for (std::size_t l = 0; l < rule.points[i].size(); ++l) {
        c += rule.points[i][l] * rule.points[j][l];
      }
      const double weight = (i == j ? 1 : 2) * rule.weights[i] * rule.weights[j] * values[i] * values[j];
      double previous = 0;
      double current = weight;  // weight·P_k(c)
      for (int k = 0; k <= max_degree; ++k) {
        sums[static_cast<std::size_t>(k)] += current;
        const double next =
            k == 0 ? c * current : ((2 * k + d - 2) * c * current - k * previous) / (k + d - 2);
        previous = current;
        current = next;
      }
    }
  }
  for (std::size_t k = 0; k < sums.size(); ++k) {
    sums[k] = std::sqrt(std::max(0.0, sums[k] * multiplicity_double(d, static_cast<int>(k))));
  }
  return sums;
}

inline double middle(const Ball& x) { return x.midpoint().approximate(); }

/// f(x; θ), and its derivative along θ', at the nodes, in doubles from the definitions.
struct NodeValues {
  std::vector<double> value;
  std::vector<double> rate;
};

inline NodeValues at_nodes(const Network& network, const Vector& direction, const SphereRule& rule) {
  NodeValues result;
  const Precision p(64);
  const double scale = 1 / std::sqrt(static_cast<double>(network.width()));
  const auto rate = [&](long q) { return middle(direction[static_cast<std::size_t>(q)]); };
  for (const std::vector<double>& x : rule.points) {
    double value = middle(network.output_bias());
    double change = rate(network.layout().output_bias());
    for (long l = 0; l < network.width(); ++l) {
      double z = middle(network.inner(l, network.dim()));
      double dz = rate(network.layout().inner(l) + network.dim());
      for (long j = 0; j < network.dim(); ++j) {
        z += middle(network.inner(l, j)) * x[static_cast<std::size_t>(j)];
        dz += rate(network.layout().inner(l) + j) * x[static_cast<std::size_t>(j)];
      }
      const double a = middle(network.outer(l));
      const double sigma = middle(network.activation().value(Ball::from_double(z, p)));
      const double slope = middle(network.activation().derivative(Ball::from_double(z, p)));
      value += scale * a * sigma;
      change += scale * (rate(network.layout().outer(l)) * sigma + a * slope * dz);
    }
    result.value.push_back(value);
    result.rate.push_back(change);
  }
  return result;
}

}  // namespace sphere_rules
