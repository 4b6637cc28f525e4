#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = max(0, z). Not C²: spectra only. Dual at variance q and ρ = cos ω (arc-cosine kernels, Cho, Saul,
/// NIPS 2009): E[σσ'] = (q/2π)(sin ω + (π−ω)cos ω), E[σ'σ'] = (π−ω)/(2π), both entire in ω and nondecreasing
/// in ρ. The first is (q/2π)(1 + πρ/2 + even powers of ρ), so a_p = 0 for odd p ≥ 3; a_p² falls like
/// p^{−5/2}: no useful series.
class Relu final : public Activation {
 public:
  [[nodiscard]] std::string_view name() const override { return "relu"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 != 0 && k >= 3; }
};

}  // namespace ntkcert
