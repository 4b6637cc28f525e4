#include "ntkcert/deviation/population_deviation.hpp"

#include <arb_poly.h>
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ntkcert/flow/upper_bounds.hpp"
#include "ntkcert/network/harmonic_coordinates.hpp"
#include "ntkcert/network/hessian.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

/// Taylor coefficients of the coordinates on a step.
constexpr long kSeriesLength = 24;

Ball entry(const BallArray& x, long i, Precision p) {
  Ball r(p);
  arb_set(r.raw(), x.at(i));
  return r;
}

Ball largest(const Ball& x) { return {x.magnitude(), kBoundPrecision}; }

/// θ̃ re-expanded about every point of s, orders below `length`.
BallArray expanded(const Step& step, const Ball& s, long length) {
  const long full = step.order + 1;
  const long count = step.parameters.size() / full;
  BallArray result(count * length);
  BallArray series(full);
  for (long q = 0; q < count; ++q) {
    _arb_vec_set(series.at(0), step.parameters.at(q * full), full);
    _arb_poly_taylor_shift(series.at(0), s.raw(), full, s.precision().bits());
    _arb_vec_set(result.at(q * length), series.at(0), std::min(full, length));
  }
  return result;
}

Vector coefficients_of_order(const BallArray& series, long order, long length, Precision p) {
  Vector r;
  for (long i = order; i < series.size(); i += length) {
    r.push_back(entry(series, i, p));
  }
  return r;
}

/// A table for every neuron of the network's balls.
NeuronTable table_for(const Network& network, long max_degree, Precision p) {
  Ball radius(p);
  Ball bias(p);
  for (long l = 0; l < network.width(); ++l) {
    Ball square_sum(p);
    for (long j = 0; j < network.dim(); ++j) {
      square_sum += square(network.inner(l, j));
    }
    radius = max(radius, sqrt_nonnegative(square_sum));
    bias = max(bias, abs(network.inner(l, network.dim())));
  }
  return {network.activation(), {network.dim(), max_degree, 1, radius, bias, p.bits()}, p};
}

BallArray as_array(const Vector& x) {
  BallArray r(static_cast<long>(x.size()));
  for (std::size_t i = 0; i < x.size(); ++i) {
    arb_set(r.at(static_cast<long>(i)), x[i].raw());
  }
  return r;
}

/// √(N_k/m)Σ_ℓ|a_ℓ|·error: what an error of every c_k moves P_kf by.
Ball quadrature_error(const Network& network, const Ball& error, const Ball& root_n) {
  Ball sum(kBoundPrecision);
  for (long l = 0; l < network.width(); ++l) {
    sum += largest(network.outer(l));
  }
  return root_n * error * sum / sqrt(Ball(network.width(), kBoundPrecision));
}

Ball root_multiplicity(long dimension, long degree) {
  return sqrt(Ball(multiplicity(dimension, degree), kBoundPrecision));
}

Dyadic nonnegative_lower(const Ball& x) { return std::max(Dyadic(0), x.lower()); }

}  // namespace

PopulationDeviation::PopulationDeviation(const Trajectory& trajectory, const Population& population)
    : trajectory_(trajectory),
      population_(population),
      basis_(population.target().dim(), population.max_degree(), trajectory.problem().precision) {
  const Precision p = trajectory.problem().precision;
  target_.assign(static_cast<std::size_t>(basis_.size()), Ball(p));
  initial_ = target_;
  const Target& target = population.target();
  for (std::size_t j = 0; j < target.terms().size(); ++j) {
    const RidgeHarmonic& term = target.terms()[j];
    const BallArray values = basis_(as_array(target.unit_direction(j, p)), 1);
    const Ball c(Rational(term.coefficient / Rational(multiplicity(target.dim(), term.degree))), p);
    for (long i = basis_.begin(term.degree); i < basis_.begin(term.degree + 1); ++i) {
      target_[static_cast<std::size_t>(i)] += c * entry(values, i, p);
    }
  }
  const Network& network = trajectory.problem().initial;
  if (is_doubled(network)) {
    return;
  }
  const NeuronTable table = table_for(network, basis_.max_degree(), p);
  const BallArray values = harmonic_coordinates(network.activation(), network.layout(), table, basis_,
                                                as_array(network.parameters()), 1, p);
  for (long k = 0; k <= basis_.max_degree(); ++k) {
    const Ball error = quadrature_error(network, table.value_error(k), root_multiplicity(network.dim(), k));
    for (long i = basis_.begin(k); i < basis_.begin(k + 1); ++i) {
      initial_[static_cast<std::size_t>(i)] = entry(values, i, p).widened(error);
    }
  }
}

