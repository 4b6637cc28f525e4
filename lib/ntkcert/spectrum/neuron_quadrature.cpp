#include "ntkcert/spectrum/neuron_quadrature.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/neuron_rule.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

constexpr long kSpareBits = 20;
/// σ and the laws of its argument z = R⟨ŵ,x⟩ + b.
class Neuron {
 public:
  explicit Neuron(const Architecture& architecture)
      : activation_(dynamic_cast<const SmoothActivation&>(*architecture.activation)),
        architecture_(architecture) {}

  [[nodiscard]] Ball radius(Precision p) const { return {*architecture_.weight_radius, p}; }
  [[nodiscard]] const Architecture& architecture() const { return architecture_; }
  /// σ is even or odd: its Hermite coefficients of one parity all vanish.
  [[nodiscard]] bool has_parity() const {
    return activation_.hermite_vanish_from(0) || activation_.hermite_vanish_from(1);
  }
  [[nodiscard]] Ball value(const Ball& z) const { return activation_.value(z); }
  [[nodiscard]] Ball derivative(const Ball& z) const { return activation_.derivative(z); }

  /// Empty if σ is not proved to be analytic on the strip |η| ≤ y.
  [[nodiscard]] std::optional<StripGrowth> growth(const Ball& y) const {
    return strip_growth(activation_, y);
  }
  [[nodiscard]] const SmoothActivation& activation() const { return activation_; }

 private:
  const SmoothActivation& activation_;
  const Architecture& architecture_;
};

/// A rule for the mean over the law of b of a function that is analytic on a strip. `error(c, s)` bounds its
/// error for every G with |G(b)| ≤ (c + s|Re b|)² there.
struct BiasRule {
  std::vector<Ball> nodes;
  std::vector<Ball> weights;
  StripGrowth growth;  ///< on the strip
  Ball largest;        ///< sup|nodes|
  std::function<Ball(const Ball& c, const Ball& s)> error;
};

BiasRule no_bias(const Neuron& neuron, Precision p) {
  const Ball zero(kErrorBoundPrecision);
  return {
      {Ball(p)}, {Ball(1, p)}, neuron.growth(zero).value(), zero, [](const Ball& /*c*/, const Ball& /*s*/) {
        return Ball(kErrorBoundPrecision);
      }};
}

/// Gauss–Legendre on [−B, B] for an error of about 2^{−bits}.
BiasRule uniform_bias(const Neuron& neuron, long bits, Precision p) {
  const Rational& bound = *neuron.architecture().bias_bound;
  const Ball scale = 2 * Ball(bound, kErrorBoundPrecision) / Ball::pi(kErrorBoundPrecision);  // db/dθ
  struct Candidate {
    BernsteinEllipse ellipse;
    StripGrowth growth;
    long points;
  };
  std::optional<Candidate> best;
  for_each_ellipse([&](const BernsteinEllipse& ellipse) {
    const auto growth = neuron.growth(scale * ellipse.minor);
    if (!growth) {
      return;
    }
    const Ball size =
        growth->at_zero + growth->slope * (neuron.radius(kErrorBoundPrecision) + scale * ellipse.major);
    const Ball error = ellipse_error(ellipse, square(size + growth->derivative), 0);
    const long points = gauss_points(static_cast<double>(bits) + log2_of_upper(error), ellipse);
    if (!best || points < best->points) {
      best = Candidate{ellipse, *growth, points};
    }
  });
  if (!best) {
    throw Exhausted(
        "no strip of biases on which the activation is proved to be analytic: the bound is too large");
  }
  const PolarRule rule = polar_gauss_legendre(best->points, p);
  const Ball pi = Ball::pi(p);
  BiasRule result{{}, {}, best->growth, Ball(bound, kErrorBoundPrecision), nullptr};
  for (std::size_t j = 0; j < rule.angles.size(); ++j) {
    result.nodes.push_back(Ball(bound, p) * (2 * rule.angles[j] / pi - 1));
    result.weights.push_back(rule.weights[j] / pi);
  }
  result.error = [scale, ellipse = best->ellipse, degree = rule.exact_degree](const Ball& c, const Ball& s) {
    return ellipse_error(ellipse, square(c + s * scale * ellipse.major), degree) /
           Ball::pi(kErrorBoundPrecision);
  };
  return result;
}

