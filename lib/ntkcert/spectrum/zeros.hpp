#pragma once

#include <memory>

#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert {

/// Whether λ_k = 0 for the limiting kernel of the architecture, decided exactly. κ = Σ_p c_pρ_1^p with c_p ≥
/// 0 and λ_k(ρ_1^p) ≥ 0 (see PowerSeries), so λ_k = 0 iff c_p = 0 wherever λ_k(ρ_1^p) > 0. Expanding (αu+β)^p
/// in powers of u, whose coefficients λ_k(u^j) are positive for j ≥ k, j ≡ k (mod 2) and zero else:
/// λ_k(ρ_1^p) > 0 for all p ≥ k if β > 0, and for p ≥ k, p ≡ k (mod 2) if β = 0. So the suprema of the even
/// and of the odd p with c_p > 0 decide. As nothing cancels, they follow layer by layer from those of the p
/// with a_p ≠ 0: a sum of series joins the exponents, a product adds them, and the p-th power of ρ_h has the
/// sums of p exponents of ρ_h, where the largest p of a parity reach furthest (docs/theory.md, "Kernels of
/// several hidden layers").
///
/// For weights on a sphere: true only if parity or the degree of a polynomial makes λ_k = 0 whatever R and B
/// are; a λ_k that vanishes for single R alone goes unnoticed. a_p = 0 for all p ≥ k of k's parity means that
/// σ's part of that parity is a polynomial of degree below k. Without biases C_k and g_{k±1} of
/// NeuronQuadrature depend on that part alone, and are 0. With biases σ must be a polynomial of degree below
/// k; then so is σ(R· + b), and C_k = g_k = g_{k±1} = 0.
class VanishingEigenvalues {
 public:
  explicit VanishingEigenvalues(const Architecture& architecture);
  [[nodiscard]] bool operator()(long degree) const;

 private:
  std::shared_ptr<const Activation> activation_;
  bool unbiased_;
  bool on_sphere_;
  long even_ = 0;  ///< the suprema of the even and the odd p, for Gaussian weights
  long odd_ = 0;
};

/// VanishingEigenvalues of a single degree.
[[nodiscard]] bool eigenvalue_is_zero(const Architecture& architecture, long degree);

}  // namespace ntkcert
