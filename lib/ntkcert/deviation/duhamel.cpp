#include "ntkcert/deviation/duhamel.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <utility>

namespace ntkcert {

DuhamelIdentity::DuhamelIdentity(std::shared_ptr<DeviationPieces> pieces, const EigenBasis& basis)
    : pieces_(std::move(pieces)), reversed_(true) {
  const SymmetricEigen& eigen = basis.eigen();
  const Precision p = eigen.precision();
  for (const SpectralCluster& cluster : eigen.clusters()) {
    Ball range = eigen.eigenvalue(cluster.first);
    for (long i = cluster.first + 1; i <= cluster.last; ++i) {
      range = hull(range, eigen.eigenvalue(i));
    }
    for (long i = cluster.first; i <= cluster.last; ++i) {
      modes_.push_back({range.midpoint(), Ball(range.radius(), p), static_cast<std::size_t>(cluster.first),
                        static_cast<std::size_t>(cluster.last), fmt::format("mode {}", basis.size() - i)});
    }
  }
  integrals_.assign(modes_.size(), Ball(p));
  driver_mass_.assign(modes_.size(), Ball(p));
}

DuhamelIdentity::DuhamelIdentity(std::shared_ptr<DeviationPieces> pieces, std::vector<DuhamelMode> modes,
                                 Precision p)
    : pieces_(std::move(pieces)),
      modes_(std::move(modes)),
      integrals_(modes_.size(), Ball(p)),
      driver_mass_(modes_.size(), Ball(p)) {}

/// The Taylor recurrence of K' = −λK + d from the polynomial of d; a polynomial K of degree N solves it up to
/// the terms of K' + λK − d beyond it, and whatever d leaves out moves K by at most its supremum times ∫_0^h
/// e^{−λs} ds ≤ h·e^{|min(λ,0)|h}. The radius of K's start is damped, too; in the recurrence it would grow.
TaylorModel DuhamelIdentity::integral(std::size_t i, const Ball& start, const TaylorModel& driver) const {
  const Precision p = driver.precision();
  const Ball rate(modes_[i].rate, p);
  const Ball h(driver.domain(), p);
  const long length =
      driver.polynomial().length() + exponential_model(rate, driver.domain()).polynomial().length();
  Polynomial k(p);
  k.set_coefficient(0, Ball(start.midpoint(), p));
  for (long n = 0; n + 1 < length; ++n) {
    k.set_coefficient(n + 1, (driver.polynomial().coefficient(n) - rate * k.coefficient(n)) / (n + 1));
  }
  const Polynomial left_out = k.derivative() + k * rate - driver.polynomial();
  const Ball defect = left_out.tail_bound(length - 1, h) + Ball(driver.remainder().magnitude(), p);
  const Ball reach = Ball(start.radius(), p) + defect * h;
  return {std::move(k), symmetric(reach * exp(h * max(Ball(p), -rate))), driver.domain()};
}

DuhamelIdentity::Walked DuhamelIdentity::walk(std::size_t i) const {
  // The Taylor series of e^{−λs} on [0, h] loses about 1.44·λh bits.
  constexpr double kLargestExponent = 4;
  const DeviationStep& step = pieces_->step();
  Dyadic part = step.length;
  while ((modes_[i].rate * part).approximate() > kLargestExponent) {
    part = part * Dyadic(Integer(1), -1);
  }
  Walked r{Ball(integrals_[i].precision()), integrals_[i]};
  for (Dyadic a(0); a < step.length; a = a + part) {
    const TaylorModel k = integral(i, r.end, step.driver[i].restricted(a, a + part));
    r.difference = hull(r.difference, (step.deviation[i].restricted(a, a + part) - k).range());
    r.end = k.range(part, part);
  }
  return r;
}

/// ∫_0^end ‖d‖ on the cluster of mode i.
Ball DuhamelIdentity::driver_mass(std::size_t i) const {
  const DeviationStep& step = pieces_->step();
  const std::size_t count = modes_[i].last - modes_[i].first + 1;
  const Ball size = sup_norm(std::span(step.driver).subspan(modes_[i].first, count));
  return driver_mass_[i] + size * Ball(step.length, size.precision());
}

Ball DuhamelIdentity::difference(std::size_t instance, const Dyadic&, const Dyadic&) {
  const std::size_t i = coordinate(instance);
  const DeviationStep& step = pieces_->step();
  const Ball error =
      modes_[i].reach * Ball(step.start + step.length, integrals_[i].precision()) * driver_mass(i);
  return walk(i).difference.widened(error);
}

void DuhamelIdentity::advance(const Dyadic&, const Dyadic&) {
  for (std::size_t i = 0; i < modes_.size(); ++i) {
    integrals_[i] = walk(i).end;
    driver_mass_[i] = Ball(driver_mass(i).upper(), integrals_[i].precision());
  }
}

}  // namespace ntkcert