/// φ(x), the standard normal density.
Ball density(const Ball& x) { return exp(-scaled(square(x), -1)) / sqrt(2 * Ball::pi(x.precision())); }

/// The trapezoid rule for b = √β·Z, Z standard normal, for an error of about 2^{−bits}.
BiasRule gaussian_bias(const Neuron& neuron, long bits, Precision p) {
  const Ball deviation = sqrt(Ball(neuron.architecture().bias_variance, kErrorBoundPrecision));
  const double wanted = static_cast<double>(bits) * std::log(2.0);
  struct Candidate {
    Ball height;
    StripGrowth growth;
    double step;
    double count;
  };
  std::optional<Candidate> best;
  constexpr int kCandidates = 60;
  for (int i = 0; i < kCandidates; ++i) {
    const Ball height = Ball::from_double(std::exp2(5.0 - i / 4.0), kErrorBoundPrecision);
    const auto growth = neuron.growth(deviation * height);
    if (!growth) {
      continue;
    }
    const Ball size = growth->at_zero + growth->slope * (1 + neuron.radius(kErrorBoundPrecision) + deviation);
    const double need = wanted + std::log(2.0) * log2_of_upper(4 * square(size + growth->derivative) *
                                                               exp(scaled(square(height), -1)));
    const double step = 2 * std::acos(-1.0) * height.midpoint().approximate() / std::max(need, 1.0);
    const double count = std::sqrt(2 * std::max(need, 1.0) + 16) / step;
    if (!best || count < best->count) {
      best = Candidate{height, *growth, step, count};
    }
  }
  if (!best) {
    throw Exhausted(
        "no strip of biases on which the activation is proved to be analytic: the variance is too large");
  }
  const Dyadic step = Dyadic::from_double(best->step).rounded_down(8);
  const long count = std::lround(best->count) + 2;
  const Ball h(step, p);
  const Ball last = count * Ball(step, kErrorBoundPrecision);
  BiasRule result{{}, {}, best->growth, deviation * last, nullptr};
  const Ball scale = sqrt(Ball(neuron.architecture().bias_variance, p));
  for (long j = -count; j <= count; ++j) {
    result.nodes.push_back(j * h * scale);
    result.weights.push_back(h * density(j * h));
  }
  result.error = [deviation, last, step, height = best->height](const Ball& c, const Ball& s) {
    const Ball c2 = square(c);
    const Ball s2 = square(s * deviation);
    const Ball line = 2 * exp(scaled(square(height), -1)) * (c2 + s2);
    const Ball discrete =
        2 * line / expm1(2 * Ball::pi(kErrorBoundPrecision) * height / Ball(step, kErrorBoundPrecision));
    if (!is_yes(square(last) > 2)) {
      return Ball::whole_line(kErrorBoundPrecision);
    }
    return discrete + 4 * density(last) * (c2 / last + s2 * (last + 1 / last));
  };
  return result;
}

/// Rule for a mean with an error of about 2^{−bits}, nodes at precision p. Its nodes are symmetric, so one
/// half of them serves for squares of σ if σ is even or odd, and for squares of c_k(b) with it.
BiasRule bias_rule(const Neuron& neuron, long bits, Precision p) {
  if (!neuron.architecture().bias_bound && neuron.architecture().bias_variance == 0) {
    return no_bias(neuron, p);
  }
  BiasRule rule =
      neuron.architecture().bias_bound ? uniform_bias(neuron, bits, p) : gaussian_bias(neuron, bits, p);
  if (neuron.has_parity()) {
    const std::size_t half = rule.nodes.size() / 2;
    rule.nodes.resize((rule.nodes.size() + 1) / 2);
    rule.weights.resize(rule.nodes.size());
    for (std::size_t j = 0; j < half; ++j) {
      rule.weights[j] = 2 * rule.weights[j];
    }
  }
  return rule;
}

