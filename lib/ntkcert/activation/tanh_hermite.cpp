#include "ntkcert/activation/tanh_hermite.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ntkcert {
namespace {

/// The sums S_p = Σ_{j≥1} V_j, V_j = ω_j^p e^{−qω_j²/2}/sinh(πω_j/2), ω_j = jh, for odd p in turn, kBlock of
/// them at once: S_{p+2i} is the scalar product of the V_j and the powers ω_j^{2i}. In j the V_j are
/// log-concave (docs/theory.md), so nodes far from the peak are left out, with a geometric bound of their
/// sum.
class WindowedSums {
 public:
  static constexpr long kBlock = 16;

  /// Nodes below about 2^{−bits} of the peak are left out, and all beyond the `count`-th.
  WindowedSums(const Ball& variance, const Ball& step, long count, long bits)
      : precision_(variance.precision()), step_(step), bits_(bits), values_(count) {
    powers_.assign(kBlock + 1, BallArray(count));
    for (long j = 0; j < count; ++j) {
      const Ball omega = node(j);
      const Ball square_of_node = square(omega);
      arb_set(values_.at(j),
              (exp(-scaled(variance * square_of_node, -1)) / sinh(scaled(Ball::pi(precision_) * omega, -1)))
                  .raw());
      arb_one(powers_[0].at(j));
      for (std::size_t i = 1; i < powers_.size(); ++i) {
        arb_mul(powers_[i].at(j), powers_[i - 1].at(j), square_of_node.raw(), precision_.bits());
      }
    }
  }

  /// S_p, S_{p+2}, … with their omitted parts, from p = 1 at first; then p → p + 2·kBlock.
  [[nodiscard]] std::vector<Ball> next_block() {
    fit_window();
    std::vector<Ball> sums(kBlock, Ball(precision_));
    for (long i = 0; i < kBlock; ++i) {
      Ball& sum = sums[static_cast<std::size_t>(i)];
      arb_dot(sum.raw(), nullptr, 0, values_.at(begin_), 1, powers_[static_cast<std::size_t>(i)].at(begin_),
              1, end_ - begin_, precision_.bits());
      Ball omitted = omitted_beyond(term(end_ - 2, i), term(end_ - 1, i));
      if (begin_ > 0) {
        omitted += omitted_beyond(term(begin_ + 1, i), term(begin_, i));
      }
      sum = sum.widened(omitted);
    }
    for (long j = begin_; j < end_; ++j) {
      arb_mul(values_.at(j), values_.at(j), powers_.back().at(j), precision_.bits());
    }
    power_ += 2 * kBlock;
    return sums;
  }

 private:
  [[nodiscard]] Ball node(long j) const { return step_ * (j + 1); }

  /// V_j at the power p + 2i, for a bound.
  [[nodiscard]] Ball term(long j, long i) const {
    Ball value(Precision(64));
    arb_mul(value.raw(), values_.at(j), powers_[static_cast<std::size_t>(i)].at(j), value.precision().bits());
    return value;
  }

  /// The window begins where the first sum of the block needs it, and ends where the last one does: the peak
  /// moves to the right.
  void fit_window() {
    const auto negligible = [&](const Ball& value, const Ball& peak) {
      const Ball scaled_up = scaled(value, bits_);
      return arf_cmpabs(arb_midref(scaled_up.raw()), arb_midref(peak.raw())) < 0;
    };
    Ball peak(Precision(64));
    for (long j = begin_; j < values_.size(); ++j) {
      if (j == end_) {
        const Ball factor = pow(node(j), static_cast<unsigned long>(power_));
        arb_mul(values_.at(j), values_.at(j), factor.raw(), precision_.bits());
        ++end_;
      }
      const Ball value = term(j, kBlock - 1);
      if (arf_cmpabs(arb_midref(value.raw()), arb_midref(peak.raw())) > 0) {
        peak = value;
      } else if (j + 1 == end_ && end_ >= begin_ + 2 && negligible(value, peak)) {
        break;
      }
    }
    peak = Ball(Precision(64));
    for (long j = begin_; j < end_; ++j) {
      const Ball value = term(j, 0);
      if (arf_cmpabs(arb_midref(value.raw()), arb_midref(peak.raw())) > 0) {
        peak = value;
      }
    }
    while (begin_ + 2 < end_ && negligible(term(begin_, 0), peak)) {
      ++begin_;
    }
  }

