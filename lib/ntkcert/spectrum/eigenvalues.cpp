#include "ntkcert/spectrum/eigenvalues.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <span>
#include <stdexcept>
#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/spectrum/algorithm.hpp"
#include "ntkcert/spectrum/certificate_cache.hpp"
#include "ntkcert/spectrum/ellipse_certificates.hpp"
#include "ntkcert/spectrum/zeros.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

void check(const EigenvalueRequest& request) {
  request.architecture.check();
  check_dimension(request.dimension);
  if (request.degrees.empty()) {
    throw InvalidInput("an empty list of degrees: at least one is needed");
  }
  std::vector<long> sorted = request.degrees;
  std::sort(sorted.begin(), sorted.end());
  check_degree(sorted.front());
  check_degree(sorted.back());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    throw InvalidInput(fmt::format("degree {} is listed twice: each is accepted once", *twice));
  }
  if (request.digits < 1) {
    throw InvalidInput(fmt::format("{} digits: accepted are 1, 2, 3, …", request.digits));
  }
}

/// The algorithms to try in turn: that of the request, or all that apply.
std::vector<const SpectralAlgorithm*> choose_algorithms(const EigenvalueRequest& request,
                                                        const SpectralProblem& problem) {
  std::vector<const SpectralAlgorithm*> all = applicable_algorithms(problem, request.digits);
  if (!request.algorithm) {
    return all;
  }
  const auto named = std::find_if(all.begin(), all.end(), [&](const SpectralAlgorithm* algorithm) {
    return algorithm->name() == *request.algorithm;
  });
  if (named == all.end()) {
    throw InvalidInput(
        fmt::format("algorithm \"{}\" is unknown or does not apply to this kernel: accepted are {}",
                    *request.algorithm, fmt::join(algorithm_names(request.architecture), ", ")));
  }
  return {*named};
}

/// relative_digits(x, digits) == digits, most often without a division.
bool has_digits(const Ball& x, long digits) {
  // Accuracy bits a say radius < 2^{−a}|midpoint| ≤ 2^{1−a}·(the smallest |point|).
  return arb_rel_accuracy_bits(x.raw()) > bits_for_digits(digits) || relative_digits(x, digits) == digits;
}

/// The bits by which a radius must shrink for `digits` relative digits; 0 if it need not.
long missing_bits(const Ball& x, long digits, Precision p) {
  if (has_digits(x, digits)) {
    return 0;
  }
  if (!x.is_finite() || x.contains_zero()) {
    return p.bits() / 2;
  }
  const Precision low(64);
  const Ball ratio = log(Ball(x.radius(), low) / Ball(x.mignitude(), low)) / Ball::log2(low);
  const double have = -ratio.midpoint().approximate();
  return std::max(4L, bits_for_digits(digits) + 4 - static_cast<long>(have));
}

struct Enclosures {
  std::vector<Ball> values;
  Precision precision;
  bool reached;
  const SpectralAlgorithm* algorithm;
};

/// Grows the precision by what the worst eigenvalue lacks.
Enclosures enclose(const SpectralAlgorithm& algorithm, const SpectralProblem& problem,
                   const EigenvalueRequest& request) {
  Precision p =
      std::min(request.start.value_or(algorithm.first_precision(problem, request.digits)), request.limit);
  while (true) {
    std::vector<Ball> values = algorithm.compute(problem, p);
    long missing = 0;
    for (const Ball& value : values) {
      missing = std::max(missing, missing_bits(value, request.digits, p));
    }
    if (missing == 0 || p == request.limit) {
      return {std::move(values), p, missing == 0, &algorithm};
    }
    p = Precision(std::min(p.bits() + missing, request.limit.bits()));
  }
}

/// By the first of the algorithms that does not give up.
Enclosures enclose_by_any(std::span<const SpectralAlgorithm* const> algorithms,
                          const SpectralProblem& problem, const EigenvalueRequest& request) {
  for (const SpectralAlgorithm* algorithm : algorithms.first(algorithms.size() - 1)) {
    try {
      return enclose(*algorithm, problem, request);
    } catch (const Exhausted&) {
      continue;
    }
  }
  return enclose(*algorithms.back(), problem, request);
}

