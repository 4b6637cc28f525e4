#include "ntkcert/deviation/population.hpp"

#include <arb_poly.h>
#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/flow/upper_bounds.hpp"
#include "ntkcert/network/hessian.hpp"
#include "ntkcert/spectrum/eigenvalues.hpp"
#include "ntkcert/sphere/harmonic_basis.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

std::vector<Ball> limit_eigenvalues(const Network& network, long max_degree, Precision p) {
  std::vector<long> degrees(static_cast<std::size_t>(max_degree) + 1);
  std::iota(degrees.begin(), degrees.end(), 0L);
  constexpr double kDigitsPerBit = 0.30103;
  EigenvalueRequest request;
  request.architecture = Architecture::paper(network.shared_activation());
  request.dimension = network.dim();
  request.degrees = std::move(degrees);
  request.digits = std::max(1L, static_cast<long>(static_cast<double>(p.bits()) * kDigitsPerBit));
  const Spectrum spectrum = ntkcert::eigenvalues(request);
  std::vector<Ball> r;
  r.reserve(spectrum.eigenvalues.size());
  for (const Eigenvalue& eigenvalue : spectrum.eigenvalues) {
    r.push_back(eigenvalue.value.at(p));
  }
  return r;
}

Vector at_precision(const Vector& x, Precision p) {
  Vector r;
  r.reserve(x.size());
  for (const Ball& ball : x) {
    r.push_back(ball.at(p));
  }
  return r;
}

/// θ̃(s) and θ̃'(s).
struct PathPoint {
  Vector state;
  Vector velocity;
};

PathPoint path_at(const Step& step, const Ball& s) {
  const long length = step.order + 1;
  const long bits = s.precision().bits();
  BallArray derivative(length);
  PathPoint point;
  for (long q = 0; q * length < step.parameters.size(); ++q) {
    const arb_struct* series = step.parameters.at(q * length);
    Ball x(s.precision());
    _arb_poly_evaluate(x.raw(), series, length, s.raw(), bits);
    point.state.push_back(x);
    _arb_poly_derivative(derivative.at(0), series, length, bits);
    _arb_poly_evaluate(x.raw(), derivative.at(0), length - 1, s.raw(), bits);
    point.velocity.push_back(std::move(x));
  }
  return point;
}

Ball largest_outer(const Network& network) {
  UpperNorm largest;
  for (long l = 0; l < network.width(); ++l) {
    largest.raise_to(network.outer(l).raw());
  }
  return largest.maximum();
}

/// √(Σ_k x_k² + y²) for every 0 ≤ y ≤ tail.
Ball with_tail(const std::vector<Ball>& norms, const Ball& tail) {
  Ball sum(norms.front().precision());
  for (const Ball& x : norms) {
    sum += square(x);
  }
  const Ball most = square(tail);
  return sqrt_nonnegative(sum + hull(Ball(most.precision()), most));
}

/// Widens norms, which stay ≥ 0.
std::vector<Ball> widened(const std::vector<Ball>& norms, const std::vector<Ball>& errors) {
  std::vector<Ball> r;
  for (std::size_t k = 0; k < norms.size(); ++k) {
    r.push_back(max(norms[k].widened(errors[k]), Ball(norms[k].precision())));
  }
  return r;
}

/// The union of frames, and harmonics on it.
class JointFrame {
 public:
  explicit JointFrame(long dimension, Precision p) : frame_{dimension, {}, {}}, precision_(p) {}

  /// Returns where the points begin.
  std::size_t add(const ZonalFrame& other) {
    const std::size_t begin = frame_.points.size();
    frame_.points.insert(frame_.points.end(), other.points.begin(), other.points.end());
    frame_.tangents.insert(frame_.tangents.end(), other.tangents.begin(), other.tangents.end());
    return begin;
  }
  std::size_t add(Vector point) {
    frame_.points.push_back(std::move(point));
    frame_.tangents.emplace_back();
    return frame_.points.size() - 1;
  }
  [[nodiscard]] const ZonalFrame& frame() const { return frame_; }

  [[nodiscard]] ZonalHarmonic zero(long degree) const {
    const std::vector<Ball> zeros(frame_.points.size(), Ball(precision_));
    return {degree, zeros, zeros};
  }
  [[nodiscard]] ZonalHarmonic function(const SphericalNetwork& network, std::size_t begin,
                                       long degree) const {
    ZonalHarmonic h = zero(degree);
    std::ranges::copy(network.value[static_cast<std::size_t>(degree)],
                      h.value.begin() + static_cast<std::ptrdiff_t>(begin));
    return h;
  }
  [[nodiscard]] ZonalHarmonic rate(const SphericalNetwork& network, std::size_t begin, long degree) const {
    const auto k = static_cast<std::size_t>(degree);
    ZonalHarmonic h = zero(degree);
    std::ranges::copy(network.rate[k], h.value.begin() + static_cast<std::ptrdiff_t>(begin));
    std::ranges::copy(network.turn[k], h.tangent.begin() + static_cast<std::ptrdiff_t>(begin));
    return h;
  }

