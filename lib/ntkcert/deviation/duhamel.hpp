#pragma once

#include <memory>
#include <vector>

#include "ntkcert/deviation/deviation_pieces.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// A coordinate of a deviation, for Duhamel's formula: its operator has eigenvalues within `reach` of `rate`
/// on the coordinates first..last, an invariant subspace.
struct DuhamelMode {
  Dyadic rate;
  Ball reach;
  std::size_t first;
  std::size_t last;
  std::string label;
};

/// The empirical damped-deviation identity (Bowman and Montúfar, arXiv 2201.04738), in the coordinates of an
/// EigenBasis: r̂_t − e^{−Gt}r̂_0 − ∫_0^t e^{−G(t−s)}(G − G_s)r̂_s ds = 0; instance i is mode i, largest
/// eigenvalue first. `difference` encloses the left side with its two parts enclosed separately. Error of the
/// integral: on the invariant subspace of a cluster K' = −G_cK + d, ‖G_c − λ_c‖ ≤ w_c with λ_c the middle of
/// the cluster's eigenvalue enclosures and w_c their reach, and ‖K(t)‖ ≤ ∫_0^t‖d‖; so replacing G_c by λ_c
/// moves K(t) by at most w_c·t·∫_0^t‖d‖.
class DuhamelIdentity : public Identity {
 public:
  DuhamelIdentity(std::shared_ptr<DeviationPieces> pieces, const EigenBasis& basis);
  /// For any operator: mode i for coordinate i of the pieces; instances are in the order of the modes.
  DuhamelIdentity(std::shared_ptr<DeviationPieces> pieces, std::vector<DuhamelMode> modes, Precision p);
  [[nodiscard]] std::size_t instances() const override { return integrals_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override {
    return modes_[coordinate(instance)].label;
  }
  /// Pieces are whole steps here: [a, b] = [0, length].
  [[nodiscard]] Ball difference(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override;

 private:
  [[nodiscard]] std::size_t coordinate(std::size_t instance) const {
    return reversed_ ? integrals_.size() - 1 - instance : instance;
  }
  /// K_i on a part of the step, from its value at the part's start.
  [[nodiscard]] TaylorModel integral(std::size_t i, const Ball& start, const TaylorModel& driver) const;
  /// Walks the step in parts short enough for e^{−λs}: the hull of ε_i − K_i, and K_i at the end.
  struct Walked {
    Ball difference;
    Ball end;
  };
  [[nodiscard]] Walked walk(std::size_t i) const;
  [[nodiscard]] Ball driver_mass(std::size_t i) const;

  std::shared_ptr<DeviationPieces> pieces_;
  std::vector<DuhamelMode> modes_;  // in the order of the coordinates
  bool reversed_ = false;           // instances, against coordinates
  std::vector<Ball> integrals_;     // approximate recursion at the start of the step
  std::vector<Ball> driver_mass_;   // upper bounds of ∫_0^start ‖d‖ on the mode's cluster
};

}  // namespace ntkcert
