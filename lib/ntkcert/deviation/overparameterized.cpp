#include "ntkcert/deviation/overparameterized.hpp"

#include <fmt/core.h>

#include <optional>

#include "ntkcert/ball/text.hpp"
#include "ntkcert/deviation/damping.hpp"
#include "ntkcert/deviation/hypotheses.hpp"
#include "ntkcert/flow/upper_bounds.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"

namespace ntkcert {

Ball operator_norm(const Matrix& a) {
  const SymmetricEigen eigen(a);
  return max(abs(eigen.eigenvalue(0)), abs(eigen.eigenvalue(eigen.size() - 1)));
}

Ball damping_between(const Ball& rate, const Ball& t) {
  const auto at = [&](const Dyadic& end) { return damping_factor(std::max(Dyadic(0), end), t); };
  return from_bounds(at(rate.upper()).lower(), at(rate.lower()).upper(), kBoundPrecision);
}

GrowingBound lazy_bound(Ball rate, Ball residual, Ball initialisation,
                        std::shared_ptr<const KernelDrift> movement) {
  return [rate = std::move(rate), residual = std::move(residual), initialisation = std::move(initialisation),
          movement = std::move(movement)](const Ball& t, const Ball& q) {
    return damping_between(rate, t) * residual * (initialisation + (*movement)(q));
  };
}

GlobalConvergence::GlobalConvergence(const EigenBasis& basis, const Ball& initialisation,
                                     const KernelDrift& movement, Ball residual_norm, long width)
    : least(basis.eigen().eigenvalue(0).at(kBoundPrecision)), residual(std::move(residual_norm)) {
  constexpr long kParts = 16;
  constexpr long kDigits = 4;
  if (least.lower() <= Dyadic(0)) {
    throw UnmetHypothesis(fmt::format("hypothesis λ_min(G) > 0: it is at least {} only",
                                      decimal_below(least.lower(), kDigits)));
  }
  const Dyadic part = least.lower().rounded_down(kBoundPrecision.bits() / 2) * Dyadic(Integer(1), -4);
  std::optional<Ball> quotient;
  std::string closest;
  for (long j = 1; j < kParts; ++j) {
    const Dyadic candidate = part * Dyadic(j);
    const Ball lambda(candidate, kBoundPrecision);
    const Ball q = residual / (lambda * sqrt(Ball(width, kBoundPrecision)));
    const Ball e = initialisation + at_ends(movement, q);
    if (e.upper() <= (least - lambda).lower()) {
      if (!quotient || is_yes(e / lambda < *quotient)) {
        quotient = e / lambda;
        rate = candidate;
        error = e;
      }
    } else if (2 * j == kParts) {
      closest = fmt::format("{} > {} at λ_− = λ_*/2", decimal_below(e.lower(), kDigits),
                            decimal_above((least - lambda).upper(), kDigits));
    }
  }
  if (!quotient) {
    throw UnmetHypothesis(
        fmt::format("hypothesis Ē = ‖G_0 − G‖ + E_mv(q_−) ≤ λ_* − λ_− for some λ_−: Ē = {}", closest));
  }
}

}  // namespace ntkcert
