#pragma once

#include <string>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = max(0, z)^K, K ≥ 0; for K = 0 the step function, 0 below and 1 above zero (at zero either). At
/// variance q and ρ = cos ω (arc-cosine kernels, Cho, Saul, NIPS 2009): E[σσ'] = (q^K/2π)J_K(ω) with
///   J_0 = π − ω,  J_1 = sin ω + (π−ω)cos ω,  J_{K+1} = (2K+1)ρJ_K + K²(1−ρ²)J_{K−1},
/// and, since σ' = K·max(0, z)^{K−1}, E[σ'σ'] = K²(q^{K−1}/2π)J_{K−1}; entire in ω and nondecreasing in ρ.
/// The recurrence: dJ_K/dρ = K²J_{K−1} (Price's theorem), so R_K, the difference of its sides, has dR_K/dρ =
/// K²R_{K−1} for K ≥ 2, R_K = 0 at ρ = −1, where every J_K is 0, and R_1 = 0 from J_2 = 3 sin ω cos ω +
/// (π−ω)(1+2cos²ω). For ρ ≥ 0 it adds positive terms; the accuracy is absolute where ρ → −1.
/// E[σHe_p] = K!/(K−p)!·E[max(0,Z)^{K−p}] > 0 for p ≤ K, and K!(−1)^n(He_nφ)(0) up to sign for p = K+1+n: so
/// a_p = 0 iff p − K is even and positive. They fall too slowly for a series. The step function has no square
/// integrable derivative, and no NTK: its derivatives are whole lines.
class RectifiedPower final : public Activation {
 public:
  RectifiedPower(long exponent, std::string name);
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override {
    return k > exponent_ && (k - exponent_) % 2 == 0;
  }
  [[nodiscard]] bool is_weakly_differentiable() const override { return exponent_ > 0; }

 private:
  long exponent_;
  std::string name_;
};

}  // namespace ntkcert
