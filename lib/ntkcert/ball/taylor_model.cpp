#include "ntkcert/ball/taylor_model.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

void require_same_domain(const TaylorModel& a, const TaylorModel& b) {
  if (a.domain() != b.domain()) {
    throw InvalidInput(fmt::format("Taylor models on [0, {}] and [0, {}] cannot be combined",
                                   a.domain().to_hex(), b.domain().to_hex()));
  }
}

}  // namespace

TaylorModel::TaylorModel(Polynomial polynomial, Ball remainder, const Dyadic& domain)
    : polynomial_(std::move(polynomial)), remainder_(std::move(remainder)), domain_(domain) {
  if (domain.sign() < 0 || !domain.is_finite()) {
    throw InvalidInput(fmt::format("a Taylor model's domain [0, {}] must be finite", domain.to_hex()));
  }
}

TaylorModel TaylorModel::constant(const Ball& value, const Dyadic& domain) {
  Polynomial p(value.precision());
  p.set_coefficient(0, value);
  return {std::move(p), Ball(value.precision()), domain};
}

Ball TaylorModel::operator()(const Ball& s) const {
  if (s.lower() < Dyadic(0) || s.upper() > domain_) {
    return Ball::whole_line(precision());
  }
  return polynomial_.range_over(s) + remainder_;
}

Ball TaylorModel::range(const Dyadic& a, const Dyadic& b) const {
  if (a < Dyadic(0) || b > domain_) {
    return Ball::whole_line(precision());
  }
  return polynomial_.range_over(Ball::interval(a, b, precision())) + remainder_;
}

TaylorModel TaylorModel::integral() const {
  const Ball length = Ball::interval(Dyadic(0), domain_, precision());
  return {polynomial_.integral(), remainder_ * length, domain_};
}

TaylorModel TaylorModel::truncated(long length) const {
  const Ball dropped = polynomial_.tail_bound(length, Ball(domain_, precision()));
  return {polynomial_.truncated(length), remainder_.widened(dropped), domain_};
}

TaylorModel TaylorModel::restricted(const Dyadic& a, const Dyadic& b) const {
  if (a < Dyadic(0) || b < a || b > domain_) {
    throw InvalidInput(
        fmt::format("[{}, {}] is not inside the domain [0, {}]", a.to_hex(), b.to_hex(), domain_.to_hex()));
  }
  return {polynomial_.shifted(Ball(a, precision())), remainder_, b - a};
}

TaylorModel operator+(const TaylorModel& a, const TaylorModel& b) {
  require_same_domain(a, b);
  return {a.polynomial_ + b.polynomial_, a.remainder_ + b.remainder_, a.domain_};
}

TaylorModel operator-(const TaylorModel& a, const TaylorModel& b) {
  require_same_domain(a, b);
  return {a.polynomial_ - b.polynomial_, a.remainder_ - b.remainder_, a.domain_};
}

TaylorModel operator*(const TaylorModel& a, const Ball& c) {
  return {a.polynomial_ * c, a.remainder_ * c, a.domain_};
}

TaylorModel operator*(const TaylorModel& a, const TaylorModel& b) {
  require_same_domain(a, b);
  constexpr long kLeastLength = 16;
  const long length = std::max({kLeastLength, a.polynomial_.length(), b.polynomial_.length()});
  const Precision p = std::max(a.precision(), b.precision());
  const Ball h(a.domain_, p);
  const Ball size_a = symmetric(a.polynomial_.tail_bound(0, h));
  const Ball size_b = symmetric(b.polynomial_.tail_bound(0, h));
  const Ball remainder = a.remainder_ * size_b + b.remainder_ * size_a + a.remainder_ * b.remainder_;
  return TaylorModel(a.polynomial_ * b.polynomial_, remainder, a.domain_).truncated(length);
}

TaylorModel sqrt(const TaylorModel& f) {
  const Precision p = f.precision();
  const Ball range = f.range();
  const auto at_least_zero = [](const Dyadic& x) { return std::max(Dyadic(0), x); };
  TaylorModel crude = TaylorModel::constant(
      sqrt_nonnegative(Ball::interval(at_least_zero(range.lower()), at_least_zero(range.upper()), p)),
      f.domain());
  if (!is_yes(range > 0)) {
    return crude;
  }
  const Ball centre = scaled(Ball(f.domain(), p), -1);
  const Polynomial shifted = f.polynomial().shifted(centre);
  Polynomial root(p);
  arb_poly_sqrt_series(root.raw(), shifted.raw(), shifted.length(), p.bits());
  const TaylorModel q(root.shifted(-centre), Ball(p), f.domain());
  const Ball smallest = q.range();
  if (!is_yes(smallest > 0)) {
    return crude;
  }
  const Ball defect(((q * q) - f).range().magnitude(), p);
  const Ball below = sqrt(Ball(range.lower(), p)) + Ball(smallest.lower(), p);
  const Ball remainder = symmetric(defect / below);
  if (remainder.radius() >= crude.at_start().radius()) {
    return crude;
  }
  return {q.polynomial(), remainder, f.domain()};
}

TaylorModel exponential_model(const Ball& c, const Dyadic& domain, long length) {
  const Precision p = c.precision();
  Polynomial polynomial(p);
  Ball term(1, p);
  for (long k = 0; k < length; ++k) {
    polynomial.set_coefficient(k, term);
    term = term * c / (k + 1);
  }
  const Ball h(domain, p);
  const Ball size = Ball(c.magnitude(), p);
  const Ball remainder = abs(term) * pow(h, static_cast<unsigned long>(length)) * exp(size * h);
  return {std::move(polynomial), symmetric(remainder), domain};
}

TaylorModel exponential_model(const Ball& c, const Dyadic& domain) {
  const double size =
      (Ball(c.magnitude(), c.precision()) * Ball(domain, c.precision())).upper().approximate();
  constexpr double kLongest = 10000;
  double term_bits = 0;
  long length = 1;
  while (static_cast<double>(length) < kLongest && term_bits > -static_cast<double>(c.precision().bits())) {
    term_bits += std::log2(std::max(size, 1e-300) / static_cast<double>(length));
    ++length;
  }
  return exponential_model(c, domain, length);
}

}  // namespace ntkcert