/// Integrals c_d∫_0^π f(R cos θ + b)P_k(cos θ)sin^{d−2}θ dθ for k ≤ K.
class NeuronIntegrals {
 public:
  /// For an absolute error of about 2^{−bits} of functions of the size of σ^power, |b| ≤ largest_bias.
  NeuronIntegrals(const Neuron& neuron, long dimension, long max_degree, long power, const Ball& largest_bias,
                  long bits, Precision p)
      : rule_(neuron.activation(),
              {dimension, max_degree, power, neuron.radius(kErrorBoundPrecision), largest_bias, bits}, p),
        precision_(p),
        radius_(neuron.radius(p)) {}

  [[nodiscard]] const NeuronRule& rule() const { return rule_; }

  /// Of f with |f(R cos θ + b)| ≤ bound on the ellipse.
  template <typename Function>
  [[nodiscard]] std::vector<Ball> operator()(const Function& f, const Ball& bias, const Ball& bound) const {
    std::vector<Ball> weighted;
    weighted.reserve(rule_.points().size());
    for (std::size_t j = 0; j < rule_.points().size(); ++j) {
      weighted.push_back(rule_.weights()[j] * f(radius_ * rule_.points()[j] + bias));
    }
    std::vector<Ball> sums = gegenbauer_sums(rule_.range().dimension, rule_.range().max_degree,
                                             rule_.points(), weighted, precision_);
    for (std::size_t k = 0; k < sums.size(); ++k) {
      sums[k] = sums[k].widened(rule_.error(bound, static_cast<long>(k)));
    }
    return sums;
  }

 private:
  NeuronRule rule_;
  Precision precision_;
  Ball radius_;
};

/// C_k and g_k for k ≤ K.
struct MeanSquares {
  std::vector<Ball> value;
  std::vector<Ball> derivative;
};

MeanSquares mean_squares(const Neuron& neuron, long dimension, long max_degree, long coefficient_bits,
                         long bits, Precision p) {
  const BiasRule rule = bias_rule(neuron, bits, p);
  const NeuronIntegrals integrals(neuron, dimension, max_degree, 1, rule.largest, coefficient_bits, p);
  const auto length = static_cast<std::size_t>(max_degree) + 1;
  MeanSquares mean{std::vector<Ball>(length, Ball(p)), std::vector<Ball>(length, Ball(p))};
  const auto add = [&](std::vector<Ball>& sums, const Ball& weight, const std::vector<Ball>& coefficients) {
    for (std::size_t k = 0; k < length; ++k) {
      sums[k] += weight * square(coefficients[k]);
    }
  };
  for (std::size_t j = 0; j < rule.nodes.size(); ++j) {
    const Ball& b = rule.nodes[j];
    if (neuron.architecture().has_outer_term()) {
      add(mean.value, rule.weights[j],
          integrals([&](const Ball& z) { return neuron.value(z); }, b, integrals.rule().value_bound(b)));
    }
    if (neuron.architecture().has_hidden_term()) {
      add(mean.derivative, rule.weights[j],
          integrals([&](const Ball& z) { return neuron.derivative(z); }, b,
                    integrals.rule().derivative_bound()));
    }
  }
  const StripGrowth& growth = rule.growth;
  const Ball value_error =
      rule.error(growth.at_zero + growth.slope * neuron.radius(kErrorBoundPrecision), growth.slope);
  const Ball derivative_error = rule.error(growth.derivative, Ball(kErrorBoundPrecision));
  for (std::size_t k = 0; k < length; ++k) {
    const Ball n(multiplicity(dimension, static_cast<long>(k)), kErrorBoundPrecision);
    mean.value[k] = mean.value[k].widened(value_error / n);
    mean.derivative[k] = mean.derivative[k].widened(derivative_error / n);
  }
  return mean;
}

/// About −log₂ of the bound 2Mϱ^{1−k}/((ϱ−1)√N) of |c_k|, the least over ϱ; ≥ 0.
long coefficient_size(const Neuron& neuron, long dimension, long degree) {
  const Ball root = sqrt(Ball(multiplicity(dimension, degree), kErrorBoundPrecision));
  double least = 0;
  constexpr int kCandidates = 64;
  for (int i = 0; i < kCandidates; ++i) {
    const Ball r = 1 + Ball::from_double(std::exp2(20.0 - i / 2.0), kErrorBoundPrecision);
    const Ball radius = neuron.radius(kErrorBoundPrecision);
    const auto growth = neuron.growth(scaled(radius * (r - 1 / r), -1));
    if (growth) {
      const Ball size = growth->at_zero + growth->slope * radius * r;
      least = std::min(least, log2_of_upper(2 * size / ((r - 1) * root)) -
                                  static_cast<double>(std::max(0L, degree - 1)) * log2_of_upper(r));
    }
  }
  return static_cast<long>(-least);
}

}  // namespace