/// The name of the second algorithm, whose enclosures all meet the first's.
std::string cross_check(const Enclosures& first, const SpectralProblem& problem,
                        const EigenvalueRequest& request) {
  std::vector<const SpectralAlgorithm*> others = applicable_algorithms(problem, request.digits);
  std::erase_if(others, [&](const SpectralAlgorithm* other) { return other == first.algorithm; });
  if (others.empty()) {
    throw InvalidInput(
        fmt::format("a cross-check of this kernel: only {} applies to it", first.algorithm->name()));
  }
  const Enclosures second = enclose_by_any(others, problem, request);
  for (std::size_t i = 0; i < first.values.size(); ++i) {
    if (!first.values[i].overlaps(second.values[i])) {
      throw std::logic_error(fmt::format("degree {}: the enclosures of {} and {} are disjoint",
                                         problem.degrees[i], first.algorithm->name(),
                                         second.algorithm->name()));
    }
  }
  return std::string(second.algorithm->name());
}

/// N(d,k) for degrees in any order; neighbours follow from each other.
class Multiplicities {
 public:
  explicit Multiplicities(long dimension) : dimension_(dimension) {}

  const Integer& at(long degree) {
    if (degree_ < 1 || degree != degree_ + 1) {
      value_ = multiplicity(dimension_, degree);
    } else {
      // N(d,k+1)/N(d,k) = (2k+d)(k+d−2)/((2k+d−2)(k+1)).
      value_ *= (2 * degree_ + dimension_) * (degree_ + dimension_ - 2);
      value_ /= (2 * degree_ + dimension_ - 2) * (degree_ + 1);
    }
    degree_ = degree;
    return value_;
  }

 private:
  long dimension_;
  long degree_ = -1;
  Integer value_;
};

}  // namespace

std::vector<std::string> eigenvalue_algorithms(const Architecture& architecture) {
  architecture.check();
  return algorithm_names(architecture);
}

Spectrum eigenvalues(const EigenvalueRequest& request) {
  check(request);
  std::vector<long> nonzero;
  std::vector<bool> is_zero;
  const VanishingEigenvalues vanishes(request.architecture);
  for (const long k : request.degrees) {
    is_zero.push_back(vanishes(k));
    if (!is_zero.back()) {
      nonzero.push_back(k);
    }
  }
  const bool cached = request.cache != nullptr && request.architecture.depth > 1;
  EllipseCertificates certificates(
      request.architecture, cached ? request.cache->load(request.architecture) : std::map<long, Ball>{});
  const std::size_t known = certificates.known().size();
  const SpectralProblem problem{request.architecture, request.dimension,
                                nonzero.empty() ? std::span(request.degrees) : std::span(nonzero),
                                &certificates, request.jobs};
  const auto algorithms = choose_algorithms(request, problem);
  Enclosures enclosures{
      {}, std::min(request.start.value_or(Precision(64)), request.limit), true, algorithms.front()};
  std::string checked_by;
  if (!nonzero.empty()) {
    enclosures = enclose_by_any(algorithms, problem, request);
    checked_by = request.cross_check ? cross_check(enclosures, problem, request) : "";
  }
  if (cached && certificates.known().size() > known) {
    request.cache->store(request.architecture, certificates.known());
  }

  const Precision p = enclosures.precision;
  Spectrum spectrum{{},
                    enclosures.algorithm->trace(request.architecture, request.dimension, p),
                    Ball(p),
                    p,
                    request.digits,
                    enclosures.reached,
                    std::string(enclosures.algorithm->name()),
                    checked_by};
  spectrum.tail = spectrum.trace;
  spectrum.eigenvalues.reserve(request.degrees.size());
  Multiplicities multiplicities(request.dimension);
  std::size_t next = 0;
  for (std::size_t i = 0; i < request.degrees.size(); ++i) {
    const Integer& n = multiplicities.at(request.degrees[i]);
    Eigenvalue e{request.degrees[i], n, is_zero[i] ? Ball(p) : std::move(enclosures.values[next++]),
                 is_zero[i]};
    if (!is_zero[i]) {
      if (!has_digits(e.value, spectrum.digits)) {
        spectrum.digits = relative_digits(e.value, spectrum.digits);
      }
      spectrum.tail -= e.value * Ball(n, p);
    }
    spectrum.eigenvalues.push_back(std::move(e));
  }
  arb_nonnegative_part(spectrum.tail.raw(), spectrum.tail.raw());
  return spectrum;
}

}  // namespace ntkcert
