#include "ntkcert/ball/exact.hpp"

#include <fmt/core.h>

#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

constexpr long kMaxDecimalExponent = 100000;

[[noreturn]] void reject(std::string_view text) {
  constexpr std::size_t kShown = 60;
  const std::string shown =
      text.size() <= kShown ? std::string(text) : std::string(text.substr(0, kShown)) + "…";
  throw InvalidInput(fmt::format(
      "'{}' is not a number: accepted are decimals such as 0.25 or 1e-3 and fractions such as 1/3", shown));
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Reads a run of digits from the front of `text`, which it shortens.
std::string take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) {
    ++n;
  }
  std::string digits(text.substr(0, n));
  text.remove_prefix(n);
  return digits;
}

bool take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) {
    return false;
  }
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

/// Leading zeros would make GMP read octal.
Integer decimal_integer(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? Integer(0) : Integer(digits.substr(first));
}

Integer power_of_ten(long exponent) {
  return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
}

}  // namespace

Integer parse_integer(std::string_view text) {
  std::string_view rest = text;
  const bool negative = take_sign(rest);
  const std::string digits = take_digits(rest);
  if (digits.empty() || !rest.empty()) {
    throw InvalidInput(fmt::format("'{}' is not an integer", text.substr(0, 60)));
  }
  const Integer n = decimal_integer(digits);
  return negative ? Integer(-n) : n;
}

Rational parse_rational(std::string_view text) {
  std::string_view rest = text;
  const bool negative = take_sign(rest);
  std::string digits = take_digits(rest);
  if (!rest.empty() && rest.front() == '/') {
    rest.remove_prefix(1);
    const std::string denominator = take_digits(rest);
    if (digits.empty() || denominator.empty() || !rest.empty() || decimal_integer(denominator) == 0) {
      reject(text);
    }
    const Rational q(decimal_integer(digits), decimal_integer(denominator));
    return negative ? Rational(-q) : q;
  }
  long exponent = 0;
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    const std::string fraction = take_digits(rest);
    if (fraction.size() > static_cast<std::size_t>(kMaxDecimalExponent)) {
      reject(text);
    }
    digits += fraction;
    exponent = -static_cast<long>(fraction.size());
  }
  if (digits.empty()) {
    reject(text);
  }
  if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
    rest.remove_prefix(1);
    const bool negative_exponent = take_sign(rest);
    const std::string exponent_digits = take_digits(rest);
    long written = 0;
    const auto [end, error] =
        std::from_chars(exponent_digits.data(), exponent_digits.data() + exponent_digits.size(), written);
    if (exponent_digits.empty() || error != std::errc() || written > kMaxDecimalExponent) {
      reject(text);
    }
    exponent += negative_exponent ? -written : written;
  }
  if (!rest.empty()) {
    reject(text);
  }
  Rational q(decimal_integer(digits));
  q = exponent >= 0 ? Rational(q * Rational(power_of_ten(exponent)))
                    : Rational(q / Rational(power_of_ten(-exponent)));
  return negative ? Rational(-q) : q;
}

std::string to_text(const Rational& value) { return value.str(); }

Rational exact_rational(double value) {
  if (!std::isfinite(value)) {
    throw InvalidInput(fmt::format("{} is not a finite number", value));
  }
  return Rational(value);
}

}  // namespace ntkcert
