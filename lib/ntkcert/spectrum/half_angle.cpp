#include "ntkcert/spectrum/half_angle.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/spectrum/fejer.hpp"
#include "ntkcert/spectrum/half_angle_expansion.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

constexpr long kHalfAngleGuardBits = 10;
const Precision kTailPrecision(64);

/// What a cosine gains in the error: log₂(3 + 2√2) = 2.54 where F is entire, less where it has singularities.
constexpr double kBitsOfCosine = 2.2;

/// (2k−2j−1)(2k+2j+2d−3), by which R_{j−1} is divided to make R_j.
unsigned long divisor(long dimension, long degree, long j) {
  return static_cast<unsigned long>(2 * degree - 2 * j - 1) *
         static_cast<unsigned long>(2 * degree + 2 * j + 2 * dimension - 3);
}

/// W_0 = −2^{d−3}Γ(d/2)²/π.
Ball leading_weight(long dimension, Precision p) {
  return scaled(-square(gamma(scaled(Ball(dimension, p), -1))) / Ball::pi(p), dimension - 3);
}

/// G_0(k) for rising k.
class GammaRatio {
 public:
  GammaRatio(long dimension, Precision p) : dimension_(dimension), value_(p) {}

  const Ball& at(long degree) {
    const long bits = value_.precision().bits();
    if (degree_ < 0 || degree - degree_ > dimension_ + kShortWalk) {
      arb_set_si(value_.raw(), 2 * degree - 1);
      arb_mul_2exp_si(value_.raw(), value_.raw(), -1);
      arb_rising_ui(value_.raw(), value_.raw(), static_cast<ulong>(dimension_), bits);
      arb_inv(value_.raw(), value_.raw(), bits);
      degree_ = degree;
    }
    for (; degree_ < degree; ++degree_) {
      arb_mul_ui(value_.raw(), value_.raw(), static_cast<ulong>(2 * degree_ - 1), bits);
      arb_div_ui(value_.raw(), value_.raw(), static_cast<ulong>(2 * degree_ + 2 * dimension_ - 1), bits);
    }
    return value_;
  }

 private:
  static constexpr long kShortWalk = 16;
  long dimension_;
  long degree_ = -1;
  Ball value_;
};

/// The terms b_j ± c_j times W_j/W_0, by parity of the degree, and the sum of their magnitudes.
struct Terms {
  BallArray even;
  BallArray odd;
  std::vector<Ball> magnitudes;

  Terms(const HalfAngleExpansion& q, long dimension, Precision p)
      : even(q.sines.size()), odd(q.sines.size()) {
    Ball weight(1, p);
    for (long j = 0; j < q.sines.size(); ++j) {
      arb_add(even.at(j), q.sines.at(j), q.mirrored.at(j), p.bits());
      arb_sub(odd.at(j), q.sines.at(j), q.mirrored.at(j), p.bits());
      arb_mul(even.at(j), even.at(j), weight.raw(), p.bits());
      arb_mul(odd.at(j), odd.at(j), weight.raw(), p.bits());
      Ball magnitude(kTailPrecision);
      Ball other(kTailPrecision);
      arb_get_abs_ubound_arf(arb_midref(magnitude.raw()), even.at(j), kTailPrecision.bits());
      arb_get_abs_ubound_arf(arb_midref(other.raw()), odd.at(j), kTailPrecision.bits());
      magnitudes.push_back(max(magnitude, other));
      weight = -weight * (2 * j + 3) * (2 * j + dimension);
    }
  }
};

/// What serves the degrees of a block, from its first on: R_j(k) and N(d,k)^{−1/2} fall with k.
struct Block {
  long last;
  long terms;
  Ball error;
};

class HalfAngleSum {
 public:
  HalfAngleSum(const SpectralProblem& problem, const HalfAngleExpansion& q, Precision p, Precision working)
      : problem_(problem),
        dimension_(problem.dimension),
        precision_(p),
        working_(working),
        error_(q.error),
        terms_(q, problem.dimension, working),
        weight_(leading_weight(problem.dimension, working)),
        ratio_(problem.dimension, working),
        smallest_bits_(bits_of_smallest_eigenvalue(problem)) {}

