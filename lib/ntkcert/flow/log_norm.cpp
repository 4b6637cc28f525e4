#include "ntkcert/flow/log_norm.hpp"

#include <arb_poly.h>

#include <algorithm>

#include "ntkcert/network/hessian.hpp"

namespace ntkcert {
namespace {

/// Coefficients kept of the blocks' entries: beyond them the tail is small (x^8 ≈ 1e-7 for the usual x =
/// h/R).
constexpr long kTerms = 8;

/// Row k: the weights with which the coefficients c_0..c_k make the Bernstein control point k on [0, h],
/// C(k, j)/C(M−1, j)·h^j.
Matrix bernstein_weights(long terms, const Ball& h) {
  Matrix weights(terms, terms, kBoundPrecision);
  for (long k = 0; k < terms; ++k) {
    Ball weight(1, kBoundPrecision);
    for (long j = 0; j <= k; ++j) {
      weights.set(k, j, weight);
      if (j < k) {
        weight = weight * h * (k - j) / (terms - 1 - j);
      }
    }
  }
  return weights;
}

/// The block of one neuron at all control points.
class NeuronBlock {
 public:
  NeuronBlock(const FlowProblem& problem, const StepSeries& series, long terms, const Ball& length)
      : problem_(problem),
        series_(series),
        terms_(terms),
        n_(problem.points.size()),
        size_(problem.initial.dim() + 1),
        weights_(bernstein_weights(terms, length)),
        share_(1 / (sqrt(Ball(problem.initial.width(), kBoundPrecision)) * n_)),
        products_(size_ * (size_ + 1) / 2 * n_),
        first_(size_ * terms),
        second_(terms * n_),
        buffer_(terms),
        curve_(terms) {
    long entry = 0;
    for (long j = 0; j < size_; ++j) {
      for (long k = 0; k <= j; ++k) {
        for (long i = 0; i < n_; ++i) {
          arb_mul(products_.at(entry++), problem.points.row(i) + j, problem.points.row(i) + k, bits());
        }
      }
    }
  }

  void select(long neuron) {
    const ParameterLayout& layout = problem_.initial.layout();
    for (long j = 0; j < size_; ++j) {
      to_control_points(series_.mean_slope(neuron, j), first_.at(j), size_);
    }
    for (long i = 0; i < n_; ++i) {
      // (m^{−1/2}/n)·a⋆r⋆σ''
      problem_.initial.activation().second_derivative_series(series_.activation(neuron, i), curve_.at(0),
                                                             terms_, bits());
      _arb_poly_mullow(buffer_.at(0), curve_.at(0), terms_, series_.residual(i), terms_, terms_, bits());
      _arb_poly_mullow(curve_.at(0), buffer_.at(0), terms_, series_.parameter(layout.outer(neuron)), terms_,
                       terms_, bits());
      _arb_vec_scalar_mul(curve_.at(0), curve_.at(0), terms_, share_.raw(), bits());
      to_control_points(curve_.at(0), second_.at(i), n_);
    }
  }

  /// N(|u_k|, ‖A_k‖_F).
  [[nodiscard]] Ball norm_at(long k) const {
    UpperNorm u;
    for (long j = 0; j < size_; ++j) {
      u.add_square(first_.at(k * size_ + j));
    }
    UpperNorm a;
    Ball sum(kBoundPrecision);
    long entry = 0;
    for (long j = 0; j < size_; ++j) {
      for (long l = 0; l <= j; ++l, entry += n_) {
        arb_dot(sum.raw(), nullptr, 0, products_.at(entry), 1, second_.at(k * n_), 1, n_, bits());
        a.add_square(sum.raw());
        if (l < j) {
          a.add_square(sum.raw());
        }
      }
    }
    return block_norm(u.root(), a.root());
  }

 private:
  static long bits() { return kBoundPrecision.bits(); }

  void to_control_points(const arb_struct* coefficients, arb_struct* result, long stride) const {
    for (long k = 0; k < terms_; ++k) {
      arb_dot(result + k * stride, nullptr, 0, weights_.raw()->rows[k], 1, coefficients, 1, k + 1, bits());
    }
  }

  const FlowProblem& problem_;
  const StepSeries& series_;
  long terms_;
  long n_;
  long size_;
  Matrix weights_;
  Ball share_;
  BallArray products_;
  BallArray first_;
  BallArray second_;
  BallArray buffer_;
  BallArray curve_;
};

}  // namespace

Ball log_norm_integral(const FlowProblem& problem, const StepSeries& series, const DiscBounds& disc,
                       const Ball& length) {
  const long terms = std::min(kTerms, series.order());
  NeuronBlock block(problem, series, terms, length);
  Vector largest(static_cast<std::size_t>(terms), Ball(kBoundPrecision));
  for (long neuron = 0; neuron < problem.initial.width(); ++neuron) {
    block.select(neuron);
    for (long k = 0; k < terms; ++k) {
      Ball& bound = largest[static_cast<std::size_t>(k)];
      bound = upper_end(max(bound, block.norm_at(k)));
    }
  }
  Ball sum(kBoundPrecision);
  for (const Ball& bound : largest) {
    sum += bound;
  }
  const Ball root2 = sqrt(Ball(2, kBoundPrecision));
  const Ball scale = disc.mean_residual / sqrt(Ball(problem.initial.width(), kBoundPrecision));
  const Ball u = root2 * scale * disc.derivative;
  const Ball a = 2 * scale * disc.second_derivative * disc.outer;
  const Ball tail = series_tail(block_norm(u, a), length / disc.radius, terms);
  return upper_end(length * (sum / terms + tail));
}

}  // namespace ntkcert
