#pragma once

#include <memory>

#include "ntkcert/activation/dual.hpp"
#include "ntkcert/ball/polynomial.hpp"

namespace ntkcert {

/// Symmetry of an activation, if the network has no biases: then that of a layer's kernel in its correlation.
enum class Parity { none, even, odd };

/// What one hidden layer does to the angle ω = arccos ρ between pre-activations: ω' = arccos ρ' with
///   1 − ρ' = a(Σ(1) − Σ(cos ω)),
/// Σ the dual activation and a = v/q' (see Architecture). As dΣ/dω = −q sin ω·Σ̇, 1 − ρ' has a double zero at
/// ω = 0, and
///   ω' = 2asin(½ω√g),  g = 2(1 − ρ')/ω²,  dω'/dω = aqΣ̇·(sin ω/ω)/(√g·√(1 − z²)),  z = ½ω√g,
/// continues arccos ρ' from [0, π] with principal branches, analytically wherever g avoids (−∞, 0] and z
/// avoids (−∞, −1] and [1, ∞). For an even Σ, 1 − ρ' has a double zero at π, too, and ω√g is ω(1−ω/π)√g̃ with
/// g̃ = g/(1−ω/π)² = g̃(π−ω); for an odd one the map beyond Re ω = π/2 is π − (map of π − ω).
///
/// Near ω = 0 g is a polynomial with a proved remainder (docs/theory.md, "Kernels of several hidden layers"),
/// so neither digits nor analyticity are lost there. Immutable.
class AngleMap {
 public:
  /// `gain` encloses a = v/q' > 0.
  AngleMap(std::shared_ptr<const DualActivation> dual, const Ball& gain, Parity parity);

  /// Whether Σ and Σ̇ were found to be analytic in ω near 0; if not, the map is nowhere known.
  [[nodiscard]] bool is_known() const;
  /// Encloses ω' for every ω of the rectangle; the whole plane where the map is not proved to be analytic. By
  /// the mean value form: the radius grows by little more than |dω'/dω|.
  [[nodiscard]] ComplexBall operator()(const ComplexBall& omega) const;

  /// Encloses ω' at a single point near the middle of the rectangle, for a fraction of the cost; loses digits
  /// near 0.
  [[nodiscard]] ComplexBall at_midpoint(const ComplexBall& omega) const;
  /// Encloses ω' for every real ω of the ball in [0, π], given the drop Σ(1) − Σ(cos ω) at its midpoint,
  /// which must be in [0, π]; analytic or not. By ω' = 2asin√(aδ/2) for the drop δ, and as ω' has the
  /// Lipschitz constant √(aqΣ̇(1)) (docs/theory.md, "Kernels of several hidden layers").
  [[nodiscard]] Ball at_real(const Ball& omega, const Ball& drop) const;

 private:
  struct Rectangle;
  struct Root;
  struct Expansion;
  [[nodiscard]] const Expansion& expansion() const;
  void expand(Expansion& expansion) const;
  [[nodiscard]] bool is_near_zero(const ComplexBall& omega) const;
  [[nodiscard]] ComplexBall series_at(const ComplexBall& omega) const;
  [[nodiscard]] ComplexBall fraction(const ComplexBall& omega, const ComplexBall& value) const;
  [[nodiscard]] ComplexBall quotient(const ComplexBall& omega, const ComplexBall& value) const;
  [[nodiscard]] ComplexBall scaled_slope(const ComplexBall& omega, const ComplexBall& derivative) const;
  [[nodiscard]] ComplexBall quotient_over(const Rectangle& r) const;
  [[nodiscard]] ComplexBall other_end(const ComplexBall& omega) const;
  [[nodiscard]] Root root(const ComplexBall& omega, const ComplexBall& g) const;
  [[nodiscard]] ComplexBall derivative(const Rectangle& r, const Root& root) const;
  [[nodiscard]] ComplexBall left_half(const ComplexBall& omega) const;
  [[nodiscard]] ComplexBall image(const ComplexBall& omega, const ComplexBall& quotient) const;
  template <typename Half>
  [[nodiscard]] ComplexBall mirrored_beyond_half_pi(const ComplexBall& omega, const Half& half) const;

  std::shared_ptr<const DualActivation> dual_;
  Ball gain_;
  Parity parity_;
  Ball at_one_;                           ///< Σ(1)
  Ball lipschitz_;                        ///< √(aqΣ̇(1))
  std::shared_ptr<Expansion> expansion_;  ///< made when first needed
};

}  // namespace ntkcert
