#include "ntkcert/spectrum/eigenvalues.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/spectrum/algorithm.hpp"
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
  std::set<long> seen;
  for (const long k : request.degrees) {
    check_degree(k);
    if (!seen.insert(k).second) {
      throw InvalidInput(fmt::format("degree {} is listed twice: each is accepted once", k));
    }
  }
  if (request.digits < 1) {
    throw InvalidInput(fmt::format("{} digits: accepted are 1, 2, 3, …", request.digits));
  }
}

/// The bits by which a radius must shrink for `digits` relative digits; 0 if it need not.
long missing_bits(const Ball& x, long digits, Precision p) {
  if (relative_digits(x, digits) == digits) {
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
      return {std::move(values), p, missing == 0};
    }
    p = Precision(std::min(p.bits() + missing, request.limit.bits()));
  }
}

}  // namespace

std::vector<std::string> eigenvalue_algorithms(const Architecture& architecture) {
  architecture.check();
  return algorithm_names(architecture);
}

Spectrum eigenvalues(const EigenvalueRequest& request) {
  check(request);
  const SpectralAlgorithm& algorithm = find_algorithm(request.architecture, request.algorithm);
  std::vector<long> nonzero;
  for (const long k : request.degrees) {
    if (!eigenvalue_is_zero(request.architecture, k)) {
      nonzero.push_back(k);
    }
  }
  const SpectralProblem problem{request.architecture, request.dimension, nonzero};
  const Enclosures enclosures =
      nonzero.empty() ? Enclosures{{}, std::min(request.start.value_or(Precision(64)), request.limit), true}
                      : enclose(algorithm, problem, request);

  const Precision p = enclosures.precision;
  Spectrum spectrum{{},
                    algorithm.trace(request.architecture, request.dimension, p),
                    Ball(p),
                    p,
                    request.digits,
                    enclosures.reached,
                    std::string(algorithm.name())};
  spectrum.tail = spectrum.trace;
  auto next = enclosures.values.begin();
  for (const long k : request.degrees) {
    const bool zero = eigenvalue_is_zero(request.architecture, k);
    Eigenvalue e{k, multiplicity(request.dimension, k), zero ? Ball(p) : *next++, zero};
    if (!zero) {
      spectrum.digits = std::min(spectrum.digits, relative_digits(e.value, request.digits));
      spectrum.tail -= e.value * Ball(e.multiplicity, p);
    }
    spectrum.eigenvalues.push_back(std::move(e));
  }
  arb_nonnegative_part(spectrum.tail.raw(), spectrum.tail.raw());
  return spectrum;
}

}  // namespace ntkcert
