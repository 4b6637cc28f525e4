#include "ntkcert/network/spherical_network.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/neuron_coefficients.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

std::vector<Ball> weight(const Network& network, long neuron) {
  std::vector<Ball> w;
  for (long j = 0; j < network.dim(); ++j) {
    w.push_back(network.inner(neuron, j));
  }
  return w;
}

/// A neuron in polar form, and its velocity.
struct PolarNeuron {
  Ball outer;
  Ball bias;
  Ball radius;
  std::vector<Ball> direction;
  Ball outer_rate;
  Ball bias_rate;
  Ball radial_rate;
  std::vector<Ball> tangent;
};

PolarNeuron polar(const Network& network, const Vector& direction, long l, Precision p) {
  const ParameterLayout& layout = network.layout();
  const auto rate = [&](long q) { return direction[static_cast<std::size_t>(q)].at(p); };
  PolarNeuron neuron{
      network.outer(l).at(p), network.inner(l, network.dim()).at(p), Ball(p), weight(network, l),
      rate(layout.outer(l)),  rate(layout.inner(l) + network.dim()), Ball(p), {}};
  for (Ball& x : neuron.direction) {
    x = x.at(p);
    neuron.radius += square(x);
  }
  neuron.radius = sqrt_nonnegative(neuron.radius);
  if (!is_yes(neuron.radius > 0)) {
    throw Exhausted(fmt::format(
        "the weight vector of neuron {} is zero or not proved to be nonzero: its harmonics have no direction",
        l + 1));
  }
  for (long j = 0; j < network.dim(); ++j) {
    Ball& x = neuron.direction[static_cast<std::size_t>(j)];
    x /= neuron.radius;
    neuron.tangent.push_back(rate(layout.inner(l) + j));
    neuron.radial_rate += x * neuron.tangent.back();
  }
  for (std::size_t j = 0; j < neuron.tangent.size(); ++j) {
    neuron.tangent[j] -= neuron.radial_rate * neuron.direction[j];
  }
  return neuron;
}

Ball upper(const Ball& x) { return {x.magnitude(), kErrorBoundPrecision}; }

/// Adds the neuron's term of g_k²·m/N_k.
void add_gradient(std::vector<Ball>& sums, const NeuronCoefficients& c, const PolarNeuron& neuron,
                  long dimension) {
  const Ball a2 = square(upper(neuron.outer));
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const auto k = static_cast<long>(i);
    sums[i] += square(upper(c.value[i])) + a2 * (square(upper(c.radial[i])) + square(upper(c.bias[i])) +
                                                 k * (k + dimension - 2) * square(upper(c.reduced[i])));
  }
}

/// sup|σ| or sup|σ'| approximated on E_ϱ: bounds of the errors at degrees K and K−1.
struct Approximation {
  Ball value;
  Ball derivative;
};

Approximation approximation(const SmoothActivation& activation, const Ball& radius, const Ball& bias,
                            long max_degree) {
  Approximation best{Ball::whole_line(kErrorBoundPrecision), Ball::whole_line(kErrorBoundPrecision)};
  constexpr int kCandidates = 48;
  const auto improve = [](Ball& least, const Ball& bound) {
    if (bound.upper() < least.upper()) {
      least = Ball(bound.upper(), kErrorBoundPrecision);
    }
  };
  for (int i = 0; i < kCandidates; ++i) {
    const Ball rho = 1 + Ball::from_double(std::exp2(4.0 - i / 4.0), kErrorBoundPrecision);
    const auto growth = strip_growth(activation, scaled(radius * (rho - 1 / rho), -1));
    if (!growth) {
      continue;
    }
    const Ball size = growth->at_zero + growth->slope * (scaled(radius * (rho + 1 / rho), -1) + bias);
    const Ball decay = 2 * rho * pow(1 / rho, static_cast<unsigned long>(max_degree)) / (rho - 1);
    improve(best.value, size * decay / rho);
    improve(best.derivative, growth->derivative * decay);
  }
  return best;
}

