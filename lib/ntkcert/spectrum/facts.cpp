#include "ntkcert/spectrum/facts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {
namespace {

/// The eigenvalues of one parity that are not proved to be zero, by degree.
std::vector<const Eigenvalue*> of_parity(const Spectrum& spectrum, long parity) {
  std::vector<const Eigenvalue*> chosen;
  for (const Eigenvalue& e : spectrum.eigenvalues) {
    if (e.degree % 2 == parity && !e.proved_zero) {
      chosen.push_back(&e);
    }
  }
  std::ranges::sort(chosen, {}, &Eigenvalue::degree);
  return chosen;
}

Ball mass(const Eigenvalue& e, Precision p) { return e.value * Ball(e.multiplicity, p); }

Ball nonnegative_part(Ball x) {
  arb_nonnegative_part(x.raw(), x.raw());
  return x;
}

}  // namespace

Monotonicity monotonicity(const Spectrum& spectrum, long parity) {
  Monotonicity result{Truth::yes, std::nullopt};
  const Eigenvalue* last = nullptr;
  for (const Eigenvalue* e : of_parity(spectrum, parity)) {
    const Truth falls = last == nullptr ? Truth::yes : e->value < last->value;
    if (falls == Truth::no) {
      return {Truth::no, last->degree};
    }
    if (falls == Truth::unknown && result.decreasing == Truth::yes) {
      result = {Truth::unknown, last->degree};
    }
    last = e;
  }
  return result;
}

std::optional<DecayBracket> decay_bracket(const Spectrum& spectrum, long parity, const Rational& exponent) {
  std::optional<DecayBracket> bracket;
  const Precision p = spectrum.precision;
  for (const Eigenvalue* e : of_parity(spectrum, parity)) {
    if (e->degree == 0) {
      continue;
    }
    const Ball scaled_value = e->value * pow(Ball(e->degree, p), Ball(exponent, p));
    const DecayBracket here{scaled_value.lower(), scaled_value.upper()};
    bracket = bracket
                  ? DecayBracket{std::min(bracket->lower, here.lower), std::max(bracket->upper, here.upper)}
                  : here;
  }
  return bracket;
}

Ball effective_dimension(const Spectrum& spectrum, const Rational& ridge) {
  if (ridge <= 0) {
    throw InvalidInput(fmt::format("a ridge of {}: accepted are numbers above 0", to_text(ridge)));
  }
  const Precision p = spectrum.precision;
  const Ball tau(ridge, p);
  Ball sum = hull(Ball(p), spectrum.tail / tau);
  for (const Eigenvalue& e : spectrum.eigenvalues) {
    if (!e.proved_zero) {
      sum += Ball(e.multiplicity, p) / (1 + tau / e.value);
    }
  }
  return nonnegative_part(sum);
}

Ball learning_time(const Eigenvalue& eigenvalue, const Rational& epsilon, Precision p) {
  if (epsilon <= 0 || epsilon >= Rational(1)) {
    throw InvalidInput(
        fmt::format("a remaining part of {}: accepted are numbers between 0 and 1", to_text(epsilon)));
  }
  return eigenvalue.proved_zero ? Ball::whole_line(p) : -log(Ball(epsilon, p)) / eigenvalue.value;
}

SpectrumUntil eigenvalues_until(EigenvalueRequest request, const Rational& epsilon, long most) {
  if (epsilon <= 0) {
    throw InvalidInput(fmt::format("a tail of {}: accepted are numbers above 0", to_text(epsilon)));
  }
  // Enough for the difference of the trace and its greatest part; a heuristic.
  const Precision low(64);
  const double orders =
      (log(kernel_trace(request.architecture, request.dimension, low) / Ball(epsilon, low)) /
       log(Ball(10, low)))
          .midpoint()
          .approximate();
  constexpr long kSpareDigits = 8;
  request.digits = std::max(request.digits, static_cast<long>(orders) + kSpareDigits);
  constexpr long kFirst = 64;
  for (long count = std::min(kFirst, most);; count = std::min(2 * count, most)) {
    request.degrees.resize(static_cast<std::size_t>(count));
    std::iota(request.degrees.begin(), request.degrees.end(), 0L);
    Spectrum spectrum = eigenvalues(request);
    const Ball wanted(epsilon, spectrum.precision);
    Ball rest = spectrum.trace;
    Truth larger_before = Truth::yes;
    for (std::size_t i = 0; i < spectrum.eigenvalues.size(); ++i) {
      rest -= mass(spectrum.eigenvalues[i], spectrum.precision);
      if (is_yes(rest <= wanted)) {
        spectrum.eigenvalues.resize(i + 1, spectrum.eigenvalues.front());
        spectrum.tail = nonnegative_part(rest);
        return {std::move(spectrum), is_yes(larger_before)};
      }
      larger_before = rest > wanted;
    }
    if (count == most || !spectrum.reached) {
      throw Exhausted(fmt::format("the tail beyond degree {} is not proved to be at most {}", count - 1,
                                  to_text(epsilon)));
    }
  }
}

Spectrum joined(Spectrum first, const Spectrum& second) {
  first.precision = std::max(first.precision, second.precision);
  for (const Eigenvalue& e : second.eigenvalues) {
    first.tail -= mass(e, first.precision);
    first.eigenvalues.push_back(e);
  }
  first.tail = nonnegative_part(first.tail);
  first.digits = std::min(first.digits, second.digits);
  first.reached = first.reached && second.reached;
  if (first.algorithm.find(second.algorithm) == std::string::npos) {
    first.algorithm += ", " + second.algorithm;
  }
  return first;
}

}  // namespace ntkcert