bool NeuronQuadrature::applies_to(const Architecture& architecture) const {
  return architecture.weight_radius.has_value() &&
         dynamic_cast<const SmoothActivation*>(architecture.activation.get()) != nullptr;
}

Precision NeuronQuadrature::first_precision(const SpectralProblem& problem, long digits) const {
  return Precision(
      bits_for_digits(digits) + kSpareBits +
      coefficient_size(Neuron(problem.architecture), problem.dimension, problem.largest_degree()));
}

/// As many points for the bias as bits, and for the angle as bits and degrees.
double NeuronQuadrature::estimated_cost(const SpectralProblem& problem, long digits) const {
  const Precision p = first_precision(problem, digits);
  const double degree = static_cast<double>(problem.largest_degree());
  const double bits = static_cast<double>(p.bits());
  return bits * (bits + degree) * degree * seconds_of_product(p);
}

std::vector<Ball> NeuronQuadrature::compute(const SpectralProblem& problem, Precision p) const {
  const Architecture& architecture = problem.architecture;
  const long d = problem.dimension;
  const Neuron neuron(architecture);
  const long last = problem.largest_degree() + 1;
  const long bits = p.bits() + coefficient_size(neuron, d, last);
  const MeanSquares mean = mean_squares(neuron, d, last, p.bits(), bits, p + kSpareBits);
  const Ball v(architecture.weight_variance, p);
  const Ball bias(architecture.bias_variance, p);
  const auto g = [&](long k) -> const Ball& { return mean.derivative[static_cast<std::size_t>(k)]; };
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    Ball sum(p);
    if (architecture.has_outer_term()) {
      sum = mean.value[static_cast<std::size_t>(k)];
    }
    if (architecture.has_hidden_term()) {
      sum += bias * g(k) + (k == 0 ? g(1) : (k * g(k - 1) + (k + d - 2) * g(k + 1)) / (2 * k + d - 2));
    }
    sum = v * sum;
    result.push_back((k == 0 ? sum + bias : sum).at(p));
  }
  return result;
}

Ball NeuronQuadrature::trace(const Architecture& architecture, long dimension, Precision p) const {
  const Neuron neuron(architecture);
  const Precision working = p + kSpareBits;
  const BiasRule rule = bias_rule(neuron, p.bits(), working);
  const NeuronIntegrals integrals(neuron, dimension, 0, 2, rule.largest, p.bits(), working);
  const StripGrowth& growth = rule.growth;
  const auto mean = [&](const auto& f, const auto& bound, const Ball& error) {
    Ball sum(working);
    for (std::size_t j = 0; j < rule.nodes.size(); ++j) {
      const Ball& b = rule.nodes[j];
      sum += rule.weights[j] *
             integrals([&](const Ball& z) { return square(f(z)); }, b, square(bound(b))).front();
    }
    return sum.widened(error);
  };
  Ball sum(working);
  if (architecture.has_outer_term()) {
    sum +=
        mean([&](const Ball& z) { return neuron.value(z); },
             [&](const Ball& b) { return integrals.rule().value_bound(b); },
             rule.error(growth.at_zero + growth.slope * neuron.radius(kErrorBoundPrecision), growth.slope));
  }
  const Ball bias(architecture.bias_variance, working);
  if (architecture.has_hidden_term()) {
    sum += (1 + bias) * mean([&](const Ball& z) { return neuron.derivative(z); },
                             [&](const Ball& /*b*/) { return integrals.rule().derivative_bound(); },
                             rule.error(growth.derivative, Ball(kErrorBoundPrecision)));
  }
  return (Ball(architecture.weight_variance, working) * sum + bias).at(p);
}

}  // namespace ntkcert
