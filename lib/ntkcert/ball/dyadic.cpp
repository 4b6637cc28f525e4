#include "ntkcert/ball/dyadic.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cmath>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {

Dyadic::Dyadic(const Integer& n, long exponent) : Dyadic() {
  const FlintInteger mantissa(n);
  arf_set_fmpz(value_, mantissa.raw());
  arf_mul_2exp_si(value_, value_, exponent);
}

Dyadic Dyadic::from_double(double value) {
  if (!std::isfinite(value)) {
    throw InvalidInput(fmt::format("{} is not a finite number", value));
  }
  Dyadic r;
  arf_set_d(r.value_, value);
  return r;
}

Dyadic Dyadic::infinity() {
  Dyadic r;
  arf_pos_inf(r.value_);
  return r;
}

Dyadic Dyadic::from_hex(std::string_view text) {
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative) {
    rest.remove_prefix(1);
  }
  if (rest == "inf") {
    return negative ? -infinity() : infinity();
  }
  const std::size_t p = rest.find('p');
  const auto reject = [&] {
    throw InvalidInput(fmt::format("'{}' is not an exact dyadic: accepted is [-]0x<hex>p<exponent>", text));
  };
  if (rest.substr(0, 2) != "0x" || p == std::string_view::npos || p == 2) {
    reject();
  }
  const std::string digits(rest.substr(2, p - 2));
  if (digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    reject();
  }
  const std::string_view exponent_text = rest.substr(p + 1);
  long exponent = 0;
  const auto [end, error] =
      std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  if (error != std::errc() || end != exponent_text.data() + exponent_text.size()) {
    reject();
  }
  const Dyadic r(Integer("0x" + digits), exponent);
  return negative ? -r : r;
}

Rational Dyadic::to_rational() const {
  constexpr long kMaxExponent = 1L << 28;
  if (!is_finite() || (arf_cmpabs_2exp_si(value_, kMaxExponent) > 0) ||
      (sign() != 0 && arf_cmpabs_2exp_si(value_, -kMaxExponent) < 0)) {
    throw Exhausted("an endpoint is too large or too small for an exact fraction");
  }
  FlintRational q;
  arf_get_fmpq(q.raw(), value_);
  return q.value();
}

std::string Dyadic::to_hex() const {
  if (!is_finite()) {
    return sign() > 0 ? "inf" : "-inf";
  }
  FlintInteger mantissa;
  FlintInteger exponent;
  arf_get_fmpz_2exp(mantissa.raw(), exponent.raw(), value_);
  Integer m = mantissa.value();
  const bool negative = m < 0;
  if (negative) {
    m = -m;
  }
  return fmt::format("{}0x{}p{}", negative ? "-" : "", m.str(0, std::ios_base::hex), exponent.value().str());
}

Dyadic Dyadic::rounded_down(long bits) const {
  Dyadic r;
  arf_set_round(r.value_, value_, bits, ARF_RND_FLOOR);
  return r;
}

Dyadic Dyadic::rounded_up(long bits) const {
  Dyadic r;
  arf_set_round(r.value_, value_, bits, ARF_RND_CEIL);
  return r;
}

Dyadic operator+(const Dyadic& a, const Dyadic& b) {
  Dyadic r;
  arf_add(r.value_, a.value_, b.value_, ARF_PREC_EXACT, ARF_RND_DOWN);
  return r;
}

Dyadic operator-(const Dyadic& a, const Dyadic& b) {
  Dyadic r;
  arf_sub(r.value_, a.value_, b.value_, ARF_PREC_EXACT, ARF_RND_DOWN);
  return r;
}

Dyadic operator*(const Dyadic& a, const Dyadic& b) {
  Dyadic r;
  arf_mul(r.value_, a.value_, b.value_, ARF_PREC_EXACT, ARF_RND_DOWN);
  return r;
}

Dyadic operator-(const Dyadic& a) {
  Dyadic r;
  arf_neg(r.value_, a.value_);
  return r;
}

}  // namespace ntkcert
