#include "ntkcert/sphere/folded_gegenbauer.hpp"

#include <gmp.h>

#include <algorithm>
#include <stdexcept>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

constexpr long kWord = GMP_NUMB_BITS;
static_assert(GMP_NAIL_BITS == 0);

std::size_t index(long n) { return static_cast<std::size_t>(n); }

/// γ_k = a_{k−1}c_k as a fraction: xP_k = a_kP_{k+1} + c_kP_{k−1}.
struct Fraction {
  FlintInteger numerator;
  FlintInteger denominator;

  friend void swap(Fraction& a, Fraction& b) noexcept {
    fmpz_swap(a.numerator.raw(), b.numerator.raw());
    fmpz_swap(a.denominator.raw(), b.denominator.raw());
  }
};

void set_gamma(Fraction& gamma, long dimension, long k) {
  const auto d = static_cast<unsigned long>(dimension);
  const auto n = static_cast<unsigned long>(k);
  if (k <= 1) {
    fmpz_set_ui(gamma.numerator.raw(), n);
    fmpz_set_ui(gamma.denominator.raw(), d);
    return;
  }
  fmpz_set_ui(gamma.numerator.raw(), n);
  fmpz_mul_ui(gamma.numerator.raw(), gamma.numerator.raw(), n + d - 3);
  fmpz_set_ui(gamma.denominator.raw(), 2 * n + d - 2);
  fmpz_mul_ui(gamma.denominator.raw(), gamma.denominator.raw(), 2 * n + d - 4);
}

/// Words of numbers in [0, 1), the most significant word last, a row for each.
class FractionTable {
 public:
  FractionTable(long rows, long words) : words_(words), limbs_(index(rows * words)) {}
  [[nodiscard]] const mp_limb_t* row(long k) const { return limbs_.data() + k * words_; }
  /// Stores the fraction rounded down; it must be in [0, 1).
  void set(long k, const fmpz* numerator, const fmpz* denominator) {
    fmpz_mul_2exp(scratch_.raw(), numerator, static_cast<unsigned long>(words_ * kWord));
    fmpz_fdiv_q(scratch_.raw(), scratch_.raw(), denominator);
    set(k, scratch_.raw());
  }
  /// Stores integer·2^{−64·words}, at most the largest number below 1.
  void set(long k, const fmpz* integer) {
    mp_limb_t* row = limbs_.data() + k * words_;
    if (fmpz_bits(integer) > static_cast<flint_bitcnt_t>(words_ * kWord)) {
      std::fill_n(row, words_, ~mp_limb_t{0});
    } else {
      fmpz_get_ui_array(row, words_, integer);
    }
  }

 private:
  long words_;
  std::vector<mp_limb_t> limbs_;
  FlintInteger scratch_;
};

/// S_k = γ_k + γ_{k+1} and 4γ_kγ_{k−1}, for k = 0..max_degree − 2.
struct StepCoefficients {
  FractionTable shift;
  FractionTable memory;

  StepCoefficients(long dimension, long max_degree, long words)
      : shift(std::max(0L, max_degree - 1), words), memory(std::max(0L, max_degree - 1), words) {
    Fraction before;
    Fraction now;
    Fraction next;
    Fraction result;
    set_gamma(before, dimension, 0);
    set_gamma(now, dimension, 0);
    for (long k = 0; k + 2 <= max_degree; ++k) {
      set_gamma(next, dimension, k + 1);
      fmpz_mul(result.denominator.raw(), now.denominator.raw(), next.denominator.raw());
      fmpz_mul(result.numerator.raw(), now.numerator.raw(), next.denominator.raw());
      fmpz_addmul(result.numerator.raw(), next.numerator.raw(), now.denominator.raw());
      shift.set(k, result.numerator.raw(), result.denominator.raw());
      fmpz_mul(result.denominator.raw(), now.denominator.raw(), before.denominator.raw());
      fmpz_mul(result.numerator.raw(), now.numerator.raw(), before.numerator.raw());
      fmpz_mul_ui(result.numerator.raw(), result.numerator.raw(), 4);
      memory.set(k, result.numerator.raw(), result.denominator.raw());
      swap(before, now);
      swap(now, next);
    }
  }
};

/// A signed integer in a fixed number of words; those that a step may read above `size` are zero.
struct Words {
  explicit Words(long capacity) : limbs(index(capacity)) {}
  std::vector<mp_limb_t> limbs;
  long size = 0;
  bool negative = false;

  /// Drops leading zero words, beginning at `words`.
  void normalize(long words) {
    size = words;
    while (size > 0 && limbs[index(size - 1)] == 0) {
      --size;
    }
  }
};

