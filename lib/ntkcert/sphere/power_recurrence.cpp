#include "ntkcert/sphere/power_recurrence.hpp"

#include <bit>
#include <utility>
#include <vector>

#include "ntkcert/ball/dyadic.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

using Count = unsigned long;

/// Two numbers x, y ≥ 0 as floats, rounded down. The factors may be of any size.
class FloatPair {
 public:
  using Factor = Integer;
  FloatPair(const Dyadic& y, long bits, long /*spread*/) : bits_(bits), y_(y) {}

  /// x := (ax + by)/c.
  void combine(const Integer& a, const Integer& b, const Integer& c) {
    arf_mul_fmpz(x_.raw(), x_.raw(), FlintInteger(a).raw(), bits_, ARF_RND_DOWN);
    arf_addmul_fmpz(x_.raw(), y_.raw(), FlintInteger(b).raw(), bits_, ARF_RND_DOWN);
    arf_div_fmpz(x_.raw(), x_.raw(), FlintInteger(c).raw(), bits_, ARF_RND_DOWN);
  }
  /// y := ay/c + x.
  void add_to_scaled(const Integer& a, const Integer& c) {
    arf_mul_fmpz(y_.raw(), y_.raw(), FlintInteger(a).raw(), bits_, ARF_RND_DOWN);
    arf_div_fmpz(y_.raw(), y_.raw(), FlintInteger(c).raw(), bits_, ARF_RND_DOWN);
    arf_add(y_.raw(), y_.raw(), x_.raw(), bits_, ARF_RND_DOWN);
  }
  void swap() { arf_swap(x_.raw(), y_.raw()); }
  void get(arf_struct* y) const { arf_set(y, y_.raw()); }

 private:
  long bits_;
  Dyadic x_;
  Dyadic y_;
};

/// The same as integers times a common power of two, which moves so that the larger number fills its limbs
/// but for 32 bits at most. A quotient is rounded to its floor, by less than a unit, and moving to the right
/// costs less than one more. Factors are below 2^63. A number that is not zero and has `bits` bits or fewer,
/// and so would lose relative accuracy, throws Exhausted.
class LimbPair {
 public:
  using Factor = Count;

  /// The numbers are expected to differ by no more than the factor 2^spread.
  LimbPair(const Dyadic& y, long bits, long spread)
      : bits_(bits),
        size_((bits + spread + kHalf + 2) / FLINT_BITS + 1),
        x_(static_cast<std::size_t>(size_) + 1),
        y_(static_cast<std::size_t>(size_) + 1) {
    FlintInteger mantissa;
    FlintInteger exponent;
    arf_get_fmpz_2exp(mantissa.raw(), exponent.raw(), y.raw());
    const long shift = size_ * FLINT_BITS - 1 - static_cast<long>(fmpz_bits(mantissa.raw()));
    fmpz_mul_2exp(mantissa.raw(), mantissa.raw(), static_cast<Count>(shift));
    fmpz_get_ui_array(y_.data(), size_, mantissa.raw());
    y_.is_zero = false;
    exponent_ = fmpz_get_si(exponent.raw()) - shift;
  }

  void combine(Count a, Count b, Count c) {
    if (a == 0) {
      x_.limbs.back() = mpn_mul_1(x_.data(), y_.data(), size_, b);
      x_.is_zero = b == 0 || y_.is_zero;
    } else {
      x_.limbs.back() = mpn_mul_1(x_.data(), x_.data(), size_, a);
      x_.limbs.back() += mpn_addmul_1(x_.data(), y_.data(), size_, b);
      x_.is_zero = x_.is_zero && (b == 0 || y_.is_zero);
    }
    mpn_divrem_1(x_.data(), 0, x_.data(), size_ + 1, c);
    fit();
  }
  void add_to_scaled(Count a, Count c) {
    y_.limbs.back() = mpn_mul_1(y_.data(), y_.data(), size_, a);
    y_.is_zero = (a == 0 || y_.is_zero) && x_.is_zero;
    mpn_divrem_1(y_.data(), 0, y_.data(), size_ + 1, c);
    mpn_add_n(y_.data(), y_.data(), x_.data(), size_ + 1);
    fit();
  }
  void swap() { std::swap(x_, y_); }
  void get(arf_struct* y) const {
    if (y_.is_zero) {
      arf_zero(y);
      return;
    }
    arf_set_mpn(y, y_.data(), y_.top() + 1, 0);
    arf_mul_2exp_si(y, y, exponent_);
  }

 private:
  static constexpr unsigned kHalf = FLINT_BITS / 2;

  struct Number {
    explicit Number(std::size_t size) : limbs(size) {}
    [[nodiscard]] mp_limb_t* data() { return limbs.data(); }
    [[nodiscard]] const mp_limb_t* data() const { return limbs.data(); }
    /// The place of the highest limb that is not zero, or 0.
    [[nodiscard]] long top() const {
      auto i = static_cast<long>(limbs.size()) - 1;
      while (i > 0 && limbs[static_cast<std::size_t>(i)] == 0) {
        --i;
      }
      return i;
    }
    std::vector<mp_limb_t> limbs;  ///< the last is zero between the operations
    bool is_zero = true;           ///< exactly
  };

