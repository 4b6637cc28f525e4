#include "ntkcert/flow/models.hpp"

#include <arb_poly.h>

#include <algorithm>

#include "ntkcert/flow/cauchy.hpp"

namespace ntkcert {
namespace {

Polynomial to_polynomial(const arb_struct* coefficients, long length, Precision p) {
  Polynomial result(p);
  for (long k = 0; k < length; ++k) {
    arb_poly_set_coeff_arb(result.raw(), k, coefficients + k);
  }
  return result;
}

/// Vector polynomials p_q(s), q < count, of `length` coefficients each.
struct VectorPolynomial {
  BallArray coefficients;
  long count;
  long length;

  [[nodiscard]] Ball norm(long k) const {
    UpperNorm sum;
    for (long q = 0; q < count; ++q) {
      sum.add_square(coefficients.at(q * length + k));
    }
    return sum.root();
  }

  /// Σ_q p_q(s)² on [0, h] with the orders below `length`; the remainder holds the orders from `length`, at
  /// most Σ_{i+j≥length} |p_i||p_j|h^{i+j}.
  [[nodiscard]] TaylorModel square(const Dyadic& domain, Precision p) const {
    Polynomial result(p);
    Ball sum(p);
    for (long k = 0; k < length; ++k) {
      sum = Ball(p);
      for (long j = 0; j < (k + 1) / 2; ++j) {
        arb_dot(sum.raw(), sum.raw(), 0, coefficients.at(j), length, coefficients.at(k - j), length, count,
                p.bits());
      }
      arb_mul_2exp_si(sum.raw(), sum.raw(), 1);
      if (k % 2 == 0) {
        arb_dot(sum.raw(), sum.raw(), 0, coefficients.at(k / 2), length, coefficients.at(k / 2), length,
                count, p.bits());
      }
      result.set_coefficient(k, sum);
    }
    Vector norms;
    for (long k = 0; k < length; ++k) {
      norms.push_back(norm(k));
    }
    Polynomial sizes(std::span<const Ball>(norms), kBoundPrecision);
    return {std::move(result), symmetric((sizes * sizes).tail_bound(length, Ball(domain, kBoundPrecision))),
            domain};
  }
};

/// θ̃(s) − θ_0, θ_0 the midpoints of the initial parameters.
VectorPolynomial displacement(const FlowProblem& problem, const Step& step) {
  const long count = problem.initial.layout().size();
  VectorPolynomial result{step.parameters, count, step.order + 1};
  for (long q = 0; q < count; ++q) {
    arb_struct* first = result.coefficients.at(q * result.length);
    arb_sub_arf(first, first, arb_midref(problem.initial.parameters()[static_cast<std::size_t>(q)].raw()),
                problem.precision.bits());
  }
  return result;
}

/// θ̃'(s).
VectorPolynomial velocity(const FlowProblem& problem, const Step& step) {
  const long count = problem.initial.layout().size();
  VectorPolynomial result{BallArray(count * step.order), count, step.order};
  for (long q = 0; q < count; ++q) {
    for (long k = 0; k < step.order; ++k) {
      arb_mul_si(result.coefficients.at(q * step.order + k), step.parameters.at(q * (step.order + 1) + k + 1),
                 k + 1, problem.precision.bits());
    }
  }
  return result;
}

/// The remainder for the square of a vector within κ of one of size at most `size`.
Ball square_transfer(const Ball& kappa, const Ball& size) { return kappa * (2 * size + kappa); }

TaylorModel widened(const TaylorModel& model, const Ball& error) {
  return {model.polynomial(), model.remainder().widened(error), model.domain()};
}

/// Bounds the memory that gram_models takes.
constexpr long kNeuronBlock = 64;

/// The power series of a block of neurons at one sample, stored twice, so that a sum over neurons of products
/// of two series is one dot product a coefficient.
class SeriesOfNeurons {
 public:
  SeriesOfNeurons(long length, long neurons)
      : length_(length), neurons_(neurons), rising_(length * neurons), falling_(length * neurons) {}

  void set(long neuron, const arb_struct* series) {
    for (long k = 0; k < length_; ++k) {
      arb_set(rising_.at(k * neurons_ + neuron), series + k);
      arb_set(falling_.at((length_ - 1 - k) * neurons_ + neuron), series + k);
    }
  }

  /// Adds the product's coefficients below `length`.
  void add_product(const SeriesOfNeurons& other, BallArray& sum, Precision p) const {
    for (long k = 0; k < length_; ++k) {
      arb_dot(sum.at(k), sum.at(k), 0, rising_.at(0), 1, other.falling_.at((length_ - 1 - k) * neurons_), 1,
              (k + 1) * neurons_, p.bits());
    }
  }