Ball radius_of(const Network& network, long l) { return upper(norm(weight(network, l))); }

}  // namespace

SphericalNetwork project_on_degrees(const Network& network, const Vector& direction, long max_degree,
                                    Precision p) {
  if (std::ssize(direction) != network.layout().size()) {
    throw InvalidInput(fmt::format("a direction of {} components for {} parameters", direction.size(),
                                   network.layout().size()));
  }
  std::vector<PolarNeuron> neurons;
  Ball largest_radius(p);
  Ball largest_bias(p);
  for (long l = 0; l < network.width(); ++l) {
    neurons.push_back(polar(network, direction, l, p));
    largest_radius = max(largest_radius, neurons.back().radius);
    largest_bias = max(largest_bias, abs(neurons.back().bias));
  }
  const long d = network.dim();
  const NeuronTable table(network.activation(), {d, max_degree, 1, largest_radius, largest_bias, p.bits()},
                          p);
  const auto length = static_cast<std::size_t>(max_degree) + 1;
  SphericalNetwork result{{d, {}, {}},
                          std::vector<std::vector<Ball>>(length),
                          std::vector<std::vector<Ball>>(length),
                          std::vector<std::vector<Ball>>(length),
                          std::vector<Ball>(length, Ball(kErrorBoundPrecision))};
  const Ball scale = 1 / sqrt(Ball(network.width(), p));
  for (PolarNeuron& neuron : neurons) {
    const NeuronCoefficients c = table(neuron.radius, neuron.bias);
    const Ball a = scale * neuron.outer;
    for (std::size_t k = 0; k < length; ++k) {
      result.value[k].push_back(a * c.value[k]);
      result.rate[k].push_back(scale * neuron.outer_rate * c.value[k] +
                               a * (neuron.radial_rate * c.radial[k] + neuron.bias_rate * c.bias[k]));
      result.turn[k].push_back(a * c.reduced[k]);
    }
    add_gradient(result.gradient, c, neuron, d);
    result.frame.points.push_back(std::move(neuron.direction));
    result.frame.tangents.push_back(std::move(neuron.tangent));
  }
  // P_0 = 1: the constant stands with any point.
  result.value[0][0] += network.output_bias();
  result.rate[0][0] += direction.back();
  for (std::size_t k = 0; k < length; ++k) {
    const Ball n(multiplicity(d, static_cast<long>(k)), kErrorBoundPrecision);
    result.gradient[k] = sqrt(n * result.gradient[k] / network.width() + (k == 0 ? 1 : 0));
  }
  return result;
}

Ball spherical_tail(const Network& network, const Network& other, long max_degree) {
  if (network.layout() != other.layout()) {
    throw InvalidInput("networks of different shapes cannot be subtracted");
  }
  const long d = network.dim();
  Ball sum(kErrorBoundPrecision);
  for (long l = 0; l < network.width(); ++l) {
    const Approximation error =
        approximation(network.activation(), max(radius_of(network, l), radius_of(other, l)),
                      max(upper(network.inner(l, d)), upper(other.inner(l, d))), max_degree);
    Ball moved = square(upper(network.inner(l, d) - other.inner(l, d)));
    for (long j = 0; j < d; ++j) {
      moved += square(upper(network.inner(l, j) - other.inner(l, j))) / d;
    }
    sum += upper(network.outer(l) - other.outer(l)) * error.value +
           upper(other.outer(l)) * sqrt(moved) * error.derivative;
  }
  return upper(sum / sqrt(Ball(network.width(), kErrorBoundPrecision)));
}

Ball spherical_tail(const Network& network, long max_degree) {
  Ball sum(kErrorBoundPrecision);
  for (long l = 0; l < network.width(); ++l) {
    sum += upper(network.outer(l)) * approximation(network.activation(), radius_of(network, l),
                                                   upper(network.inner(l, network.dim())), max_degree)
                                         .value;
  }
  return upper(sum / sqrt(Ball(network.width(), kErrorBoundPrecision)));
}

}  // namespace ntkcert
