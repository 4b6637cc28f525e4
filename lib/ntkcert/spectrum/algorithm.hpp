#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert {

class EllipseCertificates;

/// The eigenvalues to enclose: those of `degrees` (not empty), none of them known to be zero.
struct SpectralProblem {
  const Architecture& architecture;
  long dimension;
  std::span<const long> degrees;
  EllipseCertificates* certificates = nullptr;  ///< of this architecture, to use and extend; own ones if null
  std::size_t jobs = 1;                         ///< threads at once, on which no bit of a result depends

  [[nodiscard]] long largest_degree() const;
};

/// One way to enclose eigenvalues. To add one: a file with a subclass, and a line in spectral_algorithms().
class SpectralAlgorithm {
 public:
  SpectralAlgorithm() = default;
  SpectralAlgorithm(const SpectralAlgorithm&) = delete;
  SpectralAlgorithm& operator=(const SpectralAlgorithm&) = delete;
  virtual ~SpectralAlgorithm() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// Whether `compute` is proved for the architecture, in any dimension and degree.
  [[nodiscard]] virtual bool applies_to(const Architecture& architecture) const = 0;
  /// Whether the precision of `compute` is relative to each eigenvalue, however small it is, and not
  /// absolute.
  [[nodiscard]] virtual bool is_relative() const { return false; }
  /// Seconds that `compute` probably takes at first_precision.
  [[nodiscard]] virtual double estimated_cost(const SpectralProblem& problem, long digits) const = 0;
  /// A precision at which `compute` probably gives `digits` relative digits.
  [[nodiscard]] virtual Precision first_precision(const SpectralProblem& problem, long digits) const = 0;
  /// Encloses λ_k for the degrees of the problem, in their order; a bit more precision gives about a bit
  /// more. The enclosures hold at any precision.
  [[nodiscard]] virtual std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const = 0;
  /// Encloses κ(1) = Σ_k λ_kN(d,k), the trace of the integral operator.
  [[nodiscard]] virtual Ball trace(const Architecture& architecture, long dimension, Precision p) const;
};

/// All algorithms.
[[nodiscard]] std::span<const SpectralAlgorithm* const> spectral_algorithms();

/// The names of those that apply to the architecture.
[[nodiscard]] std::vector<std::string> algorithm_names(const Architecture& architecture);
/// Those that are proved for the architecture, the preferred one first: for one hidden layer the algorithms
/// of relative precision, then the others, each by estimated cost. (The estimate of an absolute precision
/// supposes eigenvalues that fall like a power of k; where a series of relative precision applies, they may
/// fall much faster. For more layers that series is costly, and quadrature ahead of it all the same.) Throws
/// InvalidInput if none applies.
[[nodiscard]] std::vector<const SpectralAlgorithm*> applicable_algorithms(const SpectralProblem& problem,
                                                                          long digits);

/// Encloses κ(1), by any algorithm that applies; throws InvalidInput if none does.
[[nodiscard]] Ball kernel_trace(const Architecture& architecture, long dimension, Precision p);

/// ⌈digits·log₂ 10⌉ or a little more: the bits that so many decimal digits need.
[[nodiscard]] long bits_for_digits(long digits);

}  // namespace ntkcert
