#include "ntkcert/activation/tanh.hpp"

#include <arb_poly.h>

#include <array>
#include <cmath>
#include <vector>

#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_dual.hpp"

namespace ntkcert {
namespace {

Ball unit_interval(Precision p) { return Ball::interval(Dyadic(0), Dyadic(1), p); }

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

class TanhHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    const Precision p = precision();
    const Precision working = p + (16 + static_cast<long>(std::log2(static_cast<double>(length))));
    const Trapezoid rule(variance().midpoint().approximate(), length, p.bits());
    const Ball q = variance().at(working);
    const Ball step = Ball::from_double(rule.step, working);
    const Ball error = rule_error(rule);
    WindowedSum sums(q, step, p.bits() + 4);
    Ball scale = q * square(step);             // h²q^p/p!
    const Ball first = 1 / Ball::pi(working);  // half the integrand at 0, which only p = 1 has
    BallArray result(length);
    for (long i = 1; i < length; i += 2) {
      const Ball sum = i == 1 ? sums.sum() + first : sums.sum();
      const Ball square_of_sum = scale * square(sum);
      const Ball spread = error * (2 * sqrt(square_of_sum.at(error.precision())) + error);
      arb_set(result.at(i), square_of_sum.widened(spread).raw());
      sums.advance();
      scale = scale * square(q) / (i + 1) / (i + 2);
    }
    return result;
  }

  /// With p the first odd index ≥ length, if p ≥ 3 and q(p−1) ≤ π²p², and v = √((p−1)/q):
  /// (4/3)(2π)^{−1/2}C²e^{π²/(4q)−πv}[√p + √(3/2)q^{3/2}(v²/π + 2v/π² + 2/π³)],
  /// C = (2/π)√(2π/q)[√(q/p)(p/(p−1))^{1/4} + π].
  [[nodiscard]] Ball tail(long length) const override {
    const Precision low(64);
    const Ball q = variance().at(low);
    const Ball pi = Ball::pi(low);
    const long p = length + 1 - length % 2;
    if (p < 3 || !is_yes(q * (p - 1) <= square(pi * p))) {
      return Ball::whole_line(low);
    }
    const Ball v = sqrt(Ball(p - 1, low) / q);
    const Ball c = 2 / pi * sqrt(2 * pi / q) * (sqrt(q / p) * sqrt(sqrt(Ball(p, low) / (p - 1))) + pi);
    const Ball integral = sqrt(scaled(Ball(3, low), -1)) * q * sqrt(q) *
                          (square(v) / pi + 2 * v / square(pi) + 2 / pow(pi, 3UL));
    return 4 * square(c) * exp(square(pi) / (4 * q) - pi * v) * (sqrt(Ball(p, low)) + integral) /
           (3 * sqrt(2 * pi));
  }

 private:
  /// 2e^{qa²}/sin(πa/2)·(2π)^{−1/4}/(e^{2πa/h}−1), a bound of the rule's error in |a_p| for every p ≥ 1.
  [[nodiscard]] Ball rule_error(const Trapezoid& rule) const {
    const Precision low(64);
    const Ball a = Ball::from_double(rule.height, low);
    const Ball h = Ball::from_double(rule.step, low);
    const Ball pi = Ball::pi(low);
    return 2 * exp(variance().at(low) * square(a)) /
           (sin(scaled(pi * a, -1)) * sqrt(sqrt(2 * pi)) * expm1(2 * pi * a / h));
  }
};

}  // namespace

std::unique_ptr<const DualActivation> Tanh::dual(const Ball& variance) const {
  return std::make_unique<SeriesDual>(TanhHermite(variance));
}

std::unique_ptr<const HermiteSeries> Tanh::hermite_series(const Ball& variance) const {
  return std::make_unique<TanhHermite>(variance);
}

Ball Tanh::value(const Ball& z) const {
  return range_of([](const Ball& x) { return tanh(x); }, z, {}, symmetric(Ball(1, z.precision())));
}

Ball Tanh::derivative(const Ball& z) const {
  const auto sech_squared = [](const Ball& x) { return 1 / square(cosh(x)); };
  const std::array critical{Ball(z.precision())};
  return range_of(sech_squared, z, critical, unit_interval(z.precision()));
}

Ball Tanh::second_derivative(const Ball& z) const {
  const auto f = [](const Ball& x) { return -2 * tanh(x) / square(cosh(x)); };
  // tanh c = 1/√3 for c = ½ log((1+1/√3)/(1−1/√3)) = ½ log(2+√3).
  const Precision p = z.precision();
  const Ball c = scaled(log(2 + sqrt(Ball(3, p))), -1);
  const std::array critical{c, -c};
  return range_of(f, z, critical, symmetric(sup_bounds(p).second));
}

SupBounds Tanh::sup_bounds(Precision p) const {
  return {Ball(p), Ball(1, p), Ball(1, p), 4 / (3 * sqrt(Ball(3, p))), Ball(2, p)};
}

std::optional<StripBounds> Tanh::strip_bounds(const Ball& y) const {
  const Precision p = y.precision();
  const Ball top(y.upper(), p);
  if (!is_yes(top < scaled(Ball::pi(p), -1))) {
    return std::nullopt;
  }
  const Ball value = max(Ball(1, p), tan(top));
  const Ball derivative = 1 / square(cos(top));
  return StripBounds{value, derivative, 2 * value * derivative};
}

void Tanh::extend_series(const ActivationSeries& series, long k, long bits) const {
  arb_struct* s = series.value;
  arb_struct* q = series.derivative;
  arb_struct* speed = series.scratch;  // j·z_j
  if (k == 0) {
    arb_tanh(s, series.z, bits);
    arb_mul(q, s, s, bits);
    arb_sub_si(q, q, 1, bits);
    arb_neg(q, q);
    return;
  }
  arb_mul_si(speed + k, series.z + k, k, bits);
  arb_dot(s + k, nullptr, 0, speed + 1, 1, q + k - 1, -1, k, bits);
  arb_div_si(s + k, s + k, k, bits);
  // The square's symmetric halves, then its middle term.
  arb_dot(q + k, nullptr, 1, s, 1, s + k, -1, (k + 1) / 2, bits);
  arb_mul_2exp_si(q + k, q + k, 1);
  if (k % 2 == 0) {
    arb_submul(q + k, s + k / 2, s + k / 2, bits);
  }
}

void Tanh::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                    long bits) const {
  _arb_poly_mullow(result, series.value, length, series.derivative, length, length, bits);
  _arb_vec_scalar_mul_2exp_si(result, result, length, 1);
  _arb_vec_neg(result, result, length);
}

}  // namespace ntkcert