  /// The sum of a log-concave sequence beyond its member `last`, which follows `before`.
  [[nodiscard]] static Ball omitted_beyond(const Ball& before, const Ball& last) {
    const Ball ratio = last / before;
    return is_yes(ratio < 1) ? last * ratio / (1 - ratio) : Ball::whole_line(last.precision());
  }

  Precision precision_;
  Ball step_;
  long bits_;
  long power_ = 1;
  BallArray values_;               ///< V_j at the power p inside the window, at 0 to the right of it
  std::vector<BallArray> powers_;  ///< [i][j] is ω_j^{2i}
  long begin_ = 0;
  long end_ = 0;
};

/// The step of the trapezoid rule and the height of the strip in its error bound, chosen in double precision
/// so that the error is about 2^{−bits} of the smallest coefficient below `length`; and a number of nodes
/// whose last is about 2^{−bits} of the peak, which is at ω = √(p/q) or to the left of it.
struct Trapezoid {
  Trapezoid(double variance, long length, long bits) {
    const double wanted = static_cast<double>(bits) * std::log(2.0) +
                          std::acos(0.0) * std::sqrt(static_cast<double>(length) / variance) + 2;
    height = std::min(1.9, std::sqrt(wanted / variance));
    step = 4 * std::acos(0.0) * height / (wanted + variance * height * height);
    const double last = std::sqrt(static_cast<double>(length + 2 * WindowedSums::kBlock) / variance) +
                        std::sqrt(2 * static_cast<double>(bits + 8) * std::log(2.0) / variance);
    nodes = 4 + std::lround(std::min(last / step, kMostNodes));
  }
  static constexpr double kMostNodes = 1 << 24;
  double height;
  double step;
  long nodes;
};

/// 2e^{qa²}/sin(πa/2)·(2π)^{−1/4}/(e^{2πa/h}−1), a bound of the rule's error in |h_p| for every p ≥ 1.
Ball rule_error(const Trapezoid& rule, const Ball& variance) {
  const Precision low(64);
  const Ball a = Ball::from_double(rule.height, low);
  const Ball h = Ball::from_double(rule.step, low);
  const Ball pi = Ball::pi(low);
  return 2 * exp(variance.at(low) * square(a)) /
         (sin(scaled(pi * a, -1)) * sqrt(sqrt(2 * pi)) * expm1(2 * pi * a / h));
}

/// √(2π/q)·(2/π)·[√(q/p)(p/(p−1))^{1/4} + π].
Ball tail_constant(const Ball& q, long p) {
  const Precision low = q.precision();
  const Ball pi = Ball::pi(low);
  return 2 / pi * sqrt(2 * pi / q) * (sqrt(q / p) * sqrt(sqrt(Ball(p, low) / (p - 1))) + pi);
}

/// For the window's sums, of some hundred nodes.
constexpr long kSpareBits = 6;

long first_odd(long length) { return length + 1 - length % 2; }

}  // namespace

