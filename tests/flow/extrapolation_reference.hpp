#pragma once

#include <vector>

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/flow/problem.hpp"

namespace ntkcert::testing {

/// The gradient flow by another method at another precision, without any proof: Gragg's modified midpoint
/// rule with step numbers 2, 4, 6, … and Aitken–Neville extrapolation in h², columns added until the last
/// correction is below 2^{−bits+48}. Plain approximate arithmetic: every radius is thrown away.
class ExtrapolationReference {
 public:
  ExtrapolationReference(const FlowProblem& problem, long bits, long tolerance_bits)
      : problem_(problem),
        bits_(bits),
        tolerance_bits_(tolerance_bits),
        state_(problem.initial.layout().size()),
        time_(0) {
    for (long q = 0; q < state_.size(); ++q) {
      arb_get_mid_arb(state_.at(q), problem.initial.parameters()[static_cast<std::size_t>(q)].raw());
    }
  }

  /// θ at a time not before the last one asked for.
  [[nodiscard]] BallArray at(const Rational& time) {
    step(Rational(time - time_));
    time_ = time;
    return state_;
  }

  /// −∇Φ(θ), written down from the definition of the network.
  [[nodiscard]] BallArray velocity(const BallArray& theta) const {
    const ParameterLayout& layout = problem_.initial.layout();
    const long n = problem_.points.size();
    const Precision p(bits_);
    const Ball scale = 1 / sqrt(Ball(layout.width, p));
    BallArray z(layout.width * n);
    BallArray value(layout.width * n);
    BallArray slope(layout.width * n);
    BallArray residual(n);
    for (long i = 0; i < n; ++i) {
      for (long l = 0; l < layout.width; ++l) {
        const long at = i * layout.width + l;
        arb_dot(z.at(at), nullptr, 0, theta.at(layout.inner(l)), 1, problem_.points.row(i), 1, layout.dim + 1,
                bits_);
        mag_zero(arb_radref(z.at(at)));
        activate(z.at(at), value.at(at), slope.at(at));
      }
      arb_dot(residual.at(i), nullptr, 0, theta.at(0), 1, value.at(i * layout.width), 1, layout.width, bits_);
      arb_mul(residual.at(i), residual.at(i), scale.raw(), bits_);
      arb_add(residual.at(i), residual.at(i), theta.at(layout.output_bias()), bits_);
      arb_sub(residual.at(i), residual.at(i), problem_.labels[static_cast<std::size_t>(i)].raw(), bits_);
      arb_div_si(residual.at(i), residual.at(i), -n, bits_);
    }
    BallArray result(layout.size());
    Ball factor(p);
    for (long i = 0; i < n; ++i) {
      arb_add(result.at(layout.output_bias()), result.at(layout.output_bias()), residual.at(i), bits_);
      arb_mul(residual.at(i), residual.at(i), scale.raw(), bits_);
      for (long l = 0; l < layout.width; ++l) {
        const long at = i * layout.width + l;
        arb_addmul(result.at(layout.outer(l)), residual.at(i), value.at(at), bits_);
        arb_mul(factor.raw(), residual.at(i), slope.at(at), bits_);
        arb_mul(factor.raw(), factor.raw(), theta.at(layout.outer(l)), bits_);
        for (long j = 0; j <= layout.dim; ++j) {
          arb_addmul(result.at(layout.inner(l) + j), factor.raw(), problem_.points.row(i) + j, bits_);
        }
      }
    }
    forget_radii(result);
    return result;
  }

 private:
  static void forget_radii(BallArray& x) {
    for (long q = 0; q < x.size(); ++q) {
      mag_zero(arb_radref(x.at(q)));
    }
  }

  void activate(const arb_struct* z, arb_struct* value, arb_struct* slope) const {
    Ball x{Precision(bits_)};
    arb_set(x.raw(), z);
    const bool is_tanh = problem_.initial.activation().name() == "tanh";
    const Ball s = is_tanh ? tanh(x) : erf(x);
    const Ball q = is_tanh ? 1 - s * s : 2 * exp(-x * x) / sqrt(Ball::pi(x.precision()));
    arb_get_mid_arb(value, s.raw());
    arb_get_mid_arb(slope, q.raw());
  }

  /// x + factor·v.
  [[nodiscard]] BallArray moved(const BallArray& x, const Ball& factor, const BallArray& v) const {
    BallArray result(x);
    for (long q = 0; q < x.size(); ++q) {
      arb_addmul(result.at(q), factor.raw(), v.at(q), bits_);
    }
    forget_radii(result);
    return result;
  }

  [[nodiscard]] BallArray midpoint_rule(const Ball& length, long count) const {
    const Ball h = length / count;
    BallArray before = state_;
    BallArray now = moved(state_, h, velocity(state_));
    for (long i = 1; i < count; ++i) {
      BallArray next = moved(before, 2 * h, velocity(now));
      before = std::move(now);
      now = std::move(next);
    }
    return now;
  }

  void step(const Rational& length) {
    constexpr long kMostColumns = 34;
    const Ball h(length, Precision(bits_));
    std::vector<BallArray> row;
    for (long j = 1; j <= kMostColumns; ++j) {
      BallArray entry = midpoint_rule(h, 2 * j);
      bool converged = false;
      std::vector<BallArray> next{entry};
      for (long k = 1; k < j; ++k) {
        const Ball weight = Ball((j - k) * (j - k), h.precision()) / (j * j - (j - k) * (j - k));
        BallArray correction(entry.size());
        const BallArray& older = row[static_cast<std::size_t>(k - 1)];
        _arb_vec_sub(correction.at(0), entry.at(0), older.at(0), entry.size(), bits_);
        entry = moved(entry, weight, correction);
        next.push_back(entry);
        Ball largest(h.precision());
        for (long q = 0; q < correction.size(); ++q) {
          arb_mul(correction.at(q), correction.at(q), weight.raw(), bits_);
          arb_abs(correction.at(q), correction.at(q));
          arb_max(largest.raw(), largest.raw(), correction.at(q), bits_);
        }
        converged = k == j - 1 && largest.upper() < Dyadic(Integer(1), -tolerance_bits_);
      }
      if (converged) {
        state_ = std::move(entry);
        return;
      }
      row = std::move(next);
    }
    step(length / 2);
    step(length / 2);
  }

  const FlowProblem& problem_;
  long bits_;
  long tolerance_bits_;
  BallArray state_;
  Rational time_;
};

}  // namespace ntkcert::testing
