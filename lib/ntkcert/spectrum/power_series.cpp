#include "ntkcert/spectrum/power_series.hpp"

#include <algorithm>
#include <cmath>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/spectrum/composed_series.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
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
    arb_mul_si(c, c, (architecture.has_outer_term() ? 1 : 0) + (architecture.has_hidden_term() ? i : 0),
               p.bits());
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

/// The enclosures that `length` terms of a kernel of any depth give.
std::vector<Ball> composed_enclosures(const SpectralProblem& problem, const ComposedSeries& series,
                                      long length, Precision p) {
  const Architecture& architecture = problem.architecture;
  const Rational alpha = architecture.first_weight_variance / architecture.preactivation_variance();
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    const PowerCoefficients powers(problem.dimension, k, alpha, length, p);
    Ball sum(p);
    Ball supremum = powers.supremum_beyond();
    Ball term(p);
    for (long n = k; n < length; ++n) {
      arb_set(term.raw(), powers.values().at(n));
      supremum = max(supremum, term.at(supremum.precision()));
    }
    arb_dot(sum.raw(), nullptr, 0, series.coefficients.raw()->coeffs, 1, powers.values().at(0), 1,
            std::min(length, series.coefficients.length()), p.bits());
    const Ball most(series.missing.upper(), supremum.precision());
    result.push_back(sum + hull(Ball(p), most * supremum));
  }
  return result;
}

/// A length at which the missing mass is probably 2^{−lacking} of what it is: −log₂ of it grows like a power
/// of the length, at most the first, which two lengths tell. A heuristic.
class LengthSearch {
 public:
  explicit LengthSearch(long first) : length_(first) {}
  [[nodiscard]] long length() const { return length_; }
  void advance(const Ball& missing, long lacking) {
    const double bits =
        std::max(1.0, -log(Ball(missing.upper(), Precision(64))).midpoint().approximate() / std::log(2.0));
    double factor = 2;
    if (before_ > 0) {
      const double power =
          std::log(bits / bits_) / std::log(static_cast<double>(length_) / static_cast<double>(before_));
      factor = std::pow(1 + static_cast<double>(lacking) / bits, 1 / std::clamp(power, 0.4, 1.0));
    }
    before_ = length_;
    bits_ = bits;
    length_ = 1 + std::lround(static_cast<double>(length_) * std::clamp(factor, 1.1, 4.0));
  }

 private:
  long length_;
  long before_ = 0;
  double bits_ = 1;
};

/// The relative bits that the worst enclosure lacks; `all` if one contains zero.
long lacking_bits(const std::vector<Ball>& enclosures, long all) {
  long lacking = 0;
  for (const Ball& x : enclosures) {
    lacking = std::max(lacking, all - std::max(0L, arb_rel_accuracy_bits(x.raw())));
  }
  return lacking;
}

}  // namespace

bool PowerSeries::applies_to(const Architecture& architecture) const {
  return !architecture.weight_radius && hermite_series(architecture, Precision(64)) != nullptr;
}

Precision PowerSeries::first_precision(const SpectralProblem& /*problem*/, long digits) const {
  constexpr long kGuardBits = 40;
  return Precision(bits_for_digits(digits) + kGuardBits);
}

double PowerSeries::estimated_cost(const SpectralProblem& problem, long digits) const {
  const double terms = static_cast<double>(problem.largest_degree() + bits_for_digits(digits));
  const double lists = static_cast<double>(problem.degrees.size() + 1);
  return terms * (lists + static_cast<double>(problem.architecture.depth * problem.architecture.depth - 1)) *
         seconds_of_product(first_precision(problem, digits));
}

std::vector<Ball> PowerSeries::compute(const SpectralProblem& problem, Precision p) const {
  if (problem.architecture.depth == 1) {
    return truncated(problem, series_length(problem, p.bits()), p);
  }
  constexpr long kLongest = 1L << 14;
  constexpr long kSpareBits = 16;
  const long most_bits = 16 * p.bits() + (1L << 12);
  Precision working = p + kSpareBits;
  LengthSearch search(problem.largest_degree() + 64);
  while (true) {
    const ComposedSeries series = composed_series(problem.architecture, search.length(), working);
    std::vector<Ball> result = composed_enclosures(problem, series, search.length(), working);
    const long lacking = lacking_bits(result, p.bits());
    // Missing mass that is zero within rounding asks for precision, other for terms.
    const bool rounding = series.missing.contains_zero();
    if (lacking == 0 || (rounding ? working.bits() > most_bits : search.length() >= kLongest)) {
      for (Ball& x : result) {
        x = x.at(p);
      }
      return result;
    }
    if (rounding) {
      working = working + (lacking + kSpareBits);
    } else {
      search.advance(series.missing, lacking);
    }
  }
}

std::vector<Ball> PowerSeries::truncated(const SpectralProblem& problem, long length, Precision p) {
  if (problem.architecture.depth > 1) {
    return composed_enclosures(problem, composed_series(problem.architecture, length, p), length, p);
  }
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
