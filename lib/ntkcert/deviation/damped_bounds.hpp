#pragma once

#include <memory>
#include <vector>

#include "ntkcert/deviation/deviation_pieces.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// Damped deviations (Bowman and Montúfar, arXiv 2201.04738): with ε_t, d_t of SampleDeviation, a spectral
/// projector P of G and λ ≥ 0 with ⟨g, Gg⟩ ≥ λ‖g‖² on ran P, Duhamel's formula Pε_t = ∫_0^t e^{−G(t−s)}Pd_s
/// ds gives the three bounds below. Each class compares one of them, with ε_t and d_t enclosed independently
/// of the formula, for every block. A block whose rate is not the spectrum's (planted false claims) makes the
/// bound another one.

/// ‖Pε_t‖_n ≤ ∫_0^t e^{−λ(t−s)}‖Pd_s‖_n ds. The integral I is a Taylor model on each piece:
/// I(a + y) = e^{−λy}(I(a) + ∫_0^y e^{λs}‖Pd_{a+s}‖ds).
class IntegralBound : public Inequality {
 public:
  IntegralBound(std::shared_ptr<DeviationPieces> pieces, std::vector<SpectralBlock> blocks);
  [[nodiscard]] std::size_t instances() const override { return blocks_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return blocks_[instance].label; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override;

 private:
  /// I on a piece, from the norm of the driver there.
  [[nodiscard]] TaylorModel integral(std::size_t instance, const TaylorModel& size) const;
  /// Halves pieces on which the driver's norm is known only crudely, since it comes near to 0 there.
  void advance(std::size_t instance, const Dyadic& a, const Dyadic& b, int depth);

  std::shared_ptr<DeviationPieces> pieces_;
  std::vector<SpectralBlock> blocks_;
  std::vector<Ball> integrals_;
};

/// How a supremum of the driver is turned into a bound of the deviation.
enum class SupremumFactor {
  damped,      ///< D_λ(t) with the block's rate
  undamped,    ///< t
  no_horizon,  ///< 1: false in general
};

/// ‖Pε_t‖_n ≤ D_λ(t)·sup_{s≤t}‖Pd_s‖_n.
class SupremumBound : public Inequality {
 public:
  SupremumBound(std::shared_ptr<DeviationPieces> pieces, std::vector<SpectralBlock> blocks,
                SupremumFactor factor);
  [[nodiscard]] std::size_t instances() const override { return blocks_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return blocks_[instance].label; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override;

 private:
  [[nodiscard]] TaylorModel factor(const SpectralBlock& block, const DeviationPiece& piece) const;

  std::shared_ptr<DeviationPieces> pieces_;
  std::vector<SpectralBlock> blocks_;
  SupremumFactor factor_;
  std::vector<Dyadic> lower_;  // bounds of sup_{s ≤ a}‖Pd_s‖²
  std::vector<Dyadic> upper_;
};

/// ‖Pε_t‖_n² ≤ (1 − e^{−2λt})/(2λ)·∫_0^t‖Pd_s‖_n² ds (Cauchy–Schwarz; the factor is t at λ = 0).
class SquareIntegralBound : public Inequality {
 public:
  SquareIntegralBound(std::shared_ptr<DeviationPieces> pieces, std::vector<SpectralBlock> blocks);
  [[nodiscard]] std::size_t instances() const override { return blocks_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return blocks_[instance].label; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override;

 private:
  std::shared_ptr<DeviationPieces> pieces_;
  std::vector<SpectralBlock> blocks_;
  std::vector<Ball> integrals_;
};

}  // namespace ntkcert
