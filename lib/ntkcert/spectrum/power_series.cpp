#include "ntkcert/spectrum/power_series.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/parallel.hpp"
#include "ntkcert/spectrum/composed_series.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/power_coefficients.hpp"
#include "ntkcert/sphere/power_recurrence.hpp"

namespace ntkcert {
namespace {

/// κ = Σ_{p < length} c_pρ^p + Σ_p e_pρ^p + a rest from p = length on; all coefficients are ≥ 0.
struct KernelSeries {
  BallArray coefficients;  ///< c_p
  Ball missing;            ///< an upper bound of Σ_p e_p
  Ball tail;               ///< an upper bound of the coefficients' sum in the rest

  /// Upper bounds of the sums of c_p over the kBlock that begin with i·kBlock, and over the next kBlock.
  [[nodiscard]] std::vector<Magnitude> masses() const {
    const long blocks = (coefficients.size() + PowerCoefficients::kBlock - 1) / PowerCoefficients::kBlock;
    std::vector<Magnitude> result(static_cast<std::size_t>(blocks));
    for (long i = blocks - 1; i >= 0; --i) {
      Magnitude& mass = result[static_cast<std::size_t>(i)];
      const long end = std::min((i + 1) * PowerCoefficients::kBlock, coefficients.size());
      for (long p = i * PowerCoefficients::kBlock; p < end; ++p) {
        mass += Magnitude(coefficients.at(p));
      }
    }
    for (std::size_t i = 1; i < result.size(); ++i) {
      result[i - 1] += result[i];
    }
    return result;
  }
};

std::unique_ptr<const HermiteSeries> hermite_series(const Architecture& architecture, Precision p) {
  return architecture.activation->hermite_series(Ball(architecture.preactivation_variance(), p));
}

KernelSeries kernel_series(const Architecture& architecture, const HermiteSeries& hermite, long length) {
  const Precision p = hermite.precision();
  const Precision low(64);
  const Ball v(architecture.weight_variance, p);
  KernelSeries series{hermite.squares(length), Ball(low), (v * hermite.tail(length)).at(low)};
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

/// λ_k(κ) as far as it is known: Σ_{p<length} c_pλ_k(ρ^p), without the terms that are small beside its
/// precision.
struct PartialSum {
  Ball value;
  Ball rest;      ///< an upper bound of what it lacks
  Ball supremum;  ///< and of λ_k(ρ^p) beyond its last term
};

/// A series and its masses.
struct WeighedSeries {
  explicit WeighedSeries(KernelSeries s) : series(std::move(s)), masses(series.masses()) {}
  KernelSeries series;
  std::vector<Magnitude> masses;
};

class SeriesSum {
 public:
  SeriesSum(const SpectralProblem& problem, const WeighedSeries& weighed, Precision p)
      : starts_(PowerCoefficients::starts(problem.dimension,
                                          Rational(problem.architecture.first_weight_variance /
                                                   problem.architecture.preactivation_variance()),
                                          p)),
        series_(weighed.series),
        masses_(weighed.masses),
        precision_(p) {}

  [[nodiscard]] PartialSum at(long degree) {
    PowerCoefficients powers(starts_, degree, precision_);
    PartialSum sum{Ball(precision_), Ball(precision_), Ball(precision_)};
    const Precision low = series_.tail.precision();
    Ball largest(low);
    Magnitude rest;
    do {
      powers.advance();
      const long count = std::min(powers.end(), series_.coefficients.size()) - powers.begin();
      if (count > 0) {
        arb_dot(sum.value.raw(), sum.value.raw(), 0, series_.coefficients.at(powers.begin()), 1,
                powers.block().at(0), 1, count, precision_.bits());
      }
      if (!series_.missing.is_exact_zero()) {
        largest = max(largest, largest_in(powers, powers.begin()));
      }
      rest = rest_of_coefficients(powers, sum.value);
    } while (powers.end() < series_.coefficients.size() &&
             !rest.is_negligible_beside(sum.value, precision_.bits()));
    // The rest of the series begins at its length, which may be inside the block.
    sum.supremum = max(powers.supremum_beyond().at(low),
                       largest_in(powers, std::max(powers.begin(), series_.coefficients.size())));
    sum.rest = rest.upper(low) + series_.tail * sum.supremum + series_.missing * max(largest, sum.supremum);
    return sum;
  }

  /// Encloses λ_k.
  [[nodiscard]] Ball enclosure(long degree) {
    const PartialSum sum = at(degree);
    return sum.value + hull(Ball(precision_), Ball(sum.rest.upper(), precision_));
  }

 private:
  /// An upper bound of Σc_pλ_k(ρ^p) over the p from powers.end() on; or of the first of them alone, if that
  /// is not negligible beside the sum so far.
  [[nodiscard]] Magnitude rest_of_coefficients(const PowerCoefficients& powers, const Ball& sum) const {
    Magnitude rest;
    if (powers.end() < series_.coefficients.size()) {
      rest = mass_at(powers.end()) * Magnitude(powers.last());
      if (!rest.is_negligible_beside(sum, precision_.bits())) {
        return rest;
      }
      rest = Magnitude();
    }
    PowerEnvelope envelope(powers);
    for (long p = powers.end(); p < series_.coefficients.size(); p += PowerCoefficients::kBlock) {
      rest += mass_at(p) * envelope.next();
      if (!rest.is_negligible_beside(sum, precision_.bits())) {
        break;
      }
    }
    return rest;
  }

  /// Of the coefficients at p and the kBlock − 1 that follow, at least.
  [[nodiscard]] const Magnitude& mass_at(long p) const {
    return masses_[static_cast<std::size_t>(p / PowerCoefficients::kBlock)];
  }

  /// The largest of the block's coefficients from p on.
  [[nodiscard]] Ball largest_in(const PowerCoefficients& powers, long p) const {
    Ball largest(series_.tail.precision());
    Ball term(precision_);
    for (; p < powers.end(); ++p) {
      arb_set(term.raw(), powers.block().at(p - powers.begin()));
      largest = max(largest, term.at(largest.precision()));
    }
    return largest;
  }

  PowerStarts starts_;
  const KernelSeries& series_;
  const std::vector<Magnitude>& masses_;
  Precision precision_;
};

std::vector<Ball> enclosures(const SpectralProblem& problem, KernelSeries series, Precision p) {
  const WeighedSeries weighed(std::move(series));
  const std::size_t count = problem.degrees.size();
  std::vector<Ball> result(count);
  // The degrees of a block share their starts, so the blocks do not depend on the number of threads.
  constexpr std::size_t kBlock = 16;
  parallel_for((count + kBlock - 1) / kBlock, problem.jobs, [&](std::size_t block) {
    SeriesSum sum(problem, weighed, p);
    for (std::size_t i = block * kBlock; i < std::min(count, (block + 1) * kBlock); ++i) {
      result[i] = sum.enclosure(problem.degrees[i]);
    }
  });
  return result;
}

/// What the coefficients of a series may lose: some roundings for every one before, and a power of the
/// variance.
long spare_bits(long length) { return static_cast<long>(std::bit_width(static_cast<unsigned long>(length))); }

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
    const WeighedSeries weighed(kernel_series(problem.architecture, *hermite, length));
    SeriesSum series(problem, weighed, low);
    long needed = shortest;
    for (const long k : hardest) {
      const PartialSum sum = series.at(k);
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

KernelSeries kernel_series(const ComposedSeries& composed, long length) {
  KernelSeries series{BallArray(length), Ball(composed.missing.upper(), Precision(64)), Ball(Precision(64))};
  for (long i = 0; i < std::min(length, composed.coefficients.length()); ++i) {
    arb_set(series.coefficients.at(i), composed.coefficients.raw()->coeffs + i);
  }
  return series;
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
  constexpr long kGuardBits = 8;
  return Precision(bits_for_digits(digits) + kGuardBits);
}

double PowerSeries::estimated_cost(const SpectralProblem& problem, long digits) const {
  const double terms = static_cast<double>(problem.largest_degree() + bits_for_digits(digits));
  const double lists = static_cast<double>(problem.degrees.size() + 1);
  // Compositions of series whose length is a multiple of `terms`.
  constexpr double kComposition = 200;
  const double layers = static_cast<double>(problem.architecture.depth - 1);
  return terms * (lists + kComposition * layers * terms) *
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
    std::vector<Ball> result = enclosures(problem, kernel_series(series, search.length()), working);
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
  const Architecture& a = problem.architecture;
  return enclosures(problem,
                    a.depth > 1 ? kernel_series(composed_series(a, length, p), length)
                                : kernel_series(a, *hermite_series(a, p + spare_bits(length)), length),
                    p);
}

}  // namespace ntkcert
