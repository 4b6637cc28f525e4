#include "ntkcert/deviation/underparameterized.hpp"

#include <algorithm>
#include <utility>

#include "ntkcert/deviation/damping.hpp"
#include "ntkcert/flow/upper_bounds.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

/// Encloses √Σ_kN_kλ_k²: with τ the trace beyond degree K, λ_k ≤ τ/N_{K+1} for k > K, as N_k does not
/// decrease from k = 1 on.
Ball kernel_size(const Population& population, const Network& network, long dimension) {
  const Precision p = network.parameters().front().precision();
  Ball tail = ZonalKernel(Architecture::paper(network.shared_activation()), p).at_one();
  Ball sum(p);
  for (std::size_t k = 0; k < population.eigenvalues().size(); ++k) {
    const Ball n(multiplicity(dimension, static_cast<long>(k)), p);
    sum += n * square(population.eigenvalues()[k]);
    tail = tail - n * population.eigenvalues()[k];
  }
  const Ball next(multiplicity(dimension, population.max_degree() + 1), p);
  const Ball beyond = square(Ball(tail.magnitude(), p)) / next;
  return sqrt(hull(sum, sum + beyond)).at(kBoundPrecision);
}

/// ∫max(floor, slope(1+t))²dτ_d(t), by the range of the integrand on cells in θ, t = cos θ.
Ball square_mean_of_maximum(const Ball& floor, const Ball& slope, long dimension) {
  constexpr long kCells = 1024;
  const Ball pi = Ball::pi(kBoundPrecision);
  Ball sum(kBoundPrecision);
  for (long i = 0; i < kCells; ++i) {
    const Ball theta = hull(pi * i / kCells, pi * (i + 1) / kCells);
    sum += square(max(floor, slope * (1 + cos(theta)))) *
           pow(sin(theta), static_cast<unsigned long>(dimension - 2));
  }
  return funk_hecke_constant(dimension, kBoundPrecision) * sum * pi / kCells;
}

/// 1 + √(2log x).
Ball deviation_factor_of(const Rational& x) { return 1 + sqrt(2 * log(Ball(x, kBoundPrecision))); }

}  // namespace

UnderparameterizedBounds::UnderparameterizedBounds(const FlowProblem& problem, const Population& population,
                                                   const Rational& horizon, const Vector& initial_residual)
    : width_(problem.initial.width()),
      samples_(problem.points.size()),
      dimension_(problem.initial.dim()),
      horizon_(horizon, kBoundPrecision),
      eigenvalues_(population.eigenvalues()) {
  const Network& network = problem.initial;
  require_doubled(network);
  const Ball a = common_outer_size(network);
  const SupBounds sup = network.activation().sup_bounds(kBoundPrecision);
  const Ball s = require_bounded(network);
  const Ball& l1 = sup.first;
  const Ball& l2 = sup.second;
  const Ball& l3 = sup.third;
  const Ball root2 = sqrt(Ball(2, kBoundPrecision));
  const Ball c = root2 * l1;

  residual_ = (norm(initial_residual) / sqrt(Ball(samples_, kBoundPrecision))).at(kBoundPrecision);
  target_ = Ball(kBoundPrecision);
  for (const RidgeHarmonic& term : population.target().terms()) {
    target_ += abs(Ball(term.coefficient, kBoundPrecision));
  }
  travel_ = sqrt(horizon_ / 2) * residual_;
  const Ball q = horizon_ * residual_ / sqrt(Ball(width_, kBoundPrecision));
  const Ball reach = a + s * q;
  curvature_ = reach * l2 + sqrt(square(reach * l2) + 2 * square(l1));
  kernel_ = kernel_size(population, network, dimension_);
  value2_ = square(s);
  slope_ = c;
  outer_ = a;
  const Ball slope2 = square(c * a);
  const bool sharp = has_sharp_sizes(network.activation().name());
  gradient_ = sqrt((sharp ? max(value2_, slope2) : value2_ + slope2) + 1);
  spread_ = sharp ? sqrt(square_mean_of_maximum(value2_, square(a * l1), dimension_)) : value2_ + slope2;
  const Ball q2 = square(q);
  movement_ =
      (4 * square(l1) * value2_ * q2 +
       24 * square(l1) * l2 * s * (square(a) * q2 / 2 + 2 * a * s * q * q2 / 3 + value2_ * square(q2) / 4) +
       c * (a * q2 / 2 + s * q * q2 / 6) *
           (8 * root2 * a * (pow(l1, 3UL) + 2 * l1 * l2 * s) +
            8 * root2 * pow(a, 3UL) * (2 * l1 * square(l2) + square(l1) * l3)));
}

