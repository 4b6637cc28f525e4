#include "ntkcert/spectrum/half_angle_expansion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "ntkcert/sphere/quadrature.hpp"

namespace ntkcert {
namespace {

const Precision kMagnitudePrecision(64);

void drop_radii(BallArray& values) {
  for (long i = 0; i < values.size(); ++i) {
    arb_get_mid_arb(values.at(i), values.at(i));
  }
}

double log2_magnitude(const arb_struct* x) {
  return arf_is_zero(arb_midref(x)) != 0 ? -std::numeric_limits<double>::infinity()
                                         : static_cast<double>(arf_abs_bound_lt_2exp_si(arb_midref(x)));
}

enum class End { zero, pi };

/// ½(F(end + θ) − F(end − θ)) for the end 0, with the other sign for π; θ = 2asin(s).
ComplexBall odd_part(const ZonalKernel& kernel, End end, const ComplexBall& s) {
  const Precision p = kernel.precision();
  ComplexBall theta(p);
  acb_asin(theta.raw(), s.raw(), p.bits());
  acb_mul_2exp_si(theta.raw(), theta.raw(), 1);
  ComplexBall opposite(p);
  acb_neg(opposite.raw(), theta.raw());
  if (end == End::pi) {
    acb_swap(theta.raw(), opposite.raw());
    const Ball pi = Ball::pi(p);
    acb_add_arb(theta.raw(), theta.raw(), pi.raw(), p.bits());
    acb_add_arb(opposite.raw(), opposite.raw(), pi.raw(), p.bits());
  }
  ComplexBall value = kernel.approximate_continuation(theta);
  acb_sub(value.raw(), value.raw(), kernel.approximate_continuation(opposite).raw(), p.bits());
  acb_mul_2exp_si(value.raw(), value.raw(), -1);
  return value;
}

/// Coefficients of s^{2j+1}, j < count, by the trapezoid rule on |s| = 1/4. The points of one quadrant stand
/// for all, as the function is odd, and real for real s.
BallArray end_coefficients(const ZonalKernel& kernel, End end, long count, long bits) {
  const long quarter = (std::max(bits, 2 * count) + 16) / 4 + 1;
  const long prec = kernel.precision().bits();
  BallArray coefficients(count);
  ComplexBall rotation(kernel.precision());
  ComplexBall step(kernel.precision());
  FlintRational angle;
  for (long m = 0; m < quarter; ++m) {
    fmpq_set_si(angle.raw(), 2 * m + 1, static_cast<ulong>(4 * quarter));
    arb_sin_cos_pi_fmpq(acb_imagref(rotation.raw()), acb_realref(rotation.raw()), angle.raw(), prec);
    ComplexBall s = rotation;
    acb_mul_2exp_si(s.raw(), s.raw(), -2);
    ComplexBall value = odd_part(kernel, end, s);
    acb_conj(rotation.raw(), rotation.raw());
    acb_mul(value.raw(), value.raw(), rotation.raw(), prec);
    acb_mul(step.raw(), rotation.raw(), rotation.raw(), prec);
    for (long j = 0; j < count; ++j) {
      arb_add(coefficients.at(j), coefficients.at(j), acb_realref(value.raw()), prec);
      acb_mul(value.raw(), value.raw(), step.raw(), prec);
    }
  }
  for (long j = 0; j < count; ++j) {
    arb_div_si(coefficients.at(j), coefficients.at(j), quarter, prec);
    arb_mul_2exp_si(coefficients.at(j), coefficients.at(j), 4 * j + 2);
  }
  drop_radii(coefficients);
  return coefficients;
}

/// log₂ of the cosine coefficient of order k of sin^{2j+1}(θ/2), but for its sign.
double log2_cosine_coefficient(double j, double k) {
  return (std::lgamma(j + 1.5) + std::lgamma(j + 1) + std::lgamma(k - j - 0.5) - std::lgamma(k + j + 1.5)) /
         std::log(2.0);
}

/// The number of terms after which the next few are smallest, from order `cosines` on. A few, as single ones
/// may vanish: the first does for an NNGP kernel.
long useful_terms(const BallArray& sines, const BallArray& mirrored, long cosines) {
  constexpr long kFew = 4;
  long best = 0;
  double smallest = std::numeric_limits<double>::infinity();
  std::vector<double> sizes;
  for (long j = 0; j < sines.size(); ++j) {
    sizes.push_back(std::max(log2_magnitude(sines.at(j)), log2_magnitude(mirrored.at(j))) +
                    log2_cosine_coefficient(static_cast<double>(j), static_cast<double>(cosines)));
    if (j + 1 >= kFew) {
      const double size = *std::max_element(sizes.end() - kFew, sizes.end());
      if (size < smallest) {
        smallest = size;
        best = j + 1 - kFew;
      }
    }
  }
  return best;
}

BallArray leading(const BallArray& values, long count) {
  BallArray result(count);
  _arb_vec_set(result.at(0), values.at(0), count);
  return result;
}

/// x·Σ c_jx^{2j}.
Ball odd_polynomial(const BallArray& coefficients, const Ball& x) {
  const Ball y = square(x);
  Ball sum(x.precision());
  for (long j = coefficients.size() - 1; j >= 0; --j) {
    arb_mul(sum.raw(), sum.raw(), y.raw(), x.precision().bits());
    arb_add(sum.raw(), sum.raw(), coefficients.at(j), x.precision().bits());
  }
  return sum * x;
}

Ball half_angle_part(const HalfAngleExpansion& q, const Ball& theta) {
  const Ball half = scaled(theta, -1);
  return odd_polynomial(q.sines, sin(half)) + odd_polynomial(q.mirrored, cos(half));
}

/// Σα_n cos nθ by Clenshaw's recurrence, which loses less than half a bit a term as α_n falls fast.
Ball cosine_sum(const BallArray& coefficients, const Ball& theta) {
  const long prec = theta.precision().bits();
  const Ball twice = scaled(cos(theta), 1);
  Ball now(theta.precision());
  Ball next(theta.precision());
  for (long n = coefficients.size() - 1; n > 0; --n) {
    arb_submul(next.raw(), twice.raw(), now.raw(), prec);
    arb_sub(next.raw(), coefficients.at(n), next.raw(), prec);
    std::swap(now, next);
  }
  Ball value = scaled(twice, -1) * now - next;
  arb_add(value.raw(), value.raw(), coefficients.at(0), prec);
  return value;
}

/// α_n from the values of `rest` at the points (2i+1)π/(2m), m = 2·count.
template <typename Function>
BallArray cosine_coefficients(const Function& rest, long count, Precision p) {
  const long m = 2 * count;
  const long prec = p.bits();
  BallArray cosines(4 * m);
  FlintRational angle;
  for (long i = 0; i < 4 * m; ++i) {
    fmpq_set_si(angle.raw(), i, static_cast<ulong>(2 * m));
    arb_cos_pi_fmpq(cosines.at(i), angle.raw(), prec);
  }
  BallArray coefficients(count);
  for (long i = 0; i < m; ++i) {
    const Ball theta = Ball::pi(p) * (2 * i + 1) / (2 * m);
    const Ball value = rest(theta);
    for (long n = 0; n < count; ++n) {
      arb_addmul(coefficients.at(n), value.raw(), cosines.at(n * (2 * i + 1) % (4 * m)), prec);
    }
  }
  for (long n = 0; n < count; ++n) {
    arb_div_si(coefficients.at(n), coefficients.at(n), count, prec);
  }
  arb_mul_2exp_si(coefficients.at(0), coefficients.at(0), -1);
  drop_radii(coefficients);
  return coefficients;
}

/// Σ|α_n|cosh nB + Σ(|b_j|+|c_j|)cosh^{2j+1}(B/2).
Ball bound_on_ellipse(const HalfAngleExpansion& q, const Ball& height) {
  Ball sum(kMagnitudePrecision);
  const auto magnitude = [](const arb_struct* x) {
    Ball result(kMagnitudePrecision);
    arb_get_abs_ubound_arf(arb_midref(result.raw()), x, kMagnitudePrecision.bits());
    return result;
  };
  const Ball growth = exp(height);
  Ball power(1, kMagnitudePrecision);
  for (long n = 0; n < q.cosines.size(); ++n) {
    sum += magnitude(q.cosines.at(n)) * power;  // cosh nB ≤ e^{nB}
    power *= growth;
  }
  power = cosh(scaled(height, -1));
  const Ball factor = square(power);
  for (long j = 0; j < q.sines.size(); ++j) {
    sum += (magnitude(q.sines.at(j)) + magnitude(q.mirrored.at(j))) * power;
    power *= factor;
  }
  return sum;
}

/// The proved bound of sup|F − Q|.
Ball proved_error(const HalfAngleExpansion& q, const ZonalKernel& kernel, long bits,
                  EllipseCertificates& certificates) {
  const auto needed = [&](const BernsteinEllipse& e, const Ball& bound) {
    const Ball total = log((bound + bound_on_ellipse(q, e.minor)) / (e.r - 1));
    return (total.midpoint().approximate() + static_cast<double>(bits + 4) * std::log(2.0)) /
           std::log(e.r.midpoint().approximate());
  };
  const EllipseCertificates::Plan plan = certificates.plan(needed);
  const long points = std::max(2L, plan.exactness + 1);
  Ball largest(kMagnitudePrecision);
  for (const Ball& fine : chebyshev_angles(points, kernel.precision() + q.cosines.size() / 2)) {
    const Ball theta = fine.at(kernel.precision());
    const Ball difference = kernel.at_angle(theta) - cosine_sum(q.cosines, fine) - half_angle_part(q, theta);
    largest = max(largest, abs(difference.at(kMagnitudePrecision)));
  }
  const Ball n(points, kMagnitudePrecision);
  const Ball& r = plan.ellipse.r;
  const Ball total = plan.bound + bound_on_ellipse(q, plan.ellipse.minor);
  const Ball lebesgue = 1 + 2 * log(n) / Ball::pi(kMagnitudePrecision);
  return lebesgue * largest + 4 * total * pow(1 / r, static_cast<unsigned long>(points - 1)) / (r - 1);
}

}  // namespace

HalfAngleExpansion half_angle_expansion(const Architecture& architecture, long cosines, long bits,
                                        EllipseCertificates& certificates) {
  constexpr long kGuardBits = 40;
  const long most = cosines * 2 / 3;
  const ZonalKernel fine(architecture, Precision(bits + 4 * most + kGuardBits));
  HalfAngleExpansion q{BallArray(cosines), end_coefficients(fine, End::zero, most, bits),
                       end_coefficients(fine, End::pi, most, bits), Ball::whole_line(kMagnitudePrecision)};
  if (_arb_vec_is_finite(q.sines.at(0), most) == 0 || _arb_vec_is_finite(q.mirrored.at(0), most) == 0) {
    return q;
  }
  const long terms = useful_terms(q.sines, q.mirrored, cosines);
  q.sines = leading(q.sines, terms);
  q.mirrored = leading(q.mirrored, terms);
  double largest = 0;
  for (long j = 0; j < terms; ++j) {
    largest = std::max({largest, log2_magnitude(q.sines.at(j)), log2_magnitude(q.mirrored.at(j))});
  }
  const Precision p(bits + kGuardBits + static_cast<long>(largest));
  const ZonalKernel kernel(architecture, p);
  q.cosines = cosine_coefficients(
      [&](const Ball& theta) { return kernel.at_angle(theta) - half_angle_part(q, theta); }, cosines, p);
  q.error = proved_error(q, kernel, bits, certificates);
  return q;
}

}  // namespace ntkcert
