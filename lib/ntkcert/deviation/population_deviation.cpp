#include "ntkcert/deviation/population_deviation.hpp"

#include <arb_poly.h>
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/flow/cauchy.hpp"
#include "ntkcert/network/hessian.hpp"
#include "ntkcert/network/spherical_curve.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

/// Coefficients of a model, at most.
constexpr long kLongestSeries = 96;

Ball multiplicity_bound(long dimension, long degree) {
  return {multiplicity(dimension, degree), kBoundPrecision};
}

Dyadic nonnegative_lower(const Ball& x) { return std::max(Dyadic(0), x.lower()); }

/// The orders below `length` of a step's parameters; zeros beyond the step's order.
BallArray parameter_series(const Step& step, long length) {
  const long full = step.order + 1;
  const long count = step.parameters.size() / full;
  BallArray r(count * length);
  for (long q = 0; q < count; ++q) {
    _arb_vec_set(r.at(q * length), step.parameters.at(q * full), std::min(full, length));
  }
  return r;
}

/// θ̃(s) for all s of the step.
Vector range_of_parameters(const Step& step) {
  const long full = step.order + 1;
  const Ball whole = Ball::interval(Dyadic(0), step.length, kBoundPrecision);
  Vector r;
  for (long q = 0; q * full < step.parameters.size(); ++q) {
    Ball x(kBoundPrecision);
    _arb_poly_evaluate(x.raw(), step.parameters.at(q * full), full, whole.raw(), kBoundPrecision.bits());
    r.push_back(std::move(x));
  }
  return r;
}

Vector sample_point(const Points& points, long i, Precision p) {
  Vector r;
  for (long j = 0; j < points.dim(); ++j) {
    r.push_back(points.augmented()(i, j).at(p));
  }
  return r;
}

/// The norms that Lemma 1 asks for, with x ranging over the whole sphere; those of the residual and of the
/// defect are not used.
SeriesNorms norms_on_sphere(const Network& network, const Step& step) {
  const ParameterLayout& layout = network.layout();
  const long full = step.order + 1;
  const Ball root2 = sqrt(Ball(2, kBoundPrecision));
  SeriesNorms norms{{}, Ball(kBoundPrecision), {}, {}, {}, {}, {}, Ball(kBoundPrecision)};
  for (long k = 0; k < full; ++k) {
    UpperNorm outer;
    UpperNorm inner;
    UpperNorm all;
    Ball largest(kBoundPrecision);
    for (long l = 0; l < layout.width; ++l) {
      outer.add_square(step.parameters.at(layout.outer(l) * full + k));
      UpperNorm neuron;
      for (long j = 0; j <= layout.dim; ++j) {
        const arb_struct* w = step.parameters.at((layout.inner(l) + j) * full + k);
        neuron.add_square(w);
        inner.add_square(w);
      }
      largest = max(largest, neuron.root());
    }
    for (long q = 0; q < layout.size(); ++q) {
      all.add_square(step.parameters.at(q * full + k));
    }
    UpperNorm bias;
    bias.raise_to(step.parameters.at(layout.output_bias() * full + k));
    norms.preactivation.push_back(upper_end(root2 * largest));
    norms.outer.push_back(outer.root());
    norms.inner.push_back(inner.root());
    norms.bias.push_back(bias.maximum());
    norms.all.push_back(all.root());
  }
  const SupBounds sup = network.activation().sup_bounds(kBoundPrecision);
  norms.value = sup.value ? upper_end(*sup.value)
                          : upper_end(abs(sup.at_zero) + sup.first * norms.preactivation.front());
  return norms;
}

/// R, F and ΓV of the disc on which the shortest series has a tail of about 2^{−p}.
struct Disc {
  Ball radius;
  Ball change;
  Ball rate;
  long length;
};

Disc choose_disc(const Network& network, const Step& step, const Ball& largest_rate, Precision p) {
  const SeriesNorms norms = norms_on_sphere(network, step);
  Vector derivative;
  for (std::size_t k = 1; k < norms.all.size(); ++k) {
    derivative.push_back(norms.all[k] * static_cast<long>(k));
  }
  const Ball h(step.length, kBoundPrecision);
  std::optional<Disc> best;
  constexpr int kCandidates = 12;
  for (int i = 1; i <= kCandidates; ++i) {
    const double ratio = std::exp2(i / 2.0);
    const Ball radius = h * Ball::from_double(ratio, kBoundPrecision);
    const auto disc = disc_bounds(network.activation(), network.width(), norms, radius);
    if (!disc || !disc->network_change.is_finite()) {
      continue;
    }
    const Ball rate = upper_end(disc->gradient * majorant(derivative, radius, 0));
    const double size = (1 + disc->network_change + rate + exp(largest_rate * radius)).upper().approximate();
    const double length = std::ceil((static_cast<double>(p.bits()) + 2 * std::log2(size)) / std::log2(ratio));
    if (std::isfinite(length) && (!best || length < static_cast<double>(best->length))) {
      best = Disc{radius, disc->network_change, rate, std::clamp(std::lround(length), 4L, kLongestSeries)};
    }
  }
  if (!best) {
    throw Exhausted("the activation has no bounds on a disc around a step: the step is too long");
  }
  return *best;
}

}  // namespace

