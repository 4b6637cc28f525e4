#pragma once

#include <memory>
#include <string>
#include <utility>

#include "ntkcert/deviation/flow_pieces.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// ∂_t f(x_i; θ_t) = −(1/n)Σ_j K_t(x_i, x_j) r_t(x_j) on the sample, instance i. The left side is enclosed as
/// the directional derivative Df(x_i)[−∇Φ], the right one through the tangent kernel's formula; needs the
/// Gram models.
class ResidualRateIdentity : public Identity {
 public:
  ResidualRateIdentity(std::shared_ptr<FlowPieces> pieces, std::size_t samples)
      : pieces_(std::move(pieces)), samples_(samples) {}
  [[nodiscard]] std::size_t instances() const override { return samples_; }
  [[nodiscard]] std::string label(std::size_t instance) const override;
  [[nodiscard]] Ball difference(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic&, const Dyadic&) override {}

 private:
  std::shared_ptr<FlowPieces> pieces_;
  std::size_t samples_;
};

}  // namespace ntkcert
