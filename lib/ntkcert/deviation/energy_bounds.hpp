#pragma once

#include <memory>
#include <vector>

#include "ntkcert/deviation/flow_pieces.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// The risk Φ = ½‖r̂_t‖_n² never grows: Φ' = ⟨r̂_t, ∂_t r̂_t⟩_n ≤ 0, with ∂_t r̂_t enclosed as a directional
/// derivative, not as minus a square. One instance.
class RiskDecrease : public Inequality {
 public:
  explicit RiskDecrease(std::shared_ptr<FlowPieces> pieces) : pieces_(std::move(pieces)) {}
  [[nodiscard]] std::size_t instances() const override { return 1; }
  [[nodiscard]] std::string label(std::size_t) const override { return "risk rate"; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic&, const Dyadic&) override {}

 private:
  std::shared_ptr<FlowPieces> pieces_;
};

/// ∫_0^t‖∇Φ‖² ds = Φ_0 − Φ_t. One instance, whole steps.
class EnergyIdentity : public Identity {
 public:
  /// `initial_risk`: an enclosure of Φ_0.
  EnergyIdentity(std::shared_ptr<FlowPieces> pieces, Ball initial_risk);
  [[nodiscard]] std::size_t instances() const override { return 1; }
  [[nodiscard]] std::string label(std::size_t) const override { return "energy"; }
  [[nodiscard]] Ball difference(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override;

 private:
  std::shared_ptr<FlowPieces> pieces_;
  Ball initial_risk_;
  Ball dissipated_;
};

/// ‖θ_t − θ_0‖ ≤ √(t(Φ_0 − Φ_t)) (instance 0) and ≤ √(t/2)‖r̂_0‖_n (instance 1): Cauchy–Schwarz.
class DisplacementBound : public Inequality {
 public:
  DisplacementBound(std::shared_ptr<FlowPieces> pieces, Ball initial_risk)
      : pieces_(std::move(pieces)), initial_risk_(std::move(initial_risk)) {}
  [[nodiscard]] std::size_t instances() const override { return 2; }
  [[nodiscard]] std::string label(std::size_t instance) const override {
    return instance == 0 ? "dissipated risk" : "horizon";
  }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic&, const Dyadic&) override {}

 private:
  std::shared_ptr<FlowPieces> pieces_;
  Ball initial_risk_;
};

/// ‖∇Φ‖² ≤ λ_max(G_t)‖r̂_t‖_n². One instance; needs the Gram models. λ_max is enclosed below by the Rayleigh
/// quotient of an approximate top eigenvector and above by the trace.
class GradientBound : public Inequality {
 public:
  explicit GradientBound(std::shared_ptr<FlowPieces> pieces) : pieces_(std::move(pieces)) {}
  [[nodiscard]] std::size_t instances() const override { return 1; }
  [[nodiscard]] std::string label(std::size_t) const override { return "gradient"; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic&, const Dyadic&) override {}

 private:
  std::shared_ptr<FlowPieces> pieces_;
};

}  // namespace ntkcert
