#pragma once

#include <string>
#include <vector>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// Both sides of an inequality L(t) ≤ R(t), L, R ≥ 0, compared on a piece of time. `lhs` and `rhs` enclose
/// the sides at the piece's first time. `gap` encloses R(t)^q − L(t)^q, q a positive power, at ALL times of
/// the piece: gap ≥ 0 proves the inequality there, gap < 0 refutes it. It is far tighter than what ranges of
/// the sides would give, since both sides move together. `power` is q; `lhs_power` and `rhs_power` enclose
/// L^q and R^q at all those times: without them (the whole line) R cannot be replaced by a multiple of
/// itself.
struct Sides {
  Ball lhs;
  Ball rhs;
  Ball gap;
  unsigned long power = 1;
  Ball lhs_power = Ball::whole_line(Precision(2));
  Ball rhs_power = Ball::whole_line(Precision(2));
};

/// A family of inequalities L_j(t) ≤ R_j(t), j = 0..instances−1, along one trajectory. Time runs forward:
/// within a step, `compare` may look at any piece [a, b] (local times) that begins where the last `advance`
/// ended; `advance` then moves running suprema and integrals over a piece. A new step is entered through the
/// models that the family reads.
class Inequality {
 public:
  Inequality() = default;
  Inequality(const Inequality&) = delete;
  Inequality& operator=(const Inequality&) = delete;
  virtual ~Inequality() = default;

  [[nodiscard]] virtual std::size_t instances() const = 0;
  [[nodiscard]] virtual std::string label(std::size_t instance) const = 0;
  [[nodiscard]] virtual Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) = 0;
  virtual void advance(const Dyadic& a, const Dyadic& b) = 0;
};

/// A family of identities D_j(t) = 0 along one trajectory; `difference` encloses D_j over a piece.
class Identity {
 public:
  Identity() = default;
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  virtual ~Identity() = default;

  [[nodiscard]] virtual std::size_t instances() const = 0;
  [[nodiscard]] virtual std::string label(std::size_t instance) const = 0;
  [[nodiscard]] virtual Ball difference(std::size_t instance, const Dyadic& a, const Dyadic& b) = 0;
  virtual void advance(const Dyadic& a, const Dyadic& b) = 0;
};

/// The ball from a lower to an upper bound; the whole line if one is missing.
[[nodiscard]] inline Ball from_bounds(const Dyadic& lower, const Dyadic& upper, Precision p) {
  if (!lower.is_finite() || !upper.is_finite() || lower > upper) {
    return Ball::whole_line(p);
  }
  return Ball::interval(lower, upper, p);
}

}  // namespace ntkcert
