#pragma once

#include <arb_poly.h>

#include <span>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// A polynomial Σ c_k s^k whose coefficients are balls (Arb's arb_poly_t). Results have the larger precision
/// of their operands, as with Ball.
class Polynomial {
 public:
  explicit Polynomial(Precision p) : precision_(p) { arb_poly_init(value_); }
  Polynomial(std::span<const Ball> coefficients, Precision p);
  Polynomial(const Polynomial& other) : Polynomial(other.precision_) { arb_poly_set(value_, other.value_); }
  Polynomial(Polynomial&& other) noexcept : precision_(other.precision_) {
    arb_poly_init(value_);
    arb_poly_swap(value_, other.value_);
  }
  Polynomial& operator=(const Polynomial& other) {
    arb_poly_set(value_, other.value_);
    precision_ = other.precision_;
    return *this;
  }
  Polynomial& operator=(Polynomial&& other) noexcept {
    arb_poly_swap(value_, other.value_);
    precision_ = other.precision_;
    return *this;
  }
  ~Polynomial() { arb_poly_clear(value_); }

  [[nodiscard]] Precision precision() const { return precision_; }
  /// Number of stored coefficients, one more than the degree.
  [[nodiscard]] long length() const { return arb_poly_length(value_); }
  /// c_k, exact zero beyond the length; k ≥ 0.
  [[nodiscard]] Ball coefficient(long k) const;
  void set_coefficient(long k, const Ball& c);

  /// Σ c_k s^k for every point s of the ball (Horner; wide s overestimates, see range_over).
  [[nodiscard]] Ball operator()(const Ball& s) const;
  /// Encloses {p(s) : s in `s`} by the centred form p(c + y), |y| ≤ r: the excess is of second order in r.
  [[nodiscard]] Ball range_over(const Ball& s) const;
  /// The polynomial y ↦ p(c + y).
  [[nodiscard]] Polynomial shifted(const Ball& c) const;
  [[nodiscard]] Polynomial derivative() const;
  /// The antiderivative that vanishes at 0.
  [[nodiscard]] Polynomial integral() const;
  /// The coefficients below s^length.
  [[nodiscard]] Polynomial truncated(long length) const;
  /// Σ_{k≥from} sup|c_k|·r^k, an upper bound of what truncation at `from` drops for |s| ≤ r.
  [[nodiscard]] Ball tail_bound(long from, const Ball& r) const;

  friend Polynomial operator+(const Polynomial& a, const Polynomial& b);
  friend Polynomial operator-(const Polynomial& a, const Polynomial& b);
  friend Polynomial operator*(const Polynomial& a, const Polynomial& b);
  friend Polynomial operator*(const Polynomial& a, const Ball& c);

  [[nodiscard]] arb_poly_struct* raw() { return value_; }
  [[nodiscard]] const arb_poly_struct* raw() const { return value_; }

 private:
  arb_poly_t value_;
  Precision precision_;
};

}  // namespace ntkcert
