#pragma once

#include <cmath>
#include <vector>

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/flow/problem.hpp"

namespace ntkcert::testing {

/// The gradient flow of a tanh network by a plain Taylor method of high order at another precision, without
/// any proof: cheap at many times, since each step's polynomial gives all of them. Approximate arithmetic:
/// every radius is thrown away.
class TaylorReference {
 public:
  TaylorReference(const FlowProblem& problem, long bits)
      : problem_(problem),
        bits_(bits),
        pairs_(problem.points.size() * problem.initial.width()),
        theta_(problem.initial.layout().size() * kLength) {
    BallArray start(problem.initial.layout().size());
    for (long q = 0; q < start.size(); ++q) {
      arb_get_mid_arb(start.at(q), problem.initial.parameters()[static_cast<std::size_t>(q)].raw());
    }
    expand(start);
  }

  /// θ at a time not before the last one asked for.
  [[nodiscard]] BallArray at(const Rational& time) {
    while (time - start_ > length_) {
      const BallArray next = evaluate(length_);
      start_ += length_;
      expand(next);
    }
    return evaluate(Rational(time - start_));
  }

 private:
  static constexpr long kLength = 64;

  static void clear_radius(arb_struct* x) { mag_zero(arb_radref(x)); }

  [[nodiscard]] BallArray evaluate(const Rational& s) const {
    const Ball argument(s, Precision(bits_));
    BallArray value(problem_.initial.layout().size());
    for (long q = 0; q < value.size(); ++q) {
      for (long k = kLength - 1; k >= 0; --k) {
        arb_mul(value.at(q), value.at(q), argument.raw(), bits_);
        arb_add(value.at(q), value.at(q), theta_.at(q * kLength + k), bits_);
      }
      clear_radius(value.at(q));
    }
    return value;
  }

  /// The series from `start`: tanh through s' = (1 − u)z', u = s².
  void expand(const BallArray& start) {
    const ParameterLayout& layout = problem_.initial.layout();
    const long n = problem_.points.size();
    const Precision p(bits_);
    const Ball scale = 1 / sqrt(Ball(layout.width, p));
    BallArray speed(pairs_ * kLength);
    BallArray s(pairs_ * kLength);
    BallArray slope(pairs_ * kLength);  // 1 − u
    BallArray r(n * kLength);
    Ball t(p);
    Ball sum(p);
    for (long q = 0; q < layout.size(); ++q) {
      arb_set(theta_.at(q * kLength), start.at(q));
    }
    for (long k = 0; k + 1 < kLength; ++k) {
      for (long i = 0; i < n; ++i) {
        arb_set(r.at(i * kLength + k), theta_.at(layout.output_bias() * kLength + k));
        if (k == 0) {
          arb_sub(r.at(i * kLength), r.at(i * kLength), problem_.labels[static_cast<std::size_t>(i)].raw(),
                  bits_);
        }
        for (long l = 0; l < layout.width; ++l) {
          const long at = (i * layout.width + l) * kLength;
          arb_dot(t.raw(), nullptr, 0, theta_.at(layout.inner(l) * kLength + k), kLength,
                  problem_.points.row(i), 1, layout.dim + 1, bits_);
          arb_mul_si(speed.at(at + k), t.raw(), k, bits_);
          if (k == 0) {
            arb_tanh(s.at(at), t.raw(), bits_);
          } else {
            arb_dot(s.at(at + k), nullptr, 0, speed.at(at + 1), 1, slope.at(at + k - 1), -1, k, bits_);
            arb_div_si(s.at(at + k), s.at(at + k), k, bits_);
          }
          clear_radius(s.at(at + k));
          arb_dot(slope.at(at + k), nullptr, 1, s.at(at), 1, s.at(at + k), -1, k + 1, bits_);
          arb_add_si(slope.at(at + k), slope.at(at + k), k == 0 ? 1 : 0, bits_);
          clear_radius(slope.at(at + k));
          arb_dot(t.raw(), nullptr, 0, theta_.at(layout.outer(l) * kLength), 1, s.at(at + k), -1, k + 1,
                  bits_);
          arb_addmul(r.at(i * kLength + k), t.raw(), scale.raw(), bits_);
        }
        clear_radius(r.at(i * kLength + k));
      }
      const auto set_next = [&](long q, const Ball& gradient) {
        arb_div_si(theta_.at(q * kLength + k + 1), gradient.raw(), -(k + 1) * n, bits_);
        clear_radius(theta_.at(q * kLength + k + 1));
      };
      for (long l = 0; l < layout.width; ++l) {
        // Σ_i (a r_i (1 − u_i))_k x̄_i, each product formed on its own.
        Vector inner(static_cast<std::size_t>(layout.dim + 1), Ball(p));
        sum = Ball(p);
        for (long i = 0; i < n; ++i) {
          const long at = (i * layout.width + l) * kLength;
          arb_dot(sum.raw(), sum.raw(), 0, r.at(i * kLength), 1, s.at(at + k), -1, k + 1, bits_);
          BallArray& history = products_[static_cast<std::size_t>(i * layout.width + l)];
          arb_dot(history.at(k), nullptr, 0, r.at(i * kLength), 1, slope.at(at + k), -1, k + 1, bits_);
          clear_radius(history.at(k));
          arb_dot(t.raw(), nullptr, 0, theta_.at(layout.outer(l) * kLength), 1, history.at(k), -1, k + 1,
                  bits_);
          for (long j = 0; j <= layout.dim; ++j) {
            arb_addmul(inner[static_cast<std::size_t>(j)].raw(), t.raw(), problem_.points.row(i) + j, bits_);
          }
        }
        set_next(layout.outer(l), sum * scale);
        for (long j = 0; j <= layout.dim; ++j) {
          set_next(layout.inner(l) + j, inner[static_cast<std::size_t>(j)] * scale);
        }
      }
      sum = Ball(p);
      for (long i = 0; i < n; ++i) {
        arb_add(sum.raw(), sum.raw(), r.at(i * kLength + k), bits_);
      }
      set_next(layout.output_bias(), sum);
    }
    choose_length();
  }

  /// The last coefficients' terms are below 2^{16−bits}.
  void choose_length() {
    double least = 1e300;
    for (long q = 0; q < problem_.initial.layout().size(); ++q) {
      for (long k = kLength - 4; k < kLength; ++k) {
        mag_t size;
        mag_init(size);
        arb_get_mag(size, theta_.at(q * kLength + k));
        const double log2_size = mag_get_d_log2_approx(size);
        mag_clear(size);
        least = std::min(least,
                         std::exp2((16.0 - static_cast<double>(bits_) - log2_size) / static_cast<double>(k)));
      }
    }
    length_ = Rational(static_cast<long>(least * 1024), 1024);
  }

  const FlowProblem& problem_;
  long bits_;
  long pairs_;
  BallArray theta_;
  std::vector<BallArray> products_{static_cast<std::size_t>(pairs_), BallArray(kLength)};
  Rational start_ = 0;
  Rational length_ = 0;
};

}  // namespace ntkcert::testing