  /// λ_k, for k rising from call to call, from the number of cosines on.
  Ball at(long degree) {
    const Ball& ratio = ratio_.at(degree);
    if (degree > block_.last) {
      block_ = block_from(degree, weight_.at(kTailPrecision) * ratio.at(kTailPrecision));
    }
    const BallArray& terms = degree % 2 == 0 ? terms_.even : terms_.odd;
    const long bits = working_.bits();
    Ball sum(working_);
    for (long j = block_.terms - 1; j >= 0; --j) {
      if (j + 1 < block_.terms) {
        arb_div_ui(sum.raw(), sum.raw(), divisor(dimension_, degree, j + 1), bits);
      }
      arb_add(sum.raw(), sum.raw(), terms.at(j), bits);
    }
    arb_mul(sum.raw(), sum.raw(), ratio.raw(), bits);
    arb_mul(sum.raw(), sum.raw(), weight_.raw(), bits);
    arb_add_error(sum.raw(), block_.error.raw());
    return sum;
  }

 private:
  [[nodiscard]] Block block_from(long first, const Ball& scale) const {
    const double step = std::min(0.25, 4 / static_cast<double>(dimension_));
    const long last = first + static_cast<long>(step * static_cast<double>(first));
    // tails[j]: a bound of what the terms from j on contribute.
    const auto size = terms_.magnitudes.size();
    std::vector<Ball> tails(size + 1, Ball(kTailPrecision));
    Ball product = abs(scale);
    for (std::size_t j = 0; j < size; ++j) {
      if (j > 0) {
        arb_div_ui(product.raw(), product.raw(), divisor(dimension_, first, static_cast<long>(j)),
                   kTailPrecision.bits());
      }
      tails[j] = terms_.magnitudes[j] * product;
    }
    for (std::size_t j = size; j > 0; --j) {
      tails[j - 1] += tails[j];
    }
    const double allowed = bits_of_eigenvalue(problem_, last) - smallest_bits_ +
                           static_cast<double>(precision_.bits()) + kTailGuardBits;
    const Ball tolerance = scaled(Ball(1, kTailPrecision), -static_cast<long>(allowed));
    long terms = static_cast<long>(size);
    while (terms > 0 && is_yes(tails[static_cast<std::size_t>(terms - 1)] < tolerance)) {
      --terms;
    }
    const Ball multiplicities(multiplicity(dimension_, first), kTailPrecision);
    return {last, terms, tails[static_cast<std::size_t>(terms)] + error_ / sqrt(multiplicities)};
  }

  static constexpr double kTailGuardBits = 2;
  const SpectralProblem& problem_;
  long dimension_;
  Precision precision_;
  Precision working_;
  Ball error_;
  Terms terms_;
  Ball weight_;
  GammaRatio ratio_;
  double smallest_bits_;
  Block block_{-1, 0, Ball(kTailPrecision)};
};

/// The number of cosines to begin with.
long first_length(long bits) {
  constexpr long kFewest = 16;
  return kFewest + static_cast<long>(static_cast<double>(bits) / kBitsOfCosine);
}

/// An expansion with an error of about 2^{−bits}: the number of cosines rises until it is reached, or until
/// one with as many as the largest degree would serve nothing.
HalfAngleExpansion expansion_for(const SpectralProblem& problem, long bits,
                                 EllipseCertificates& certificates) {
  const Ball wanted = scaled(Ball(1, kTailPrecision), -bits);
  long cosines = first_length(bits);
  while (true) {
    HalfAngleExpansion q = half_angle_expansion(problem.architecture, cosines, bits + 2, certificates);
    if (!q.error.is_finite()) {
      throw Exhausted("the kernel is not proved to be analytic near the ends of [0, π]");
    }
    if (is_yes(q.error < wanted) || cosines > problem.largest_degree()) {
      return q;
    }
    cosines += cosines / 4;
  }
}

