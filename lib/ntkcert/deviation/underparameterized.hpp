#pragma once

#include <string>
#include <vector>

#include "ntkcert/deviation/deviation_pieces.hpp"
#include "ntkcert/deviation/hypotheses.hpp"
#include "ntkcert/deviation/inequality.hpp"
#include "ntkcert/deviation/population.hpp"

namespace ntkcert {

/// Enclosures of the terms of a bound of ‖Pd_s‖ for all s ≤ T: of the random sample, of the random weights,
/// and of the kernel's movement. Their sum is the bound; each one's share is what it carries (the bound's
/// anatomy).
struct DriverBound {
  Ball sampling;
  Ball initialisation;
  Ball movement;
  [[nodiscard]] Ball total() const { return sampling + initialisation + movement; }
};

/// Encloses the constants of the underparameterised theorem for one run of the paper's two-layer network with
/// doubled initialisation, |a_ℓ(0)| = A and bounded σ on the unit sphere of R^d (M̄ = √2, c = √2L_1), up to
/// the horizon T; q = T‖r̂_0‖_n/√m, R = √(T/2)‖r̂_0‖_n, F ≥ sup|f*|:
///   κ² = Σ_kN_kλ_k², h = ½(A_T·2L_2 + √(4A_T²L_2² + 8L_1²)), A_T = A + Sq, g_0² = max(S², c²A²) + 1,
///   c_*² = ∫max(S², A²L_1²(1+t))²dτ_d(t) where (σ/S)² + (σ'/L_1)² ≤ 1 (tanh, erf), else g_0² = S² + c²A² + 1
/// and c_* = S² + c²A²;
///   E_mv = 4L_1²S²q² + 24L_1²L_2S(A²q²/2 + 2ASq³/3 + S²q⁴/4)
///          + c(Aq²/2 + Sq³/6)(8√2A(L_1³+2L_1L_2S) + 8√2A³(2L_1L_2²+L_1²L_3)).
/// Statement and proof: docs/theory.md, "The underparameterised theorem".
class UnderparameterizedBounds {
 public:
  /// Throws UnmetHypothesis if the initialisation is not doubled, |a_ℓ(0)| not constant, or σ or its first
  /// three derivatives not bounded, Exhausted if the eigenvalues cannot be enclosed.
  UnderparameterizedBounds(const FlowProblem& problem, const Population& population, const Rational& horizon,
                           const Vector& initial_residual);

  /// With probability ≥ 1 − δ, for every projector that commutes with T_K (Theorem U):
  ///   (κL/√n)(F + g_0R) + κhR²/√m,  (c_*L/√(m/2))‖r̂_0‖_n,  E_mv‖r̂_0‖_n,  L = 1 + √(2log(3/δ)).
  [[nodiscard]] DriverBound all_degrees(const Rational& delta) const;
  /// For each of these degrees k, all of them together with probability ≥ 1 − δ (Theorem U_k):
  ///   λ_k[√(N_k/n)L(F + g_0R) + (1+√N_k)hR²/(2√m)],  (c_*L/√(m/2))‖r̂_0‖_n,  E_mv‖r̂_0‖_n,
  /// L = 1 + √(2log((2|B|+1)/δ)), |B| the number of degrees.
  [[nodiscard]] std::vector<DriverBound> by_degree(const std::vector<long>& degrees,
                                                   const Rational& delta) const;
  /// What a covering of the ball of parameters of radius R' = √(T/2)F gives for ‖(T_K − T_n)r_s‖ with
  /// probability ≥ 1 − δ, and what the no-amplification statement is compared with:
  ///   (κB/√n)(1 + √(2p·log(1+2√n) + 2log(1/δ))) + 2κgR'/√n, B = F + gR', g² = S² + c²(A + R'/√m)² + 1.
  [[nodiscard]] Ball covering(const Rational& delta) const;

 private:
  [[nodiscard]] Ball initialisation(const Ball& deviation_factor) const;

  long width_;
  long samples_;
  long dimension_;
  Ball horizon_;
  Ball value2_;  // S²
  Ball slope_;   // c
  Ball outer_;   // A
  std::vector<Ball> eigenvalues_;
  Ball residual_;   // ‖r̂_0‖_n
  Ball target_;     // F
  Ball gradient_;   // g_0
  Ball travel_;     // R
  Ball curvature_;  // h
  Ball kernel_;     // κ
  Ball spread_;     // c_*
  Ball movement_;   // E_mv
};

/// (1 − e^{−λt})·sup_{s≤t}‖(P_k − P̂_k)r_s‖ ≤ D_λ(t)·C on each block of one degree: the statistical part of
/// the driver, λ_k(P_k − P̂_k)r_s, damped, against a bound C of all of (T_K − T_n)r_s. The pieces hold the
/// norms of (P_k − P̂_k)r_s as those of the driver.
class SamplingComparison : public Inequality {
 public:
  /// `rates` are the eigenvalues λ of the blocks.
  SamplingComparison(std::shared_ptr<DeviationPieces> pieces, std::vector<SpectralBlock> blocks,
                     std::vector<Ball> rates, Ball constant)
      : pieces_(std::move(pieces)),
        blocks_(std::move(blocks)),
        rates_(std::move(rates)),
        constant_(std::move(constant)),
        lower_(blocks_.size()),
        upper_(blocks_.size()) {}
  [[nodiscard]] std::size_t instances() const override { return blocks_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return blocks_[instance].label; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override;

 private:
  std::shared_ptr<DeviationPieces> pieces_;
  std::vector<SpectralBlock> blocks_;
  std::vector<Ball> rates_;
  Ball constant_;
  std::vector<Dyadic> lower_;  // bounds of sup_{s ≤ a}‖(P_k − P̂_k)r_s‖²
  std::vector<Dyadic> upper_;
};

/// ‖Pε_t‖ ≤ D_λ(t)·E for each block, its rate λ, known as a ball, and its constant E.
class ConstantDriverBound : public Inequality {
 public:
  ConstantDriverBound(std::shared_ptr<DeviationPieces> pieces, std::vector<SpectralBlock> blocks,
                      std::vector<Ball> rates, std::vector<Ball> constants)
      : pieces_(std::move(pieces)),
        blocks_(std::move(blocks)),
        rates_(std::move(rates)),
        constants_(std::move(constants)) {}
  [[nodiscard]] std::size_t instances() const override { return blocks_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return blocks_[instance].label; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic&, const Dyadic&) override {}

 private:
  std::shared_ptr<DeviationPieces> pieces_;
  std::vector<SpectralBlock> blocks_;
  std::vector<Ball> rates_;
  std::vector<Ball> constants_;
};

}  // namespace ntkcert