PopulationDeviation::PopulationDeviation(const Trajectory& trajectory, const Population& population)
    : trajectory_(trajectory), population_(population), working_(2 * trajectory.problem().precision.bits()) {
  const Network& network = trajectory.problem().initial;
  const Target& target = population.target();
  if (!is_doubled(network)) {
    BallArray parameters(network.layout().size());
    for (long q = 0; q < parameters.size(); ++q) {
      arb_set(parameters.at(q), network.parameters()[static_cast<std::size_t>(q)].raw());
    }
    initial_ = spherical_curve(network.activation(), network.layout(), parameters, 1, population.max_degree(),
                               working_);
  }
  // ‖P_kr_0‖ ≤ ‖P_kf_0‖ + Σ|coefficient|/√N_k over the target's terms of degree k.
  initial_size_.assign(static_cast<std::size_t>(population.max_degree()) + 1, Ball(kBoundPrecision));
  if (initial_) {
    const auto squares = curve_squares(*initial_, population.eigenvalues(), working_);
    for (std::size_t k = 0; k < squares.size(); ++k) {
      initial_size_[k] = upper_end(sqrt_nonnegative(squares[k].function.coefficient(0)));
    }
  }
  for (const RidgeHarmonic& term : target.terms()) {
    Ball& size = initial_size_[static_cast<std::size_t>(term.degree)];
    size = upper_end(size + abs(Ball(term.coefficient, kBoundPrecision)) /
                                sqrt(multiplicity_bound(target.dim(), term.degree)));
  }
}

PopulationDeviation::Transfer PopulationDeviation::transfer(const Step& step) const {
  const Network& initial = trajectory_.problem().initial;
  const Network network(initial.shared_activation(), initial.layout(), range_of_parameters(step));
  UpperNorm outer;
  for (long l = 0; l < network.width(); ++l) {
    outer.raise_to(network.outer(l).raw());
  }
  const StepBounds& b = step.bounds;
  const Ball eta(step.radius, kBoundPrecision);
  const Ball hessian =
      upper_end(network_hessian_bound(network.activation(), network.width(), outer.maximum() + eta));
  const Ball kappa = b.defect + b.risk_hessian * eta;
  const Vector still(network.parameters().size(), Ball(kBoundPrecision));
  Transfer r;
  for (const Ball& gradient :
       project_on_degrees(network, still, population_.max_degree(), kBoundPrecision).gradient) {
    r.function.push_back(upper_end(gradient * eta + scaled(hessian * square(eta), -1)));
    r.rate.push_back(upper_end(gradient * kappa + hessian * eta * (b.speed + kappa)));
  }
  return r;
}

ZonalCurve PopulationDeviation::residual_curve(const Step& step, long length, Precision p) const {
  const FlowProblem& problem = trajectory_.problem();
  const Target& target = population_.target();
  const ZonalCurve network =
      spherical_curve(problem.initial.activation(), problem.initial.layout(), parameter_series(step, length),
                      length, population_.max_degree(), p);
  std::vector<Vector> directions;
  for (std::size_t i = 0; i < target.terms().size(); ++i) {
    directions.push_back(target.unit_direction(i, p));
  }
  ZonalCurve curve = with_still_points(network, directions);
  for (std::size_t i = 0; i < target.terms().size(); ++i) {
    const RidgeHarmonic& part = target.terms()[i];
    const Rational c = -part.coefficient / Rational(multiplicity(target.dim(), part.degree));
    arb_set(curve.amplitudes[static_cast<std::size_t>(part.degree)].at(
                (network.count + static_cast<long>(i)) * length),
            Ball(c, p).raw());
  }
  return curve;
}