/// Quadrature, with N_kP_k(⟨ŵ_ℓ, ·⟩) of norm √N_k and derivative along ŵ' of norm √(N_kP_k'(1))|ŵ'|, and
/// |ŵ'| ≤ |w'|/|w|: the derivative of m^{−1/2}a e(r, b)N_kP_k(⟨ŵ, ·⟩), e the error of c_k, has at most the
/// norm
///   √(N_k/m)(|a'|e + |a|e'|w̄'| + |a|e√P_k'(1)|w'|/r),
/// with |w̄'_ℓ| ≤ |θ̃'| and m^{−1/2}Σ|a'_ℓ| ≤ |θ̃'|. Transfer: as in Population::at.
PopulationDeviation::Errors PopulationDeviation::errors(const Step& step, const Network& network,
                                                        const NeuronTable& table) const {
  const Precision p = trajectory_.problem().precision;
  const long d = network.dim();
  const StepBounds& b = step.bounds;
  const Ball eta(step.radius, kBoundPrecision);
  UpperNorm outer;
  Ball inverse_radius(kBoundPrecision);
  for (long l = 0; l < network.width(); ++l) {
    outer.raise_to(network.outer(l).raw());
    Ball square_sum(p);
    for (long j = 0; j < d; ++j) {
      square_sum += square(network.inner(l, j));
    }
    inverse_radius = max(inverse_radius, largest(1 / sqrt_nonnegative(square_sum)));
  }
  const Ball hessian =
      upper_end(network_hessian_bound(network.activation(), network.width(), outer.maximum() + eta));
  const Ball kappa = b.defect + b.risk_hessian * eta;
  const Vector still(network.parameters().size(), Ball(p));
  const std::vector<Ball> gradient = project_on_degrees(network, still, basis_.max_degree(), p).gradient;
  Errors result;
  for (long k = 0; k <= basis_.max_degree(); ++k) {
    const Ball& g = gradient[static_cast<std::size_t>(k)];
    const Ball root_n = root_multiplicity(d, k);
    const Ball turn = sqrt(Ball(k, kBoundPrecision) * (k + d - 2) / (d - 1));
    const Ball e = table.value_error(k);
    const Ball weighted = quadrature_error(network, e * turn * inverse_radius + table.slope_error(k), root_n);
    result.function.push_back(
        upper_end(g * eta + scaled(hessian * square(eta), -1) + quadrature_error(network, e, root_n)));
    result.rate.push_back(
        upper_end(g * kappa + hessian * eta * (b.speed + kappa) + weighted * b.speed + root_n * e * b.speed));
  }
  return result;
}

DeviationStep PopulationDeviation::on_step(const Step& step) const {
  const FlowProblem& problem = trajectory_.problem();
  const Precision p = problem.precision;
  const ParameterLayout& layout = problem.initial.layout();
  const long order = std::min(step.order, kSeriesLength);
  const long length = order + 1;
  const Ball whole = Ball::interval(Dyadic(0), step.length, p);
  const BallArray at_start = expanded(step, Ball(p), length);
  const BallArray everywhere = expanded(step, whole, length);
  const Network network(problem.initial.shared_activation(), layout,
                        coefficients_of_order(everywhere, 0, length, p));
  const NeuronTable table = table_for(network, basis_.max_degree(), p);
  const BallArray series =
      harmonic_coordinates(network.activation(), layout, table, basis_, at_start, length, p);
  const BallArray remainders =
      harmonic_coordinates(network.activation(), layout, table, basis_, everywhere, length, p);
  const Errors error = errors(step, network, table);

  const Ball h(step.length, p);
  const Ball last = pow(h, static_cast<unsigned long>(order));
  DeviationStep result{step.start, step.length, {}, {}};
  for (long k = 0; k <= basis_.max_degree(); ++k) {
    const auto degree = static_cast<std::size_t>(k);
    const Ball& lambda = population_.eigenvalues()[degree];
    const TaylorModel decay = exponential_model(-lambda, step.length) * exp(-(lambda * Ball(step.start, p)));
    for (long i = basis_.begin(k); i < basis_.begin(k + 1); ++i) {
      const auto index = static_cast<std::size_t>(i);
      Polynomial y(p);
      for (long j = 0; j < order; ++j) {
        y.set_coefficient(j, entry(series, i * length + j, p));
      }
      const Ball highest(entry(remainders, i * length + order, p).magnitude(), p);
      Polynomial residual = y;
      residual.set_coefficient(0, y.coefficient(0) - target_[index]);
      const TaylorModel r(std::move(residual), symmetric(highest * last + error.function[degree]),
                          step.length);
      const TaylorModel rate(y.derivative(), symmetric(highest * order * last / h + error.rate[degree]),
                             step.length);
      result.deviation.push_back(r - decay * (initial_[index] - target_[index]));
      result.driver.push_back(r * lambda + rate);
    }
  }
  return result;
}

std::vector<SpectralBlock> PopulationDeviation::degree_blocks() const {
  std::vector<SpectralBlock> blocks;
  for (long k = 0; k <= basis_.max_degree(); ++k) {
    blocks.push_back({basis_.begin(k), basis_.begin(k + 1) - 1,
                      nonnegative_lower(population_.eigenvalues()[static_cast<std::size_t>(k)]),
                      fmt::format("degree {}", k)});
  }
  return blocks;
}

std::vector<SpectralBlock> PopulationDeviation::leading_blocks() const {
  std::vector<SpectralBlock> blocks;
  Dyadic rate = nonnegative_lower(population_.eigenvalues().front());
  for (long k = 1; k <= basis_.max_degree(); ++k) {
    rate = std::min(rate, nonnegative_lower(population_.eigenvalues()[static_cast<std::size_t>(k)]));
    blocks.push_back({0, basis_.begin(k + 1) - 1, rate, fmt::format("degrees 0..{}", k)});
  }
  return blocks;
}

}  // namespace ntkcert
