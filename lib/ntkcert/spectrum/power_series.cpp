#include "ntkcert/spectrum/power_series.hpp"

#include <algorithm>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/sphere/power_coefficients.hpp"

namespace ntkcert {
namespace {

/// κ = Σ_{p < length} c_pρ^p + a rest of mass at most `tail`.
struct KernelSeries {
  BallArray coefficients;
  Ball tail;
};

std::unique_ptr<const HermiteSeries> hermite_series(const Architecture& architecture, Precision p) {
  return architecture.activation->hermite_series(Ball(architecture.preactivation_variance(), p));
}

KernelSeries kernel_series(const Architecture& architecture, const HermiteSeries& hermite, long length) {
  const Precision p = hermite.precision();
  const Ball v(architecture.weight_variance, p);
  KernelSeries series{hermite.squares(length), v * hermite.tail(length)};
  for (long i = 0; i < length; ++i) {
    arb_struct* c = series.coefficients.at(i);
    arb_mul(c, c, v.raw(), p.bits());
    if (architecture.kind == KernelKind::ntk) {
      arb_mul_si(c, c, i + 1, p.bits());
    }
  }
  arb_add(series.coefficients.at(0), series.coefficients.at(0), Ball(architecture.bias_variance, p).raw(),
          p.bits());
  return series;
}

/// The truncated sum, and the factor of the tail.
struct PartialSum {
  Ball value;
  Ball supremum;
};

PartialSum partial_sum(const SpectralProblem& problem, const KernelSeries& series, long degree, Precision p) {
  const Architecture& architecture = problem.architecture;
  const Rational alpha = architecture.first_weight_variance / architecture.preactivation_variance();
  const PowerCoefficients powers(problem.dimension, degree, alpha, series.coefficients.size(), p);
  PartialSum sum{Ball(p), powers.supremum_beyond()};
  arb_dot(sum.value.raw(), nullptr, 0, series.coefficients.at(0), 1, powers.values().at(0), 1,
          series.coefficients.size(), p.bits());
  return sum;
}

/// The largest degree of each parity: their eigenvalues are the smallest, and ask for the longest series.
std::vector<long> hardest_degrees(std::span<const long> degrees) {
  std::vector<long> hardest;
  for (const long parity : {0L, 1L}) {
    long largest = -1;
    for (const long k : degrees) {
      if (k % 2 == parity) {
        largest = std::max(largest, k);
      }
    }
    if (largest >= 0) {
      hardest.push_back(largest);
    }
  }
  return hardest;
}

/// A length whose tail is below 2^{−bits} of every eigenvalue: partial sums at low precision bound the
/// eigenvalues from below. A heuristic, as `compute` adds the tail that it finds.
long series_length(const SpectralProblem& problem, long bits) {
  const Precision low(64);
  const auto hermite = hermite_series(problem.architecture, low);
  const std::vector<long> hardest = hardest_degrees(problem.degrees);
  const long shortest = problem.largest_degree() + 64;
  long length = shortest;
  for (int pass = 0; pass < 2; ++pass) {
    const KernelSeries series = kernel_series(problem.architecture, *hermite, length);
    long needed = shortest;
    for (const long k : hardest) {
      const PartialSum sum = partial_sum(problem, series, k, low);
      const Ball share = sum.value / (sum.supremum * Ball(problem.architecture.weight_variance, low));
      needed = std::max(needed, hermite->length_for(scaled(Ball(share.lower(), low), -bits)));
    }
    if (needed <= length) {
      break;
    }
    length = pass == 0 ? std::max(shortest, needed / 2) : needed;
  }
  return length;
}

}  // namespace

bool PowerSeries::applies_to(const Architecture& architecture) const {
  return architecture.depth == 1 && hermite_series(architecture, Precision(64)) != nullptr;
}

Precision PowerSeries::first_precision(const SpectralProblem& /*problem*/, long digits) const {
  constexpr long kGuardBits = 40;
  return Precision(bits_for_digits(digits) + kGuardBits);
}

std::vector<Ball> PowerSeries::compute(const SpectralProblem& problem, Precision p) const {
  return truncated(problem, series_length(problem, p.bits()), p);
}

std::vector<Ball> PowerSeries::truncated(const SpectralProblem& problem, long length, Precision p) {
  const KernelSeries series =
      kernel_series(problem.architecture, *hermite_series(problem.architecture, p), length);
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    const PartialSum sum = partial_sum(problem, series, k, p);
    result.push_back(sum.value + hull(Ball(p), series.tail * sum.supremum));
  }
  return result;
}

}  // namespace ntkcert
