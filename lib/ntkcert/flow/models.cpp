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

  // Sums over neurons of σ⋆σ and (aσ')⋆(aσ'), pair by pair of samples.
  const auto pairs = static_cast<std::size_t>(n * (n + 1) / 2);
  std::vector<Polynomial> outer_part(pairs, Polynomial(p));
  std::vector<Polynomial> inner_part(pairs, Polynomial(p));
  BallArray z(length);
  BallArray slope(length);
  BallArray scratch(2 * length);
  std::vector<Polynomial> values(static_cast<std::size_t>(n), Polynomial(p));
  std::vector<Polynomial> slopes(values);
  for (long l = 0; l < layout.width; ++l) {
    const Polynomial a = to_polynomial(parameter(layout.outer(l)), length, p);
    for (long i = 0; i < n; ++i) {
      BallArray value(length);
      for (long k = 0; k < length; ++k) {
        arb_dot(z.at(k), nullptr, 0, parameter(layout.inner(l)) + k, length, points.row(i), 1, layout.dim + 1,
                p.bits());
        problem.initial.activation().extend_series({z.at(0), value.at(0), slope.at(0), scratch.at(0), length},
                                                   k, p.bits());
      }
      values[static_cast<std::size_t>(i)] = to_polynomial(value.at(0), length, p);
      arb_poly_mullow(slopes[static_cast<std::size_t>(i)].raw(), a.raw(),
                      to_polynomial(slope.at(0), length, p).raw(), length, p.bits());
    }
    Polynomial product(p);
    std::size_t pair = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = i; j < values.size(); ++j, ++pair) {
        arb_poly_mullow(product.raw(), values[i].raw(), values[j].raw(), length, p.bits());
        outer_part[pair] = outer_part[pair] + product;
        arb_poly_mullow(product.raw(), slopes[i].raw(), slopes[j].raw(), length, p.bits());
        inner_part[pair] = inner_part[pair] + product;
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
      Polynomial kernel =
          (outer_part[pair] + inner_part[pair] * (points.inner(i, j) + 1)) * (1 / Ball(layout.width, p));
      kernel.set_coefficient(0, kernel.coefficient(0) + 1);
      gram.emplace_back(kernel * (1 / Ball(n, p)), remainder, step.length);
    }
  }
  return gram;
}

}  // namespace ntkcert