 private:
  ZonalFrame frame_;
  Precision precision_;
};

/// P_kf*, its terms standing in a frame from `begin` on.
ZonalHarmonic target_part(const Target& target, const JointFrame& joint, std::size_t begin, long degree) {
  ZonalHarmonic h = joint.zero(degree);
  for (std::size_t i = 0; i < target.terms().size(); ++i) {
    const RidgeHarmonic& term = target.terms()[i];
    if (term.degree == degree) {
      const Integer n = multiplicity(target.dim(), degree);
      h.value[begin + i] = Ball(Rational(term.coefficient / Rational(n)), h.value.front().precision());
    }
  }
  return h;
}

void check_target(const Target& target, long dim, long max_degree) {
  if (target.dim() != dim) {
    throw InvalidInput(
        fmt::format("a target of dimension {} for a network on dimension {}", target.dim(), dim));
  }
  for (const RidgeHarmonic& term : target.terms()) {
    if (term.degree > max_degree) {
      throw InvalidInput(fmt::format(
          "the target has degree {}, beyond the largest degree {} of the run: degrees up to {} are needed",
          term.degree, max_degree, term.degree));
    }
  }
}

}  // namespace

bool is_doubled(const Network& network) {
  const long half = network.width() / 2;
  if (network.width() % 2 != 0 || !network.output_bias().is_exact_zero()) {
    return false;
  }
  const auto equal = [](const Ball& x, const Ball& y) {
    return x.is_exact() && y.is_exact() && x.midpoint() == y.midpoint();
  };
  for (long l = 0; l < half; ++l) {
    bool copies = equal(network.outer(l), -network.outer(l + half));
    for (long j = 0; j <= network.dim(); ++j) {
      copies = copies && equal(network.inner(l, j), network.inner(l + half, j));
    }
    if (!copies) {
      return false;
    }
  }
  return true;
}

Population::Population(FlowProblem problem, Target target, long max_degree)
    : problem_(std::move(problem)),
      target_(std::move(target)),
      max_degree_(max_degree),
      working_(
          HarmonicBasis::is_cheaper_than_pairs(problem_.initial.dim(), max_degree, problem_.initial.width())
              ? problem_.precision.bits()
              : 2 * problem_.precision.bits()),
      starts_at_zero_(is_doubled(problem_.initial)) {
  check_target(target_, problem_.initial.dim(), max_degree);
  eigenvalues_ = limit_eigenvalues(problem_.initial, max_degree, problem_.precision);
}

SphericalNetwork Population::initial(const Vector& direction) const {
  const Network& network = problem_.initial;
  return project_on_degrees(
      {network.shared_activation(), network.layout(), at_precision(network.parameters(), working_)},
      direction, max_degree_, working_);
}

Population::Approximation Population::approximation(const Trajectory& flow, const Rational& t) const {
  const Step& step = flow.step_at(t);
  PathPoint path = path_at(step, Ball(Rational(t - step.start.to_rational()), working_));
  const Network network(problem_.initial.shared_activation(), problem_.initial.layout(),
                        std::move(path.state));
  Approximation result{project_on_degrees(network, path.velocity, max_degree_, working_), {}, {}};
  const Ball eta(step.radius, kBoundPrecision);
  const StepBounds& b = step.bounds;
  const Ball hessian =
      upper_end(network_hessian_bound(network.activation(), network.width(), largest_outer(network) + eta));
  const Ball kappa = b.defect + b.risk_hessian * eta;
  for (const Ball& gradient : result.network.gradient) {
    result.function_error.push_back(upper_end(gradient * eta + scaled(hessian * square(eta), -1)));
    result.rate_error.push_back(upper_end(gradient * kappa + hessian * eta * (b.speed + kappa)));
  }
  return result;
}