ZonalCurve PopulationDeviation::deviation_curve(const Step& step, long length) const {
  ZonalCurve curve = residual_curve(step, length, working_);
  const long neurons = trajectory_.problem().initial.width();
  const long begin_initial = curve.count;
  if (initial_) {
    std::vector<Vector> directions(static_cast<std::size_t>(initial_->count));
    for (long i = 0; i < initial_->points.size(); ++i) {
      Ball x(working_);
      arb_set(x.raw(), initial_->points.at(i));
      directions[static_cast<std::size_t>(i / curve.dimension)].push_back(x);
    }
    curve = with_still_points(curve, directions);
  }
  const long bits = working_.bits();
  BallArray decay(length);
  for (std::size_t k = 0; k < curve.amplitudes.size(); ++k) {
    const Ball rate = -population_.eigenvalues()[k].at(working_);
    const Ball exponent = rate * Ball(step.start, working_);
    Ball term = exp(exponent);
    for (long j = 0; j < length; ++j) {
      arb_set(decay.at(j), term.raw());
      term = term * rate / (j + 1);
    }
    // −P_kf* becomes −(1 − e^{−λt})P_kf*: what is taken off is e^{−λt} times P_k(f_0 − f*).
    for (long i = neurons; i < begin_initial; ++i) {
      arb_struct* series = curve.amplitudes[k].at(i * length);
      Ball c(working_);
      arb_neg(c.raw(), series);
      _arb_vec_scalar_mul(series, decay.at(0), length, c.raw(), bits);
      arb_mul(series, expm1(exponent).raw(), c.raw(), bits);
    }
    for (long i = begin_initial; i < curve.count; ++i) {
      arb_struct* series = curve.amplitudes[k].at(i * length);
      _arb_vec_scalar_mul(series, decay.at(0), length, initial_->amplitudes[k].at(i - begin_initial), bits);
      _arb_vec_neg(series, series, length);
    }
  }
  return curve;
}

PopulationDeviation::OnStep PopulationDeviation::on_step(const Step& step, long value_points) const {
  const FlowProblem& problem = trajectory_.problem();
  const long d = problem.initial.dim();
  const std::vector<Ball>& rates = population_.eigenvalues();
  Ball largest_rate(kBoundPrecision);
  for (const Ball& rate : rates) {
    largest_rate = max(largest_rate, upper_end(rate));
  }
  const Disc disc = choose_disc(problem.initial, step, largest_rate, problem.precision);
  const ZonalCurve curve = deviation_curve(step, disc.length);
  const std::vector<CurveSquares> squares = curve_squares(curve, rates, working_);
  const Transfer moved = transfer(step);

  const Ball x = Ball(step.length, kBoundPrecision) / disc.radius;
  OnStep result{{step.start, step.length, {}, {}}, std::nullopt};
  std::vector<Ball> deviation_bound;
  std::vector<Ball> driver_bound;
  for (std::size_t k = 0; k < squares.size(); ++k) {
    const Ball rate = upper_end(abs(rates[k]));
    const Ball growth = exp(rate * disc.radius);
    const Ball start(sqrt_nonnegative(squares[k].function.coefficient(0)).magnitude(), kBoundPrecision);
    deviation_bound.push_back(upper_end(start + disc.change + (growth - 1) * initial_size_[k]));
    driver_bound.push_back(
        upper_end(rate * deviation_bound.back() + disc.rate + rate * growth * initial_size_[k]));
    const auto model = [&](const Polynomial& square_series, const Ball& bound, long length) {
      return TaylorModel(square_series, symmetric(series_tail(square(bound), x, length)), step.length);
    };
    result.degrees.deviation.push_back(
        {model(squares[k].function, deviation_bound.back(), disc.length), moved.function[k]});
    result.degrees.driver.push_back({model(squares[k].driver, driver_bound.back(), disc.length - 1),
                                     upper_end(rate * moved.function[k] + moved.rate[k])});
  }
  if (value_points > 0) {
    // |P_kg(x)| ≤ √N_k‖P_kg‖.
    DeviationStep values{step.start, step.length, {}, {}};
    std::vector<std::vector<Polynomial>> at_points;
    for (long i = 0; i < value_points; ++i) {
      at_points.push_back(curve_values(curve, sample_point(problem.points, i, working_), working_));
    }
    for (std::size_t k = 0; k < squares.size(); ++k) {
      const Ball root_n = sqrt(multiplicity_bound(d, static_cast<long>(k)));
      const Ball error =
          root_n * (series_tail(deviation_bound[k], x, disc.length) + result.degrees.deviation[k].error);
      const Ball driver_error =
          root_n * (series_tail(driver_bound[k], x, disc.length - 1) + result.degrees.driver[k].error);
      for (const auto& point : at_points) {
        values.deviation.emplace_back(point[k], symmetric(error), step.length);
        const Polynomial driver = point[k] * rates[k] + point[k].derivative();
        values.driver.emplace_back(driver.truncated(disc.length - 1), symmetric(driver_error), step.length);
      }
    }
    result.values = std::move(values);
  }
  return result;
}

