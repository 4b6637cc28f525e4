#include "ntkcert/sphere/gegenbauer.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

constexpr long kGuardBits = 8;
/// Precision of error bounds.
const Precision kErrorPrecision(64);

/// P_k'(1), the largest |P_k'| on [−1, 1].
Ball slope_at_one(long dimension, long degree) {
  return Ball(degree, kErrorPrecision) * (degree + dimension - 2) / (dimension - 1);
}

/// How much the recurrence amplifies an error injected at every step: k(k+2d−3)/(2(d−1)).
Ball amplification(long dimension, long degree) {
  return Ball(degree, kErrorPrecision) * (degree + 2 * dimension - 3) / (2 * (dimension - 1));
}

long bit_length(long n) {
  long bits = 0;
  for (; n > 0; n /= 2) {
    ++bits;
  }
  return bits;
}

/// The midpoint of x in units of 2^{−bits}, truncated: within one unit.
void to_fixed_point(FlintInteger& result, const Ball& x, long bits) {
  arf_get_fmpz_fixed_si(result.raw(), arb_midref(x.raw()), -bits);
}

/// The fixed-point recurrence: adds floor-rounded F·P_k(x) to sums[k]. Every step is off by less than 3
/// units.
class Recurrence {
 public:
  Recurrence(long dimension, long bits) : dimension_(dimension), bits_(bits) { fmpz_one_2exp(); }

  /// x is cut to [−1, 1].
  void add(std::vector<FlintInteger>& sums, const Ball& point, const Ball& weight) {
    to_fixed_point(x_, point, bits_);
    if (fmpz_cmpabs(x_.raw(), one_.raw()) > 0) {
      fmpz_set_si(x_.raw(), fmpz_sgn(x_.raw()));
      fmpz_mul_2exp(x_.raw(), x_.raw(), static_cast<unsigned long>(bits_));
    }
    to_fixed_point(current_, weight, bits_);
    fmpz_zero(previous_.raw());
    for (std::size_t k = 0; k < sums.size(); ++k) {
      fmpz_add(sums[k].raw(), sums[k].raw(), current_.raw());
      step(k);
    }
  }

 private:
  void fmpz_one_2exp() {
    fmpz_one(one_.raw());
    fmpz_mul_2exp(one_.raw(), one_.raw(), static_cast<unsigned long>(bits_));
  }

  void step(std::size_t k) {
    fmpz_mul(product_.raw(), x_.raw(), current_.raw());
    fmpz_fdiv_q_2exp(product_.raw(), product_.raw(), static_cast<unsigned long>(bits_));
    if (k > 0) {
      fmpz_sub(previous_.raw(), product_.raw(), previous_.raw());
      fmpz_mul_ui(previous_.raw(), previous_.raw(), k);
      fmpz_fdiv_q_ui(previous_.raw(), previous_.raw(), k + static_cast<std::size_t>(dimension_) - 2);
    }
    fmpz_add(product_.raw(), product_.raw(), previous_.raw());
    fmpz_swap(previous_.raw(), current_.raw());
    fmpz_swap(current_.raw(), product_.raw());
  }

  long dimension_;
  long bits_;
  FlintInteger one_;
  FlintInteger x_;
  FlintInteger current_;
  FlintInteger previous_;
  FlintInteger product_;
};

bool usable(const Ball& point, const Ball& weight) {
  return point.is_finite() && weight.is_finite() && !is_yes(point > 1) && !is_yes(point < -1);
}

}  // namespace

std::vector<Ball> gegenbauer_sums(long dimension, long max_degree, std::span<const Ball> points,
                                  std::span<const Ball> weights, Precision p) {
  check_dimension(dimension);
  check_degree(max_degree);
  if (points.size() != weights.size()) {
    throw InvalidInput(fmt::format("{} points but {} weights", points.size(), weights.size()));
  }
  const auto length = static_cast<std::size_t>(max_degree) + 1;
  const auto count = static_cast<long>(points.size());
  const long bits = p.bits() + kGuardBits + bit_length(count) + 2 * bit_length(max_degree);
  const Ball unit = scaled(Ball(1, kErrorPrecision), -bits);

  std::vector<FlintInteger> sums(length);
  Recurrence recurrence(dimension, bits);
  Ball weight_error(kErrorPrecision);
  Ball point_error(kErrorPrecision);
  for (std::size_t j = 0; j < points.size(); ++j) {
    if (!usable(points[j], weights[j])) {
      return std::vector<Ball>(length, Ball::whole_line(p));
    }
    recurrence.add(sums, points[j], weights[j]);
    weight_error += Ball(weights[j].radius(), kErrorPrecision) + unit;
    point_error +=
        Ball(weights[j].magnitude(), kErrorPrecision) * (Ball(points[j].radius(), kErrorPrecision) + unit);
  }

  std::vector<Ball> result(length, Ball(p));
  for (std::size_t i = 0; i < length; ++i) {
    const auto k = static_cast<long>(i);
    const Ball error = weight_error + point_error * slope_at_one(dimension, k) +
                       unit * (3 * count) * amplification(dimension, k);
    arb_set_fmpz(result[i].raw(), sums[i].raw());
    result[i] = scaled(result[i], -bits);
    arb_add_error(result[i].raw(), error.raw());
  }
  return result;
}

std::vector<Ball> gegenbauer_values(long dimension, long max_degree, const Ball& u) {
  const Precision p = u.precision();
  const Ball one(1, p);
  std::vector<Ball> values = gegenbauer_sums(dimension, max_degree, std::span(&u, 1), std::span(&one, 1), p);
  for (Ball& value : values) {
    if (value.is_finite()) {
      value = min(max(value, -one), one);
    }
  }
  return values;
}

Ball gegenbauer(long dimension, long degree, const Ball& u, long derivative) {
  check_dimension(dimension);
  check_degree(degree);
  if (derivative < 0) {
    throw InvalidInput(fmt::format("derivative of order {}: accepted are 0, 1, 2, …", derivative));
  }
  if (derivative > degree) {
    return Ball(u.precision());
  }
  Ball factor(1, u.precision());
  for (long i = 0; i < derivative; ++i) {
    const long k = degree - i;
    const long d = dimension + 2 * i;
    factor = factor * k * (k + d - 2) / (d - 1);
  }
  return factor * gegenbauer_values(dimension + 2 * derivative, degree - derivative, u).back();
}

}  // namespace ntkcert