TanhSums::TanhSums(const Ball& q, long length, Precision p)
    : variance(q.at(p + kSpareBits)),
      step(variance.precision()),
      error(Ball::whole_line(Precision(64))),
      sums(length) {
  if (!is_yes(variance > 0) || !variance.is_finite()) {
    for (long i = 1; i < length; i += 2) {
      arb_zero_pm_inf(sums.at(i));
    }
    return;
  }
  const Trapezoid rule(variance.midpoint().approximate(), std::max(length, 1L), p.bits());
  step = Ball::from_double(rule.step, variance.precision());
  error = rule_error(rule, variance);
  WindowedSums window(variance, step, rule.nodes, p.bits() + 4);
  for (long i = 1; i < length;) {
    for (const Ball& sum : window.next_block()) {
      if (i < length) {
        arb_set(sums.at(i), sum.raw());
      }
      i += 2;
    }
  }
  if (length > 1) {  // half the integrand at 0, which only p = 1 has
    arb_add(sums.at(1), sums.at(1), (1 / Ball::pi(variance.precision())).raw(), variance.precision().bits());
  }
}

Ball TanhSums::sum(long p) const {
  Ball result(variance.precision());
  arb_set(result.raw(), sums.at(p));
  return result;
}

Ball square_within(const Ball& square_of_sum, const Ball& error) {
  return square_of_sum.widened(error * (2 * sqrt_nonnegative(square_of_sum.at(error.precision())) + error));
}

BallArray tanh_hermite_squares(const Ball& variance, long length) {
  const TanhSums sums(variance, length, variance.precision());
  const Ball& q = sums.variance;
  BallArray result(length);
  Ball scale = q * square(sums.step);  // h²q^p/p!
  for (long i = 1; i < length; i += 2) {
    arb_set(result.at(i), square_within(scale * square(sums.sum(i)), sums.error).raw());
    scale = scale * square(q) / (i + 1) / (i + 2);
  }
  return result;
}

/// (4/3)(2π)^{−1/2}C²e^{π²/(8q)−πv}[√p + √(3/2)q^{3/2}(v²/π + 2v/π² + 2/π³)].
Ball tanh_hermite_tail(const Ball& variance, long length) {
  const Precision low(64);
  const Ball q = variance.at(low);
  const Ball pi = Ball::pi(low);
  const long p = first_odd(length);
  if (p < 3 || !is_yes(q > 0) || !is_yes(q * (p - 1) <= square(pi * p))) {
    return Ball::whole_line(low);
  }
  const Ball v = sqrt(Ball(p - 1, low) / q);
  const Ball integral =
      sqrt(scaled(Ball(3, low), -1)) * q * sqrt(q) * (square(v) / pi + 2 * v / square(pi) + 2 / pow(pi, 3UL));
  return 4 * square(tail_constant(q, p)) * exp(square(pi) / (8 * q) - pi * v) *
         (sqrt(Ball(p, low)) + integral) / (3 * sqrt(2 * pi));
}

/// (20/9)(2π)^{−1/2}C²e^{π²/(8q)−πv}[p^{3/2} + (3/2)^{3/2}q^{5/2}Σ_{i=0}^{4}(4!/(4−i)!)v^{4−i}/π^{i+1}].
Ball tanh_hermite_quadratic_tail(const Ball& variance, long length) {
  const Precision low(64);
  const Ball q = variance.at(low);
  const Ball pi = Ball::pi(low);
  const long p = first_odd(length);
  if (p < 3 || !is_yes(q > 0) || !is_yes(9 * q * (p - 1) <= square(pi * p))) {
    return Ball::whole_line(low);
  }
  const Ball v = sqrt(Ball(p - 1, low) / q);
  Ball term = 1 / pi;
  Ball integral(low);  // ∫_v^∞ x⁴e^{−π(x−v)}dx
  for (unsigned long i = 0; i <= 4; ++i) {
    integral += term * pow(v, 4 - i);
    term = term * static_cast<long>(4 - i) / pi;
  }
  const Ball three_halves = scaled(Ball(3, low), -1);
  return 20 * square(tail_constant(q, p)) * exp(square(pi) / (8 * q) - pi * v) *
         (p * sqrt(Ball(p, low)) + three_halves * sqrt(three_halves) * square(q) * sqrt(q) * integral) /
         (9 * sqrt(2 * pi));
}

}  // namespace ntkcert
