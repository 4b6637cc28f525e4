#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ntkcert/deviation/deviation_pieces.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// ‖P(T_K − T_n)r_t‖² = Σ_kλ_k²‖(P_k − P̂_k)r_t‖² ≤ C², P the projector onto the degrees 0..K. The pieces hold
/// the norms of (P_k − P̂_k)r_t as those of the driver, part k for degree k = 0..K.
class SamplingBound : public Inequality {
 public:
  SamplingBound(std::shared_ptr<DeviationPieces> pieces, std::vector<Ball> eigenvalues, Ball constant)
      : pieces_(std::move(pieces)), eigenvalues_(std::move(eigenvalues)), constant_(std::move(constant)) {}
  [[nodiscard]] std::size_t instances() const override { return 1; }
  [[nodiscard]] std::string label(std::size_t instance) const override;
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic&, const Dyadic&) override {}

 private:
  std::shared_ptr<DeviationPieces> pieces_;
  std::vector<Ball> eigenvalues_;
  Ball constant_;
};

}  // namespace ntkcert
