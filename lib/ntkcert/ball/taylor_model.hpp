#pragma once

#include "ntkcert/ball/polynomial.hpp"

namespace ntkcert {

/// A function on [0, h] known as p(s) + remainder: f(s) − p(s) lies in the remainder for every s of the
/// domain. Models combine only on the same domain; other operands throw InvalidInput. The remainder encloses
/// everything that the polynomial leaves out: truncated products, the tail of a series, the radius of a flow.
class TaylorModel {
 public:
  TaylorModel(Polynomial polynomial, Ball remainder, const Dyadic& domain);
  /// The constant function.
  [[nodiscard]] static TaylorModel constant(const Ball& value, const Dyadic& domain);

  [[nodiscard]] const Polynomial& polynomial() const { return polynomial_; }
  [[nodiscard]] const Ball& remainder() const { return remainder_; }
  [[nodiscard]] const Dyadic& domain() const { return domain_; }
  [[nodiscard]] Precision precision() const { return polynomial_.precision(); }

  /// Encloses f(s) for every point s of the ball, which must lie in [0, h] (else the whole line).
  [[nodiscard]] Ball operator()(const Ball& s) const;
  /// Encloses {f(s) : a ≤ s ≤ b}.
  [[nodiscard]] Ball range(const Dyadic& a, const Dyadic& b) const;
  [[nodiscard]] Ball range() const { return range(Dyadic(0), domain_); }
  /// Encloses f(0).
  [[nodiscard]] Ball at_start() const { return range(Dyadic(0), Dyadic(0)); }
  /// s ↦ ∫_0^s f.
  [[nodiscard]] TaylorModel integral() const;
  /// The coefficients below s^length; what is dropped goes into the remainder.
  [[nodiscard]] TaylorModel truncated(long length) const;
  /// y ↦ f(a + y) on [0, b − a], for 0 ≤ a ≤ b ≤ h.
  [[nodiscard]] TaylorModel restricted(const Dyadic& a, const Dyadic& b) const;

  TaylorModel& operator+=(const TaylorModel& other) { return *this = *this + other; }
  friend TaylorModel operator+(const TaylorModel& a, const TaylorModel& b);
  friend TaylorModel operator-(const TaylorModel& a, const TaylorModel& b);
  friend TaylorModel operator*(const TaylorModel& a, const Ball& c);
  /// The product, its polynomial truncated to the longer of the two lengths, but to no fewer than 16
  /// coefficients.
  friend TaylorModel operator*(const TaylorModel& a, const TaylorModel& b);

 private:
  Polynomial polynomial_;
  Ball remainder_;
  Dyadic domain_;
};

/// √f for f > 0 on the domain: the square root series q of the polynomial at the domain's centre, with
/// remainder |√f − q| = |f − q²|/(√f + q) ≤ sup|f − q²|/(√inf f + inf q). Where f is not proved positive, or
/// q is not, the constant model [0, √sup f].
[[nodiscard]] TaylorModel sqrt(const TaylorModel& f);

/// s ↦ exp(c·s) on [0, h] as a model of `length` coefficients. Remainder: |c s|^n/n!·e^{|c| h}, n = length
/// (Lagrange).
[[nodiscard]] TaylorModel exponential_model(const Ball& c, const Dyadic& domain, long length);
/// The same with the least length that makes the remainder at most 2^{−precision}·e^{|c|h} (heuristic choice,
/// proved remainder).
[[nodiscard]] TaylorModel exponential_model(const Ball& c, const Dyadic& domain);

}  // namespace ntkcert
