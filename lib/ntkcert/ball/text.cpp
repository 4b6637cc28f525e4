#include "ntkcert/ball/text.hpp"

#include <fmt/core.h>
#include <mpfr.h>

#include <algorithm>
#include <memory>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

/// An MPFR number that holds a dyadic exactly.
class ExactMpfr {
 public:
  explicit ExactMpfr(const Dyadic& value) {
    mpfr_init2(value_, std::max<mpfr_prec_t>(2, arf_bits(value.raw())));
    if (arf_get_mpfr(value_, value.raw(), MPFR_RNDN) != 0) {
      mpfr_clear(value_);
      throw Exhausted("an endpoint is beyond the exponent range of decimal output");
    }
  }
  ExactMpfr(const ExactMpfr&) = delete;
  ExactMpfr& operator=(const ExactMpfr&) = delete;
  ~ExactMpfr() { mpfr_clear(value_); }
  [[nodiscard]] mpfr_srcptr raw() const { return value_; }

 private:
  mpfr_t value_;
};

std::string decimal(const Dyadic& value, long digits, mpfr_rnd_t rounding) {
  if (digits < 1) {
    throw InvalidInput(fmt::format("{} digits asked: accepted is 1 or more", digits));
  }
  if (!value.is_finite()) {
    return value.sign() > 0 ? "inf" : "-inf";
  }
  if (value.sign() == 0) {
    return "0";
  }
  const ExactMpfr exact(value);
  mpfr_exp_t exponent = 0;
  const std::unique_ptr<char, void (*)(char*)> text(
      mpfr_get_str(nullptr, &exponent, 10, static_cast<std::size_t>(digits), exact.raw(), rounding),
      mpfr_free_str);
  const std::string_view all(text.get());
  const std::string_view sign = all.substr(0, all.front() == '-' ? 1 : 0);
  const std::string_view mantissa = all.substr(sign.size());
  const std::string_view fraction = mantissa.substr(1);
  return fmt::format("{}{}{}{}e{:+}", sign, mantissa.front(), fraction.empty() ? "" : ".", fraction,
                     exponent - 1);
}

}  // namespace

std::string decimal_below(const Dyadic& value, long digits) { return decimal(value, digits, MPFR_RNDD); }
std::string decimal_above(const Dyadic& value, long digits) { return decimal(value, digits, MPFR_RNDU); }

DecimalEnclosure decimal_enclosure(const Ball& x, long digits) {
  if (!x.is_finite()) {
    return {"-inf", "inf", "0", "inf"};
  }
  if (x.is_exact_zero()) {
    return {"0", "0", "0", "0"};
  }
  constexpr long kRadiusDigits = 3;
  constexpr long kRadiusBits = 40;
  DecimalEnclosure r{decimal_below(x.lower(), digits), decimal_above(x.upper(), digits),
                     decimal(x.midpoint(), digits, MPFR_RNDN), ""};
  const Rational middle = parse_rational(r.middle);
  const Rational reach =
      std::max(Rational(parse_rational(r.upper) - middle), Rational(middle - parse_rational(r.lower)));
  r.radius = decimal_above(Ball(reach, Precision(kRadiusBits)).upper(), kRadiusDigits);
  return r;
}

std::string correct_decimal(const Ball& x, long digits) {
  if (x.is_exact_zero()) {
    return "0";
  }
  if (!x.is_finite()) {
    return "";
  }
  for (long n = digits; n > 0; --n) {
    std::string lower = decimal(x.lower(), n, MPFR_RNDN);
    if (lower == decimal(x.upper(), n, MPFR_RNDN)) {
      return lower;
    }
  }
  return "";
}

std::string dump(const Ball& x) {
  if (!x.is_finite()) {
    return "0x0p0 inf";
  }
  return x.midpoint().to_hex() + " " + x.radius().to_hex();
}

Ball load(std::string_view text, Precision p) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) {
    throw InvalidInput(fmt::format("'{}' is not a dumped ball: accepted is '<midpoint> <radius>'", text));
  }
  const Dyadic radius = Dyadic::from_hex(text.substr(blank + 1));
  if (radius.sign() < 0) {
    throw InvalidInput(fmt::format("'{}' is not a dumped ball: its radius is negative", text));
  }
  if (!radius.is_finite()) {
    return Ball::whole_line(p);
  }
  Ball r(Dyadic::from_hex(text.substr(0, blank)), p);
  FlintInteger mantissa;
  FlintInteger exponent;
  arf_get_fmpz_2exp(mantissa.raw(), exponent.raw(), radius.raw());
  mag_set_fmpz_2exp_fmpz(arb_radref(r.raw()), mantissa.raw(), exponent.raw());
  return r;
}

}  // namespace ntkcert