Ball UnderparameterizedBounds::initialisation(const Ball& deviation_factor) const {
  return spread_ * deviation_factor / sqrt(Ball(width_, kBoundPrecision) / 2) * residual_;
}

DriverBound UnderparameterizedBounds::all_degrees(const Rational& delta) const {
  const Ball factor = deviation_factor_of(3 / delta);
  return {kernel_ * factor / sqrt(Ball(samples_, kBoundPrecision)) * (target_ + gradient_ * travel_) +
              kernel_ * curvature_ * square(travel_) / sqrt(Ball(width_, kBoundPrecision)),
          initialisation(factor), movement_ * residual_};
}

std::vector<DriverBound> UnderparameterizedBounds::by_degree(const std::vector<long>& degrees,
                                                             const Rational& delta) const {
  const Ball factor = deviation_factor_of((2 * Rational(static_cast<long>(degrees.size())) + 1) / delta);
  std::vector<DriverBound> r;
  for (const long k : degrees) {
    const Ball root_n = sqrt(Ball(multiplicity(dimension_, k), kBoundPrecision));
    const Ball sample =
        root_n / sqrt(Ball(samples_, kBoundPrecision)) * factor * (target_ + gradient_ * travel_) +
        (1 + root_n) * curvature_ * square(travel_) / (2 * sqrt(Ball(width_, kBoundPrecision)));
    r.push_back({eigenvalues_[static_cast<std::size_t>(k)].at(kBoundPrecision) * sample,
                 initialisation(factor), movement_ * residual_});
  }
  return r;
}

Ball UnderparameterizedBounds::covering(const Rational& delta) const {
  const Ball root_n = sqrt(Ball(samples_, kBoundPrecision));
  const Ball root_m = sqrt(Ball(width_, kBoundPrecision));
  const ParameterLayout layout{width_, dimension_};
  const Ball reach = sqrt(horizon_ / 2) * target_;
  const Ball gradient = sqrt(value2_ + square(slope_ * (outer_ + reach / root_m)) + 1);
  const Ball size = target_ + gradient * reach;
  const Ball logarithm = layout.size() * log(1 + 2 * root_n) + log(Ball(1 / delta, kBoundPrecision));
  return kernel_ / root_n * (size * (1 + sqrt(2 * logarithm)) + 2 * gradient * reach);
}

Sides SamplingComparison::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  const SpectralBlock& block = blocks_[instance];
  const Precision p = piece.precision();
  const Ball rate = rates_[instance].at(p);
  const TaylorModel damping = damping_model(rate, piece.start, piece.length);
  const TaylorModel damping_square = damping * damping;
  const Ball rate_square = square(rate);
  const Ball norm_square = piece.driver_square_on(block).range();
  const Ball supremum =
      from_bounds(std::max(lower_[instance], piece.driver_square_on(block).at_start().lower()),
                  std::max(upper_[instance], norm_square.upper()), p);
  const Ball left = damping_square.at_start() * rate_square * supremum;
  const Ball right = damping_square.at_start() * square(constant_);
  return {sqrt_nonnegative(left),
          sqrt_nonnegative(right),
          (damping_square * (square(constant_) - rate_square * supremum)).range(),
          2,
          (damping_square * (rate_square * supremum)).range(),
          (damping_square * square(constant_)).range()};
}

void SamplingComparison::advance(const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  for (std::size_t j = 0; j < blocks_.size(); ++j) {
    const TaylorModel norm_square = piece.driver_square_on(blocks_[j]);
    for (const Dyadic& y : {Dyadic(0), piece.length}) {
      lower_[j] = std::max(lower_[j], norm_square.range(y, y).lower());
    }
    upper_[j] = std::max(upper_[j], norm_square.range().upper());
  }
}

Sides ConstantDriverBound::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  const TaylorModel deviation = piece.deviation_square_on(blocks_[instance]);
  const TaylorModel damping =
      damping_model(rates_[instance].at(piece.precision()), piece.start, piece.length);
  const TaylorModel bound = damping * damping * square(constants_[instance]);
  return {sqrt_nonnegative(deviation.at_start()),
          sqrt_nonnegative(bound.at_start()),
          (bound - deviation).range(),
          2,
          deviation.range(),
          bound.range()};
}

}  // namespace ntkcert
