#include "ntkcert/activation/tanh_hermite.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ntkcert {
namespace {

/// The step of the trapezoid rule and the height of the strip in its error bound, chosen in double precision
/// so that the error is about 2^{−bits} of the smallest coefficient below `length`.
struct Trapezoid {
  Trapezoid(double variance, long length, long bits) {
    const double wanted = static_cast<double>(bits) * std::log(2.0) +
                          std::acos(0.0) * std::sqrt(static_cast<double>(length) / variance) + 2;
    height = std::min(1.9, std::sqrt(wanted / variance));
    step = 4 * std::acos(0.0) * height / (wanted + variance * height * height);
  }
  double height;
  double step;
};

/// The sums S_p = Σ_{j≥1} V_j, V_j = ω_j^p e^{−qω_j²/2}/sinh(πω_j/2), ω_j = jh, for odd p in turn. In j the
/// V_j are log-concave (docs/theory.md), so nodes far from the peak are left out, with a geometric bound of
/// their sum.
class WindowedSum {
 public:
  /// Nodes below 2^{−bits} of the peak are left out.
  WindowedSum(const Ball& variance, const Ball& step, long bits)
      : variance_(variance), step_(step), bits_(bits) {
    push_back();
  }

  /// S_p with its omitted part, for the present p; starts at p = 1.
  [[nodiscard]] Ball sum() {
    fit_window();
    Ball total(precision());
    for (std::size_t i = begin_; i < values_.size(); ++i) {
      arb_add(total.raw(), total.raw(), values_[i].raw(), precision().bits());
    }
    Ball omitted = omitted_beyond(values_[values_.size() - 2], values_.back());
    if (begin_ > 0) {
      omitted += omitted_beyond(values_[begin_ + 1], values_[begin_]);
    }
    return total.widened(omitted);
  }

  /// p → p + 2.
  void advance() {
    for (std::size_t i = begin_; i < values_.size(); ++i) {
      arb_mul(values_[i].raw(), values_[i].raw(), squares_[i].raw(), precision().bits());
    }
    power_ += 2;
  }

 private:
  [[nodiscard]] Precision precision() const { return variance_.precision(); }

  /// Adds the next node on the right, at the present p.
  void push_back() {
    const Ball omega = step_ * static_cast<long>(values_.size() + 1);
    const Ball square_of_node = square(omega);
    const Ball weight =
        exp(-scaled(variance_ * square_of_node, -1)) / sinh(scaled(Ball::pi(precision()) * omega, -1));
    values_.push_back(pow(omega, static_cast<unsigned long>(power_)) * weight);
    squares_.push_back(square_of_node);
  }

  /// A heuristic: V_i is not worth its addition beside the peak.
  [[nodiscard]] bool negligible(std::size_t i, const Ball& peak) const {
    const Ball scaled_up = scaled(values_[i], bits_);
    return arf_cmpabs(arb_midref(scaled_up.raw()), arb_midref(peak.raw())) < 0;
  }

  void fit_window() {
    std::size_t peak = begin_;
    for (std::size_t i = begin_; i < values_.size(); ++i) {
      if (arf_cmpabs(arb_midref(values_[i].raw()), arb_midref(values_[peak].raw())) > 0) {
        peak = i;
      }
    }
    while (values_.size() < 2 || peak + 1 == values_.size() ||
           !negligible(values_.size() - 1, values_[peak])) {
      push_back();
      if (arf_cmpabs(arb_midref(values_.back().raw()), arb_midref(values_[peak].raw())) > 0) {
        peak = values_.size() - 1;
      }
    }
    while (begin_ + 1 < peak && negligible(begin_, values_[peak])) {
      ++begin_;
    }
  }

  /// The sum of a log-concave sequence beyond its member `last`, which follows `before`.
  [[nodiscard]] static Ball omitted_beyond(const Ball& before, const Ball& last) {
    const Precision p(64);
    const Ball ratio = last.at(p) / before.at(p);
    return is_yes(ratio < 1) ? last.at(p) * ratio / (1 - ratio) : Ball::whole_line(p);
  }

  Ball variance_;
  Ball step_;
  long bits_;
  long power_ = 1;
  std::vector<Ball> values_;
  std::vector<Ball> squares_;
  std::size_t begin_ = 0;
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

long first_odd(long length) { return length + 1 - length % 2; }

}  // namespace

TanhSums::TanhSums(const Ball& q, long length, Precision p)
    : variance(q.at(p + (16 + static_cast<long>(std::log2(static_cast<double>(length) + 1))))),
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
  WindowedSum window(variance, step, p.bits() + 4);
  for (long i = 1; i < length; i += 2) {
    Ball sum = window.sum();
    if (i == 1) {
      sum += 1 / Ball::pi(sum.precision());  // half the integrand at 0, which only p = 1 has
    }
    arb_set(sums.at(i), sum.raw());
    window.advance();
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