 private:
  long length_;
  long neurons_;
  BallArray rising_;
  BallArray falling_;
};

}  // namespace

StepModels step_models(const FlowProblem& problem, const Step& step) {
  const StepBounds& b = step.bounds;
  const Precision p = problem.precision;
  const Ball eta(step.radius, kBoundPrecision);
  const Ball shift = b.gradient * eta + scaled(b.network_hessian * square(eta), -1);
  const Ball residual_error = symmetric(b.residual_tail + shift);
  const Ball rate_error = symmetric(b.residual_rate_tail + b.gradient * b.defect +
                                    b.network_hessian * eta * (b.speed + b.defect) +
                                    (b.gradient + b.network_hessian * eta) * b.risk_hessian * eta);

  std::vector<TaylorModel> residual;
  std::vector<TaylorModel> rate;
  const long n = problem.points.size();
  TaylorModel residual_square = TaylorModel::constant(Ball(p), step.length);
  for (long i = 0; i < n; ++i) {
    const Polynomial r = to_polynomial(step.residuals.at(i * (step.order + 1)), step.order + 1, p);
    residual.emplace_back(r, residual_error, step.length);
    rate.emplace_back(r.derivative(), rate_error, step.length);
    residual_square += residual.back() * residual.back();
  }

  UpperNorm start;
  for (const Ball& x : problem.initial.parameters()) {
    start.add_radius_square(x.raw(), 1);
  }
  const VectorPolynomial moved = displacement(problem, step);
  Vector sizes;
  for (long k = 0; k < moved.length; ++k) {
    sizes.push_back(moved.norm(k));
  }
  const Ball distance = majorant(sizes, Ball(step.length, kBoundPrecision), 0);
  return {std::move(residual), std::move(rate), residual_square * (1 / Ball(n, p)),
          widened(velocity(problem, step).square(step.length, p),
                  square_transfer(b.defect + b.risk_hessian * eta, b.speed)),
          widened(moved.square(step.length, p), square_transfer(eta + start.root(), distance))};
}

std::vector<TaylorModel> gram_models(const FlowProblem& problem, const Step& step) {
  const Points& points = problem.points;
  const ParameterLayout& layout = problem.initial.layout();
  const Precision p = problem.precision;
  const long length = step.order + 1;
  const long n = points.size();
  const auto parameter = [&](long q) { return step.parameters.at(q * length); };

  // Sums over neurons of σ⋆σ and (aσ')⋆(aσ'), pair by pair of samples, a block of neurons at a time.
  const auto pairs = static_cast<std::size_t>(n * (n + 1) / 2);
  std::vector<BallArray> outer_part(pairs, BallArray(length));
  std::vector<BallArray> inner_part(outer_part);
  BallArray z(length);
  BallArray value(length);
  BallArray slope(length);
  BallArray scratch(ActivationSeries::kScratch * length);
  for (long first = 0; first < layout.width; first += kNeuronBlock) {
    const long block = std::min(kNeuronBlock, layout.width - first);
    std::vector<SeriesOfNeurons> values(static_cast<std::size_t>(n), SeriesOfNeurons(length, block));
    std::vector<SeriesOfNeurons> slopes(values);
    for (long l = 0; l < block; ++l) {
      const arb_struct* a = parameter(layout.outer(first + l));
      const arb_struct* w = parameter(layout.inner(first + l));
      for (long i = 0; i < n; ++i) {
        for (long k = 0; k < length; ++k) {
          arb_dot(z.at(k), nullptr, 0, w + k, length, points.row(i), 1, layout.dim + 1, p.bits());
          problem.initial.activation().extend_series(
              {z.at(0), value.at(0), slope.at(0), scratch.at(0), length}, k, p.bits());
        }
        values[static_cast<std::size_t>(i)].set(l, value.at(0));
        _arb_poly_mullow(scratch.at(0), slope.at(0), length, a, length, length, p.bits());
        slopes[static_cast<std::size_t>(i)].set(l, scratch.at(0));
      }
    }
    std::size_t pair = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = i; j < values.size(); ++j, ++pair) {
        values[i].add_product(values[j], outer_part[pair], p);
        slopes[i].add_product(slopes[j], inner_part[pair], p);
      }
    }
  }

  const StepBounds& b = step.bounds;
  const Ball eta(step.radius, kBoundPrecision);
  const Ball moved = b.network_hessian * eta;
  const Ball remainder = symmetric((b.kernel_tail + moved * (2 * b.gradient + moved)) / n);
  std::vector<TaylorModel> gram;
  std::size_t pair = 0;
  for (long i = 0; i < n; ++i) {
    for (long j = i; j < n; ++j, ++pair) {
      Polynomial kernel = (to_polynomial(outer_part[pair].at(0), length, p) +
                           to_polynomial(inner_part[pair].at(0), length, p) * (points.inner(i, j) + 1)) *
                          (1 / Ball(layout.width, p));
      kernel.set_coefficient(0, kernel.coefficient(0) + 1);
      gram.emplace_back(kernel * (1 / Ball(n, p)), remainder, step.length);
    }
  }
  return gram;
}

}  // namespace ntkcert
