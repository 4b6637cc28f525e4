#include "ntkcert/spectrum/zeros.hpp"

#include <algorithm>
#include <limits>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {
namespace {

constexpr long kNone = -1;
constexpr long kUnbounded = std::numeric_limits<long>::max();

/// The suprema of the even and of the odd members of a set of exponents; kNone for the empty set.
struct Support {
  long even;
  long odd;
};

long plus(long a, long b) {
  if (a == kNone || b == kNone) {
    return kNone;
  }
  return a == kUnbounded || b == kUnbounded || a > kUnbounded - b ? kUnbounded : a + b;
}

long times(long n, long a) {
  if (n == 0) {
    return 0;
  }
  if (a == kNone || a == 0) {
    return a;
  }
  return n == kUnbounded || a == kUnbounded || a > kUnbounded / n ? kUnbounded : n * a;
}

Support join(const Support& a, const Support& b) {
  return {std::max(a.even, b.even), std::max(a.odd, b.odd)};
}

/// All sums of a member of either.
Support sum(const Support& a, const Support& b) {
  return {std::max(plus(a.even, b.even), plus(a.odd, b.odd)),
          std::max(plus(a.even, b.odd), plus(a.odd, b.even))};
}

/// All sums of n members, n of the given parity (kUnbounded: arbitrarily many of that parity). The number of
/// odd members among them has the parity of the sum, and a sum is linear in it: one end or the other is the
/// largest.
Support multiple(long n, bool odd, const Support& a) {
  if (n == kNone) {
    return {kNone, kNone};
  }
  if (n == 0) {
    return {0, kNone};
  }
  const long fewer = n == kUnbounded ? kUnbounded : n - 1;
  const long all_even = times(n, a.even);
  const long all_odd = times(n, a.odd);
  const long one_even = plus(a.even, times(fewer, a.odd));
  const long one_odd = plus(a.odd, times(fewer, a.even));
  return odd ? Support{std::max(all_even, one_even), std::max(all_odd, one_odd)}
             : Support{std::max(all_even, all_odd), std::max(one_even, one_odd)};
}

/// The suprema of the exponents p ≥ first with a_p ≠ 0.
Support hermite_support(const Activation& activation, long first) {
  constexpr long kBeyondPolynomials = 1L << 40;
  const auto supremum = [&](long smallest) {
    if (activation.hermite_vanish_from(smallest)) {
      return kNone;
    }
    if (!activation.hermite_vanish_from(smallest + kBeyondPolynomials)) {
      return kUnbounded;
    }
    long present = smallest;
    for (long step = kBeyondPolynomials / 2; step >= 2; step /= 2) {
      if (!activation.hermite_vanish_from(present + step)) {
        present += step;
      }
    }
    return present;
  };
  return {supremum(first + first % 2), supremum(first + 1 - first % 2)};
}

/// Exponents of Σ_p c_pρ^p, c_p ≠ 0 for the p of `series`, if those of ρ are `rho`.
Support composed(const Support& series, const Support& rho) {
  return join(multiple(series.even, false, rho), multiple(series.odd, true, rho));
}

long lowered(long n) { return n == kNone || n == kUnbounded ? n : n - 1; }

/// The exponents of κ as a series in ρ_1.
Support kernel_support(const Architecture& architecture) {
  const Support value = hermite_support(*architecture.activation, 0);
  const Support increasing = hermite_support(*architecture.activation, 1);
  const Support derivative{lowered(increasing.odd), lowered(increasing.even)};
  const Support bias = architecture.bias_variance == 0 ? Support{kNone, kNone} : Support{0, kNone};
  Support covariance{kNone, 1};
  Support tangent = covariance;
  for (long h = 1;; ++h) {
    const Support outer = composed(value, covariance);
    const Support hidden = sum(composed(derivative, covariance), tangent);
    if (h == architecture.depth) {
      Support result = bias;
      if (architecture.has_outer_term()) {
        result = join(result, outer);
      }
      return architecture.has_hidden_term() ? join(result, hidden) : result;
    }
    covariance = join(bias, outer);
    tangent = join(covariance, hidden);
  }
}

}  // namespace

VanishingEigenvalues::VanishingEigenvalues(const Architecture& architecture)
    : activation_(architecture.activation),
      unbiased_(architecture.bias_variance == 0),
      on_sphere_(architecture.weight_radius.has_value()) {
  if (!on_sphere_) {
    const Support support = kernel_support(architecture);
    even_ = support.even;
    odd_ = support.odd;
  }
}

bool VanishingEigenvalues::operator()(long degree) const {
  if (on_sphere_) {
    return activation_->hermite_vanish_from(degree) &&
           (unbiased_ || (degree > 0 && activation_->hermite_vanish_from(degree + 1)));
  }
  return unbiased_ ? degree > (degree % 2 == 0 ? even_ : odd_) : degree > std::max(even_, odd_);
}

bool eigenvalue_is_zero(const Architecture& architecture, long degree) {
  return VanishingEigenvalues(architecture)(degree);
}

}  // namespace ntkcert
