#pragma once

#include <arf.h>

#include <compare>
#include <ostream>
#include <string>
#include <string_view>

#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

/// An exact number m·2^e, the endpoint of an enclosure; ±∞ is allowed (an unbounded enclosure), NaN is not.
/// Comparisons are exact and total, so they give bool; a Ball's comparisons give Truth.
class Dyadic {
 public:
  Dyadic() { arf_init(value_); }
  explicit Dyadic(long n) : Dyadic() { arf_set_si(value_, n); }
  /// n·2^exponent.
  Dyadic(const Integer& n, long exponent);
  Dyadic(const Dyadic& other) : Dyadic() { arf_set(value_, other.value_); }
  Dyadic(Dyadic&& other) noexcept : Dyadic() { arf_swap(value_, other.value_); }
  Dyadic& operator=(const Dyadic& other) {
    arf_set(value_, other.value_);
    return *this;
  }
  Dyadic& operator=(Dyadic&& other) noexcept {
    arf_swap(value_, other.value_);
    return *this;
  }
  ~Dyadic() { arf_clear(value_); }

  /// The exact value of a finite double; NaN and infinities throw InvalidInput.
  [[nodiscard]] static Dyadic from_double(double value);
  /// Reads what to_hex writes; throws InvalidInput for other text.
  [[nodiscard]] static Dyadic from_hex(std::string_view text);
  [[nodiscard]] static Dyadic infinity();

  [[nodiscard]] bool is_finite() const { return arf_is_finite(value_) != 0; }
  [[nodiscard]] int sign() const { return arf_sgn(value_); }
  /// Exact; throws Exhausted if infinite or the exponent is beyond ±2^28 (the fraction would not fit memory).
  [[nodiscard]] Rational to_rational() const;
  /// Lossless text: "-0x1a3p-120" (= −0x1a3·2^−120), "0x0p0", "inf", "-inf".
  [[nodiscard]] std::string to_hex() const;
  /// The nearest multiple with at most `bits` bits that is not above (not below) this number.
  [[nodiscard]] Dyadic rounded_down(long bits) const;
  [[nodiscard]] Dyadic rounded_up(long bits) const;
  /// Some double near the value, for display, heuristics and plots; never part of a bound.
  [[nodiscard]] double approximate() const { return arf_get_d(value_, ARF_RND_NEAR); }

  [[nodiscard]] arf_struct* raw() { return value_; }
  [[nodiscard]] const arf_struct* raw() const { return value_; }

  friend bool operator==(const Dyadic& a, const Dyadic& b) { return arf_equal(a.value_, b.value_) != 0; }
  friend std::strong_ordering operator<=>(const Dyadic& a, const Dyadic& b) {
    return arf_cmp(a.value_, b.value_) <=> 0;
  }
  /// Exact sums and products; both operands must be finite.
  friend Dyadic operator+(const Dyadic& a, const Dyadic& b);
  friend Dyadic operator-(const Dyadic& a, const Dyadic& b);
  friend Dyadic operator*(const Dyadic& a, const Dyadic& b);
  friend Dyadic operator-(const Dyadic& a);
  friend std::ostream& operator<<(std::ostream& out, const Dyadic& x) { return out << x.to_hex(); }

 private:
  arf_t value_;
};

}  // namespace ntkcert