DeviationSquares PopulationDeviation::sampling_on_step(const Step& step) const {
  const FlowProblem& problem = trajectory_.problem();
  const long d = problem.points.dim();
  const long n = problem.points.size();
  const Disc disc = choose_disc(problem.initial, step, Ball(kBoundPrecision), problem.precision);
  const long length = disc.length;
  const long full = step.order + 1;
  std::vector<Vector> places;
  for (long i = 0; i < n; ++i) {
    places.push_back(sample_point(problem.points, i, working_));
  }
  const ZonalCurve residual = residual_curve(step, length, working_);
  ZonalCurve curve = with_still_points(residual, places);
  const Ball weight = -1 / Ball(n, working_);
  for (BallArray& amplitude : curve.amplitudes) {
    for (long i = 0; i < n; ++i) {
      _arb_vec_scalar_mul(amplitude.at((residual.count + i) * length), step.residuals.at(i * full),
                          std::min(length, full), weight.raw(), working_.bits());
    }
  }
  const std::vector<CurveSquares> squares = curve_squares(curve, population_.eigenvalues(), working_);
  const Transfer moved = transfer(step);
  const StepBounds& b = step.bounds;
  const Ball eta(step.radius, kBoundPrecision);
  Vector mean_residual;
  for (long k = 0; k < full; ++k) {
    Ball sum(kBoundPrecision);
    for (long i = 0; i < n; ++i) {
      UpperNorm size;
      size.raise_to(step.residuals.at(i * full + k));
      sum += size.maximum();
    }
    mean_residual.push_back(sum / n);
  }
  const Ball sample_change = majorant(mean_residual, disc.radius, 1);
  const Ball shift = b.residual_tail + b.gradient * eta + scaled(b.network_hessian * square(eta), -1);
  const Ball x = Ball(step.length, kBoundPrecision) / disc.radius;
  DeviationSquares result{step.start, step.length, {}, {}};
  for (std::size_t k = 0; k < squares.size(); ++k) {
    const Ball root_n = sqrt(multiplicity_bound(d, static_cast<long>(k)));
    const Ball start(sqrt_nonnegative(squares[k].function.coefficient(0)).magnitude(), kBoundPrecision);
    const Ball bound = start + disc.change + root_n * sample_change;
    result.driver.push_back(
        {{squares[k].function, symmetric(series_tail(square(bound), x, length)), step.length},
         upper_end(moved.function[k] + root_n * shift)});
  }
  result.deviation = result.driver;
  return result;
}

DeviationSquares PopulationDeviation::residual_on_step(const Step& step) const {
  // Sums over pairs of neurons cancel down to the square of what is left.
  const Precision accuracy(48);
  const Precision p(2 * accuracy.bits());
  const Disc disc = choose_disc(trajectory_.problem().initial, step, Ball(kBoundPrecision), accuracy);
  const std::vector<CurveSquares> squares =
      curve_squares(residual_curve(step, disc.length, p), population_.eigenvalues(), p);
  const Transfer moved = transfer(step);
  const Ball x = Ball(step.length, kBoundPrecision) / disc.radius;
  DeviationSquares result{step.start, step.length, {}, {}};
  for (std::size_t k = 0; k < squares.size(); ++k) {
    const Ball start(sqrt_nonnegative(squares[k].function.coefficient(0)).magnitude(), kBoundPrecision);
    const Ball tail = series_tail(square(start + disc.change), x, disc.length);
    result.driver.push_back({{squares[k].function, symmetric(tail), step.length}, moved.function[k]});
  }
  result.deviation = result.driver;
  return result;
}

std::vector<SpectralBlock> PopulationDeviation::degree_blocks(const std::vector<long>& degrees) const {
  std::vector<SpectralBlock> blocks;
  blocks.reserve(degrees.size());
  for (const long k : degrees) {
    blocks.push_back({k, k, nonnegative_lower(population_.eigenvalues()[static_cast<std::size_t>(k)]),
                      fmt::format("degree {}", k)});
  }
  return blocks;
}

std::vector<SpectralBlock> PopulationDeviation::leading_blocks() const {
  std::vector<SpectralBlock> blocks;
  Dyadic rate = nonnegative_lower(population_.eigenvalues().front());
  for (long k = 1; k <= population_.max_degree(); ++k) {
    rate = std::min(rate, nonnegative_lower(population_.eigenvalues()[static_cast<std::size_t>(k)]));
    blocks.push_back({0, k, rate, fmt::format("degrees 0..{}", k)});
  }
  return blocks;
}

std::vector<DuhamelMode> PopulationDeviation::value_modes(long value_points) const {
  std::vector<DuhamelMode> modes;
  for (std::size_t k = 0; k < population_.eigenvalues().size(); ++k) {
    const Ball& lambda = population_.eigenvalues()[k];
    for (long i = 0; i < value_points; ++i) {
      modes.push_back({lambda.midpoint(), Ball(lambda.radius(), lambda.precision()), modes.size(),
                       modes.size(), fmt::format("degree {} at x_{}", k, i + 1)});
    }
  }
  return modes;
}

}  // namespace ntkcert
