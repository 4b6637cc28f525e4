#include "ntkcert/sphere/power_coefficients.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/dyadic.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {

/// λ_k(ρ^p) for p = k, k+1, … in floats of `bits` bits, every operation rounded down: all terms are ≥ 0. α =
/// A/Q and n = p − k.
class PowerCoefficients::Recurrence {
 public:
  using Count = unsigned long;

  Recurrence(long dimension, long degree, const Rational& alpha, long bits)
      : top_(static_cast<Count>(dimension + 2 * degree - 1)),
        p_(static_cast<Count>(degree)),
        bits_(bits),
        slope_(numerator(alpha)),
        intercept_(denominator(alpha) - numerator(alpha)),
        excess_(abs(2 * numerator(alpha) - denominator(alpha))),
        denominator_(denominator(alpha)),
        strong_(2 * alpha < 1) {
    // λ_k(ρ^k) = α^k k!/(d(d+2)…(d+2k−2)).
    arf_one(term_.raw());
    for (long j = 0; j < degree; ++j) {
      multiply(term_, slope_, static_cast<Count>(j + 1), 1);
      divide(term_, static_cast<Count>(dimension + 2 * j), 1);
    }
  }

  [[nodiscard]] const arf_struct* term() const { return term_.raw(); }

  void advance() {
    strong_ ? advance_strong() : advance_weak();
    ++p_;
    ++n_;
  }

 private:
  /// Q(n+1)(D−1+n)·λ(ρ^{p+1}) = (p+1)[(D−1+2n)(Q−A)λ(ρ^p) + p(2A−Q)λ(ρ^{p−1})]; `other_` is λ(ρ^{p−1}).
  void advance_weak() {
    multiply(other_, excess_, p_, p_ + 1);
    add_product(other_, term_, intercept_, top_ + 2 * n_, p_ + 1);
    divide(other_, n_ + 1, top_ + n_);
    arf_swap(other_.raw(), term_.raw());
  }

  /// Q(n+1)(D−1+n)·δ' = (p+1)[nQδ + (D−1)Aλ(ρ^p)] and Q(n+1)·λ(ρ^{p+1}) = (p+1)(Q−2A)λ(ρ^p) + Q(n+1)δ';
  /// `other_` is δ.
  void advance_strong() {
    multiply(other_, denominator_, n_, p_ + 1);
    add_product(other_, term_, slope_, top_, p_ + 1);
    divide(other_, n_ + 1, top_ + n_);
    multiply(term_, excess_, p_ + 1, 1);
    divide(term_, n_ + 1, 1);
    arf_add(term_.raw(), term_.raw(), other_.raw(), bits_, ARF_RND_DOWN);
  }

  const fmpz* product(const FlintInteger& a, Count b, Count c) {
    fmpz_mul2_uiui(product_.raw(), a.raw(), b, c);
    return product_.raw();
  }
  /// x := x·abc, x := x/(Qab) and sum := sum + x·abc.
  void multiply(Dyadic& x, const FlintInteger& a, Count b, Count c) {
    arf_mul_fmpz(x.raw(), x.raw(), product(a, b, c), bits_, ARF_RND_DOWN);
  }
  void divide(Dyadic& x, Count a, Count b) {
    arf_div_fmpz(x.raw(), x.raw(), product(denominator_, a, b), bits_, ARF_RND_DOWN);
  }
  void add_product(Dyadic& sum, const Dyadic& x, const FlintInteger& a, Count b, Count c) {
    arf_addmul_fmpz(sum.raw(), x.raw(), product(a, b, c), bits_, ARF_RND_DOWN);
  }

  Count top_;  // D − 1
  Count p_;
  Count n_ = 0;
  long bits_;
  FlintInteger slope_;        // A
  FlintInteger intercept_;    // Q − A
  FlintInteger excess_;       // |2A − Q|
  FlintInteger denominator_;  // Q
  bool strong_;
  Dyadic term_;
  Dyadic other_;
  FlintInteger product_;
};

PowerCoefficients::PowerCoefficients(long dimension, long degree, const Rational& alpha, Precision p)
    : degree_(degree), precision_(p), block_(kBlock), begin_(degree), end_(degree), by_trace_(p), last_(p) {
  check_dimension(dimension);
  check_degree(degree);
  if (!(alpha > 0) || alpha > 1) {
    throw InvalidInput(
        fmt::format("slope {} of a correlation is out of range: accepted are 0 < α ≤ 1", to_text(alpha)));
  }
  recurrence_ = std::make_unique<Recurrence>(dimension, degree, alpha, p.bits() + kGuardBits);
  by_trace_ = 1 / Ball(multiplicity(dimension, degree), p);
  const Rational bound = degree * (degree + (1 - alpha) * (dimension - 1)) / ((dimension - 1) * alpha);
  falls_from_ = degree + Integer(numerator(bound) / denominator(bound));
}

PowerCoefficients::~PowerCoefficients() = default;

/// Every term of the recurrence is at most the true one and lacks at most the share of the roundings before
/// it: three a step and two for each factor of the first term, so 3(p+1) in all up to the index p, of 2^{1−w}
/// each, w = bits + kGuardBits. Twice that share, which allows for its reference to the computed term, is at
/// most 2^{−bits−1}, because 3(p+1) ≤ 2^{kGuardBits−3} up to kMost.
void PowerCoefficients::advance() {
  if (end_ > kMost - kBlock) {
    throw Exhausted(
        fmt::format("a power series beyond {} terms: accepted are fewer digits or degrees", kMost));
  }
  begin_ = end_;
  end_ += kBlock;
  for (long i = 0; i < kBlock; ++i) {
    arb_struct* value = block_.at(i);
    const arf_struct* term = recurrence_->term();
    arf_set(arb_midref(value), term);
    mag_zero(arb_radref(value));
    if (arf_is_zero(term) == 0) {
      mag_set_ui_2exp_si(arb_radref(value), 1, arf_abs_bound_lt_2exp_si(term) - precision_.bits() - 1);
    }
    recurrence_->advance();
  }
  // The last index of the degree's parity: the moments of even order bound all that follow.
  last_even_ = end_ - 1 - (end_ - 1 - degree_) % 2;
  arb_set(last_.raw(), block_.at(last_even_ - begin_));
}

/// From `falls_from_` on, (p−k+1)(d−1)α ≥ k(k+β(d−1)).
Ball PowerCoefficients::supremum_beyond() const {
  return end_ > begin_ && last_even_ >= falls_from_ ? min(by_trace_, 2 * last_) : by_trace_;
}

}  // namespace ntkcert