/// The recurrence y_{k+2} = 4((x² − S_k)y_k − 4γ_kγ_{k−1}y_{k−2}) of one parity of k, at one x, and the sums
/// of y_k over the points.
class FoldedRecurrence {
 public:
  FoldedRecurrence(long dimension, long max_degree, long words)
      : max_degree_(max_degree),
        words_(words),
        coefficients_(dimension, max_degree, words),
        square_(1, words),
        current_(words + 2),
        previous_(words + 2),
        difference_(index(words)),
        product_(index(2 * words)),
        other_(index(2 * words)),
        sums_(index((max_degree + 1) * (words + 1))) {}

  /// `square` ≈ x²·2^{64·words}.
  void set_point(const fmpz* square) { square_.set(0, square); }

  /// Adds y_k for k = first, first+2, … with y_first = start, first = 0 or 1.
  void add(long first, const fmpz* start) {
    load(current_, start);
    std::fill(previous_.limbs.begin(), previous_.limbs.end(), 0);
    previous_.size = 0;
    for (long k = first; k <= max_degree_; k += 2) {
      accumulate(k);
      if (k + 2 > max_degree_ || (current_.size == 0 && previous_.size == 0)) {
        return;
      }
      step(k);
    }
  }

  /// The sum of y_k, in units.
  void get_sum(fmpz* result, long k) const {
    fmpz_set_signed_ui_array(result, sums_.data() + k * (words_ + 1), words_ + 1);
  }

 private:
  void load(Words& y, const fmpz* value) const {
    FlintInteger magnitude;
    fmpz_abs(magnitude.raw(), value);
    std::fill(y.limbs.begin(), y.limbs.end(), 0);
    fmpz_get_ui_array(y.limbs.data(), words_, magnitude.raw());
    y.normalize(words_);
    y.negative = fmpz_sgn(value) < 0;
  }

  void accumulate(long k) {
    if (current_.size > 0) {
      mp_limb_t* sum = sums_.data() + k * (words_ + 1);
      // Two's complement: what leaves the last word is meant to.
      (void)(current_.negative ? mpn_sub(sum, sum, words_ + 1, current_.limbs.data(), current_.size)
                               : mpn_add(sum, sum, words_ + 1, current_.limbs.data(), current_.size));
    }
  }

  void step(long k) {
    const long n = std::max(current_.size, previous_.size);
    const long skip = words_ - n;
    const mp_limb_t* x = square_.row(0) + skip;
    const mp_limb_t* shift = coefficients_.shift.row(k) + skip;
    const bool below = mpn_cmp(x, shift, n) < 0;
    (void)(below ? mpn_sub_n(difference_.data(), shift, x, n) : mpn_sub_n(difference_.data(), x, shift, n));
    mpn_mul_n(product_.data(), difference_.data(), current_.limbs.data(), n);
    const mp_limb_t* first = product_.data() + n;
    const bool first_negative = current_.negative != below;

    mp_limb_t* out = previous_.limbs.data();
    if (previous_.size == 0) {
      std::copy_n(first, n, out);
      out[n] = 0;
      previous_.negative = first_negative;
    } else {
      mpn_mul_n(other_.data(), coefficients_.memory.row(k) + skip, out, n);
      const mp_limb_t* second = other_.data() + n;
      if (first_negative != previous_.negative) {
        out[n] = mpn_add_n(out, first, second, n);
        previous_.negative = first_negative;
      } else {
        out[n] = 0;
        const bool larger = mpn_cmp(first, second, n) >= 0;
        (void)(larger ? mpn_sub_n(out, first, second, n) : mpn_sub_n(out, second, first, n));
        previous_.negative = larger ? first_negative : !first_negative;
      }
    }
    out[n + 1] = 0;
    mpn_lshift(out, out, n + 1, 2);
    previous_.normalize(n + 1);
    if (previous_.size > words_) {
      throw std::logic_error("the folded recurrence left its proved range");
    }
    std::swap(current_, previous_);
  }

  long max_degree_;
  long words_;
  StepCoefficients coefficients_;
  FractionTable square_;
  Words current_;
  Words previous_;
  std::vector<mp_limb_t> difference_;
  std::vector<mp_limb_t> product_;
  std::vector<mp_limb_t> other_;
  std::vector<mp_limb_t> sums_;
};

/// σ_k: y_k = σ_kP_k. σ_0 = σ_1 = 1, σ_{k+2} = 4a_ka_{k+1}σ_k; it does not fall.
std::vector<Ball> scales(long dimension, long max_degree, Precision p) {
  std::vector<Ball> sigma(index(max_degree + 1), Ball(1, p));
  for (long k = 0; k + 2 <= max_degree; ++k) {
    // a_0 = 1 also for d = 2, where its numerator and denominator vanish.
    const Ball& before = sigma[index(k)];
    sigma[index(k + 2)] = k == 0 ? 4 * before * (dimension - 1) / dimension
                                 : 4 * before * (k + dimension - 2) / (2 * k + dimension - 2) *
                                       (k + dimension - 1) / (2 * k + dimension);
  }
  return sigma;
}