PopulationState Population::at(const Trajectory& flow, const Rational& t) const {
  const Approximation now = approximation(flow, t);
  JointFrame joint(target_.dim(), working_);
  joint.add(now.network.frame);
  const std::size_t terms = joint.frame().points.size();
  for (std::size_t i = 0; i < target_.terms().size(); ++i) {
    joint.add(target_.unit_direction(i, working_));
  }
  std::optional<SphericalNetwork> start;
  std::size_t start_begin = 0;
  if (!starts_at_zero_) {
    start = initial(Vector(problem_.initial.parameters().size(), Ball(working_)));
    start_begin = joint.add(start->frame);
  }

  std::vector<ZonalHarmonic> harmonics;
  std::vector<Ball> driver_error;
  for (long k = 0; k <= max_degree_; ++k) {
    const auto i = static_cast<std::size_t>(k);
    const Ball& lambda = eigenvalues_[i];
    const ZonalHarmonic f = joint.function(now.network, 0, k);
    const ZonalHarmonic residual = f - target_part(target_, joint, terms, k);
    ZonalHarmonic initial_residual = joint.zero(k) - target_part(target_, joint, terms, k);
    if (start) {
      initial_residual = initial_residual + joint.function(*start, start_begin, k);
    }
    harmonics.push_back(f);
    harmonics.push_back(residual);
    harmonics.push_back(residual - exp(-(lambda * Ball(t, working_))) * initial_residual);
    harmonics.push_back(lambda * residual + joint.rate(now.network, 0, k));
    driver_error.push_back(upper_end(lambda * now.function_error[i] + now.rate_error[i]));
  }
  const std::vector<Ball> norms = zonal_norms(joint.frame(), harmonics, working_);
  constexpr std::size_t kQuantities = 4;
  const auto column = [&](std::size_t quantity, const std::vector<Ball>& errors) {
    std::vector<Ball> r;
    for (std::size_t k = 0; k <= static_cast<std::size_t>(max_degree_); ++k) {
      r.push_back(norms[kQuantities * k + quantity].at(problem_.precision));
    }
    return widened(r, errors);
  };
  PopulationState state{column(0, now.function_error), column(1, now.function_error),
                        column(2, now.function_error), column(3, driver_error),
                        Ball(problem_.precision),      Ball(problem_.precision)};
  const Network tube = flow.enclosure_at(t);
  const Ball tail = starts_at_zero_ ? spherical_tail(tube, problem_.initial, max_degree_)
                                    : spherical_tail(tube, max_degree_);
  state.residual_norm = with_tail(state.residual, tail);
  state.deviation_norm = with_tail(
      state.deviation, starts_at_zero_ ? tail : tail + spherical_tail(problem_.initial, max_degree_));
  return state;
}

DriverParts Population::driver_parts(const Trajectory& flow, const Rational& t,
                                     const Vector& residual) const {
  const long n = problem_.points.size();
  const Approximation now = approximation(flow, t);
  // r_t(x_i) at their midpoints; the radii, of mean ρ, move P̂_kr_t by at most √N_k·ρ, and P_kT_n^0r_t by
  // Γ_k(θ_0)·max_i‖∇f(x_i; θ_0)‖·ρ.
  Vector middle;
  Ball rho(kBoundPrecision);
  for (const Ball& r : residual) {
    middle.emplace_back(r.midpoint(), working_);
    rho += Ball(r.radius(), kBoundPrecision) / n;
  }
  const Matrix jacobian = problem_.initial.jacobian(problem_.points);
  Vector direction = at_precision(jacobian.transposed() * middle, working_);
  for (Ball& x : direction) {
    x = x / n;
  }
  Ball gradient(kBoundPrecision);
  for (long i = 0; i < n; ++i) {
    UpperNorm row;
    for (long q = 0; q < jacobian.columns(); ++q) {
      row.add_square(jacobian.raw()->rows[i] + q);
    }
    gradient = max(gradient, row.root());
  }
  const SphericalNetwork start = initial(direction);

  JointFrame joint(target_.dim(), working_);
  joint.add(now.network.frame);
  const std::size_t terms = joint.frame().points.size();
  for (std::size_t i = 0; i < target_.terms().size(); ++i) {
    joint.add(target_.unit_direction(i, working_));
  }
  const std::size_t sample = joint.frame().points.size();
  for (long i = 0; i < n; ++i) {
    Vector x;
    for (long j = 0; j < problem_.points.dim(); ++j) {
      x.push_back(problem_.points.augmented()(i, j).at(working_));
    }
    joint.add(std::move(x));
  }
  const std::size_t start_begin = joint.add(start.frame);

  std::vector<ZonalHarmonic> harmonics;
  std::vector<Ball> errors;
  for (long k = 0; k <= max_degree_; ++k) {
    const auto i = static_cast<std::size_t>(k);
    const Ball& lambda = eigenvalues_[i];
    ZonalHarmonic sampled = joint.zero(k);
    for (std::size_t j = 0; j < middle.size(); ++j) {
      sampled.value[sample + j] = middle[j] / n;
    }
    const ZonalHarmonic r = joint.function(now.network, 0, k) - target_part(target_, joint, terms, k);
    const ZonalHarmonic kernel = joint.rate(start, start_begin, k);
    harmonics.push_back(lambda * (r - sampled));
    harmonics.push_back(lambda * sampled - kernel);
    harmonics.push_back(kernel + joint.rate(now.network, 0, k));
    const Ball sampling = lambda * sqrt(Ball(multiplicity(target_.dim(), k), kBoundPrecision)) * rho;
    const Ball start_error = start.gradient[i] * gradient * rho;
    errors.push_back(upper_end(lambda * now.function_error[i] + sampling));
    errors.push_back(upper_end(sampling + start_error));
    errors.push_back(upper_end(start_error + now.rate_error[i]));
  }
  const std::vector<Ball> norms = widened(zonal_norms(joint.frame(), harmonics, working_), errors);
  DriverParts parts;
  for (std::size_t k = 0; k < norms.size(); k += 3) {
    parts.sampling.push_back(norms[k].at(problem_.precision));
    parts.initialisation.push_back(norms[k + 1].at(problem_.precision));
    parts.movement.push_back(norms[k + 2].at(problem_.precision));
  }
  return parts;
}

}  // namespace ntkcert