/// The bits of the expansion's error for eigenvalues to 2^{−p}.
long expansion_bits(const SpectralProblem& problem, Precision p) {
  const double share = log2_multiplicity(problem.dimension, problem.largest_degree()) / 2;
  return std::max(8L, p.bits() + 2 - static_cast<long>(share));
}

}  // namespace

bool HalfAngle::applies_to(const Architecture& architecture) const {
  if (architecture.weight_radius) {
    return false;
  }
  const auto kernel = bounding_kernel(architecture);
  return kernel->has_continuation() && kernel->remainder().is_exact_zero();
}

Precision HalfAngle::first_precision(const SpectralProblem& problem, long digits) const {
  return FejerQuadrature().first_precision(problem, digits);
}

double HalfAngle::estimated_cost(const SpectralProblem& problem, long digits) const {
  const Precision p = first_precision(problem, digits);
  const long bits = expansion_bits(problem, p);
  const double cosines = static_cast<double>(first_length(bits));
  const long last_low = std::min(first_length(bits), problem.largest_degree());
  const SpectralProblem low{problem.architecture, problem.dimension, std::span(&last_low, 1)};
  constexpr double kValuesOfExpansion = 10;  // a cosine; on the real line, at the ends and to prove the error
  constexpr double kProductsOfDegree = 20;
  return FejerQuadrature().estimated_cost(low, digits) +
         kValuesOfExpansion * cosines * seconds_of_kernel_value(problem.architecture, p) +
         kValuesOfExpansion * cosines * cosines * seconds_of_product(p) +
         kProductsOfDegree * static_cast<double>(problem.largest_degree()) *
             seconds_of_product(Precision(bits_for_digits(digits) + kTailPrecision.bits()));
}

std::vector<Ball> HalfAngle::compute(const SpectralProblem& problem, Precision p) const {
  EllipseCertificates own(problem.architecture);
  SpectralProblem shared = problem;
  if (shared.certificates == nullptr) {
    shared.certificates = &own;
  }
  return from_expansion(shared, expansion_for(shared, expansion_bits(shared, p), *shared.certificates), p);
}

std::vector<Ball> HalfAngle::from_expansion(const SpectralProblem& problem, const HalfAngleExpansion& q,
                                            Precision p) {
  const long first = q.cosines.size();

  std::vector<std::size_t> order(problem.degrees.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return problem.degrees[i] < problem.degrees[j]; });
  std::vector<Ball> result(order.size());

  std::vector<long> low;
  for (const std::size_t i : order) {
    if (problem.degrees[i] < first) {
      low.push_back(problem.degrees[i]);
    }
  }
  const double smallest = bits_of_smallest_eigenvalue(problem);
  if (!low.empty()) {
    const SpectralProblem part{problem.architecture, problem.dimension, low, problem.certificates};
    const long spare = static_cast<long>(smallest - bits_of_smallest_eigenvalue(part));
    std::vector<Ball> values = FejerQuadrature().compute(part, Precision(std::max(2L, p.bits() - spare)));
    for (std::size_t i = 0; i < low.size(); ++i) {
      result[order[i]] = std::move(values[i]);
    }
  }

  // The sums are accurate relative to the eigenvalues; a step from one ratio to the next adds a rounding.
  const long relative = p.bits() - static_cast<long>(smallest);
  const long walk = static_cast<long>(std::log2(static_cast<double>(problem.largest_degree() + 2)));
  const Precision working(std::max(kTailPrecision.bits(), relative) + walk + kHalfAngleGuardBits);
  HalfAngleSum sum(problem, q, p, working);
  for (std::size_t i = low.size(); i < order.size(); ++i) {
    result[order[i]] = sum.at(problem.degrees[order[i]]).at(p);
  }
  return result;
}

}  // namespace ntkcert