/// How much an error made at every step can grow: k²(k+2d−3)/(2(d−1)).
Ball amplification(const Ball& k, long dimension) {
  return square(k) * (k + 2 * dimension - 3) / (2 * (dimension - 1));
}

/// The smallest n with |x| ≤ 2^n, or less.
long exponent_above(const Ball& x) {
  const Dyadic bound = x.magnitude();
  return bound.sign() == 0 ? 0 : arf_abs_bound_lt_2exp_si(bound.raw());
}

void to_units(FlintInteger& result, const Ball& x, long bits) {
  arf_get_fmpz_fixed_si(result.raw(), arb_midref(x.raw()), -bits);
}

/// x as a point of [0, 1] in units of 2^{−bits}.
void to_fraction(FlintInteger& result, const Ball& x, long bits) {
  to_units(result, x, bits);
  if (fmpz_sgn(result.raw()) < 0) {
    fmpz_zero(result.raw());
  }
}

bool usable(const FoldedPoints& folded, std::size_t j) {
  const Ball& x = folded.points[j];
  return x.is_finite() && folded.even[j].is_finite() && folded.odd[j].is_finite() && !is_yes(x > 1) &&
         !is_yes(x < 0);
}

}  // namespace

std::vector<Ball> folded_gegenbauer_sums(long dimension, long max_degree, const FoldedPoints& folded,
                                         Precision p) {
  check_dimension(dimension);
  check_degree(max_degree);
  const std::size_t count = folded.points.size();
  if (folded.even.size() != count || folded.odd.size() != count) {
    throw InvalidInput("points and weights of a folded rule differ in number: accepted are as many of each");
  }
  const Precision low(64);
  const std::vector<Ball> sigma = scales(dimension, max_degree, p + 32);
  const Ball largest_amplification = amplification(Ball(max_degree, low), dimension);
  Ball largest(1, low);
  for (std::size_t j = 0; j < count; ++j) {
    if (!usable(folded, j)) {
      return std::vector<Ball>(index(max_degree + 1), Ball::whole_line(p));
    }
    largest = max(largest, max(abs(folded.even[j].at(low)), abs(folded.odd[j].at(low))));
  }

  // In units, and besides what the radius of the point causes.
  constexpr long kStepError = 16;
  constexpr long kGuardBits = 3;
  const Ball all(static_cast<long>(count) + 1, low);
  const long bits = p.bits() + kGuardBits + exponent_above(all * (kStepError * largest_amplification + 1));
  const Ball& even_scale = sigma[index(max_degree / 2 * 2)];
  const long range = exponent_above((largest + 1) * max(sigma.back().at(low), even_scale.at(low)));
  const long words = (bits + range + 2 * kGuardBits) / kWord + 1;

  const Ball unit = scaled(Ball(1, low), -bits);
  FoldedRecurrence recurrence(dimension, max_degree, words);
  FlintInteger integer;
  Ball step_error(low);
  Ball even_error(low);
  Ball odd_error(low);
  for (std::size_t j = 0; j < count; ++j) {
    const Ball x_square = square(folded.points[j].at(Precision(words * kWord + kWord)));
    to_fraction(integer, x_square, words * kWord);
    recurrence.set_point(integer.raw());
    step_error += kStepError * unit + 4 * Ball(x_square.radius(), low) * (largest + 1);

    to_units(integer, folded.even[j], bits);
    recurrence.add(0, integer.raw());
    even_error += Ball(folded.even[j].radius(), low) + unit;
    if (max_degree > 0) {
      const Ball start = folded.odd[j] * folded.points[j];
      to_units(integer, start, bits);
      recurrence.add(1, integer.raw());
      odd_error += Ball(start.radius(), low) + unit;
    }
  }

  std::vector<Ball> result(index(max_degree + 1), Ball(p));
  for (long k = 0; k <= max_degree; ++k) {
    Ball& value = result[index(k)];
    recurrence.get_sum(integer.raw(), k);
    arb_set_fmpz(value.raw(), integer.raw());
    value = scaled(value, -bits) / sigma[index(k)];
    const Ball degree(k, low);
    const Ball start_error = k % 2 == 0 ? even_error : odd_error * (degree + 1);
    arb_add_error(value.raw(), (start_error + step_error * amplification(degree, dimension)).raw());
  }
  return result;
}

}  // namespace ntkcert