  void fit() {
    while ((x_.limbs.back() | y_.limbs.back()) != 0) {
      mpn_rshift(x_.data(), x_.data(), size_ + 1, kHalf);
      mpn_rshift(y_.data(), y_.data(), size_ + 1, kHalf);
      exponent_ += kHalf;
    }
    const auto top = static_cast<std::size_t>(size_) - 1;
    while (((x_.limbs[top] | y_.limbs[top]) >> kHalf) == 0) {
      mpn_lshift(x_.data(), x_.data(), size_, kHalf);
      mpn_lshift(y_.data(), y_.data(), size_, kHalf);
      exponent_ -= kHalf;
    }
    check(x_);
    check(y_);
  }

  void check(const Number& number) const {
    const long top = number.top();
    const auto length =
        top * FLINT_BITS + static_cast<long>(std::bit_width(number.limbs[static_cast<std::size_t>(top)]));
    if (length <= bits_ && !number.is_zero) {
      throw Exhausted("powers of an affine function: neighbours too different in size");
    }
  }

  long bits_;
  long size_;
  Number x_;
  Number y_;
  long exponent_ = 0;
};

/// α = A/Q and n = p − k.
template <typename Pair>
class PairRecurrence final : public PowerRecurrence {
 public:
  using Factor = typename Pair::Factor;

  PairRecurrence(long dimension, long degree, const Rational& alpha, const Dyadic& first, long bits,
                 long spread)
      : top_(static_cast<Count>(dimension + 2 * degree - 1)),
        p_(static_cast<Count>(degree)),
        slope_(static_cast<Factor>(numerator(alpha))),
        denominator_(static_cast<Factor>(denominator(alpha))),
        strong_(2 * alpha < 1),
        pair_(first, bits, spread) {}

  void next(arf_struct* value) override {
    pair_.get(value);
    strong_ ? advance_strong() : advance_weak();
    ++p_;
    ++n_;
  }

 private:
  /// Q(n+1)(D−1+n)·λ(ρ^{p+1}) = (p+1)[(D−1+2n)(Q−A)λ(ρ^p) + p(2A−Q)λ(ρ^{p−1})]; x is λ(ρ^{p−1}).
  void advance_weak() {
    pair_.combine((2 * slope_ - denominator_) * p_ * (p_ + 1),
                  (denominator_ - slope_) * (top_ + 2 * n_) * (p_ + 1),
                  denominator_ * (n_ + 1) * (top_ + n_));
    pair_.swap();
  }

  /// Q(n+1)(D−1+n)·δ' = (p+1)[nQδ + (D−1)Aλ(ρ^p)] and Q(n+1)·λ(ρ^{p+1}) = (p+1)(Q−2A)λ(ρ^p) + Q(n+1)δ'; x is
  /// δ.
  void advance_strong() {
    pair_.combine(denominator_ * n_ * (p_ + 1), slope_ * top_ * (p_ + 1),
                  denominator_ * (n_ + 1) * (top_ + n_));
    pair_.add_to_scaled((denominator_ - 2 * slope_) * (p_ + 1), denominator_ * (n_ + 1));
  }

  Count top_;  // D − 1
  Count p_;
  Count n_ = 0;
  Factor slope_;        // A
  Factor denominator_;  // Q
  bool strong_;
  Pair pair_;
};

}  // namespace

const Dyadic& PowerStarts::at(long degree) {
  if (degree < degree_) {
    value_ = Dyadic(1);
    degree_ = 0;
  }
  const FlintInteger slope(numerator(alpha_));
  const FlintInteger denominator_of_slope(denominator(alpha_));
  FlintInteger factor(Integer(1));
  FlintInteger divisor(Integer(1));
  for (long j = degree_; j < degree; ++j) {
    fmpz_mul(factor.raw(), factor.raw(), slope.raw());
    fmpz_mul_si(factor.raw(), factor.raw(), j + 1);
    fmpz_mul(divisor.raw(), divisor.raw(), denominator_of_slope.raw());
    fmpz_mul_si(divisor.raw(), divisor.raw(), dimension_ + 2 * j);
    constexpr Count kBatch = 192;  // exact products are cheaper than roundings, up to some size
    if (j + 1 == degree || fmpz_bits(divisor.raw()) > kBatch) {
      arf_mul_fmpz(value_.raw(), value_.raw(), factor.raw(), bits_, ARF_RND_DOWN);
      arf_div_fmpz(value_.raw(), value_.raw(), divisor.raw(), bits_, ARF_RND_DOWN);
      fmpz_one(factor.raw());
      fmpz_one(divisor.raw());
    }
  }
  degree_ = degree;
  return value_;
}

std::unique_ptr<PowerRecurrence> PowerRecurrence::make(PowerStarts& starts, long degree) {
  const long dimension = starts.dimension();
  const Rational& alpha = starts.alpha();
  const long bits = starts.bits();
  const Dyadic& first = starts.at(degree);
  // The largest factor is at most Q(D−1+2kMost)kMost, with sums of two below 2^64. Neighbours differ by less
  // than the factor Q(D−1), except by n² ≤ kMost² for δ beside λ(ρ^p).
  const Integer largest = denominator(alpha) * (Integer(dimension) + 2 * degree + 2 * kMost) * (kMost + 1);
  if (largest < (Integer(1) << (FLINT_BITS - 2))) {
    constexpr long kMostSpread = 38;
    const long spread =
        2 * alpha < 1 ? kMostSpread
                      : static_cast<long>(msb(Integer(denominator(alpha) * (dimension + 2 * degree)))) + 1;
    return std::make_unique<PairRecurrence<LimbPair>>(dimension, degree, alpha, first, bits, spread);
  }
  return std::make_unique<PairRecurrence<FloatPair>>(dimension, degree, alpha, first, bits, 0);
}

}  // namespace ntkcert
