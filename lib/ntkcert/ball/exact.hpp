#pragma once

#include <flint/fmpq.h>
#include <flint/fmpz.h>

#include <boost/multiprecision/gmp.hpp>
#include <string>
#include <string_view>

namespace ntkcert {

using Integer = boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;
using Rational =
    boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

/// The exact value of a decimal ("0.1", "-2.5e-3") or a fraction ("1/3"). Blanks around it are not accepted.
/// The decimal exponent is limited to ±100,000. Anything else, "nan" and "inf" among it, throws InvalidInput
/// naming the text and what is accepted.
[[nodiscard]] Rational parse_rational(std::string_view text);

/// The exact value of a decimal integer; throws InvalidInput as parse_rational does.
[[nodiscard]] Integer parse_integer(std::string_view text);

/// "p/q" in lowest terms, or "p" for an integer.
[[nodiscard]] std::string to_text(const Rational& value);

/// The exact value of a finite double; NaN and infinities throw InvalidInput.
[[nodiscard]] Rational exact_rational(double value);

/// FLINT's integers and rationals, for calls into Arb.
class FlintInteger {
 public:
  FlintInteger() { fmpz_init(value_); }
  explicit FlintInteger(const Integer& n) : FlintInteger() { fmpz_set_mpz(value_, n.backend().data()); }
  FlintInteger(const FlintInteger&) = delete;
  FlintInteger& operator=(const FlintInteger&) = delete;
  ~FlintInteger() { fmpz_clear(value_); }
  [[nodiscard]] fmpz* raw() { return value_; }
  [[nodiscard]] const fmpz* raw() const { return value_; }
  [[nodiscard]] Integer value() const {
    Integer n;
    fmpz_get_mpz(n.backend().data(), value_);
    return n;
  }

 private:
  fmpz_t value_;
};

class FlintRational {
 public:
  FlintRational() { fmpq_init(value_); }
  explicit FlintRational(const Rational& q) : FlintRational() { fmpq_set_mpq(value_, q.backend().data()); }
  FlintRational(const FlintRational&) = delete;
  FlintRational& operator=(const FlintRational&) = delete;
  ~FlintRational() { fmpq_clear(value_); }
  [[nodiscard]] fmpq* raw() { return value_; }
  [[nodiscard]] const fmpq* raw() const { return value_; }
  [[nodiscard]] Rational value() const {
    Rational q;
    fmpq_get_mpq(q.backend().data(), value_);
    return q;
  }

 private:
  fmpq_t value_;
};

}  // namespace ntkcert
