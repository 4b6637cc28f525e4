#pragma once

#include <string>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = z for z ≥ 0 and A·z below, any rational A; A = −1 is |z|. σ = αz + β|z| with α = (1+A)/2 and β =
/// (1−A)/2. z and |z| are uncorrelated, and so are 1 and sgn z, so at variance q and ρ = cos ω (from the
/// arc-cosine kernels κ_0, κ_1 of Cho, Saul, NIPS 2009, by |z| = relu(z) + relu(−z), κ_n(−ρ) for ω → π − ω)
///   E[σσ'] = α²qρ + β²(2q/π)(sin ω + (π/2−ω)cos ω),   E[σ'σ'] = α² + β²(2/π)(π/2−ω),
/// both entire in ω. The derivative is nondecreasing in ρ, so the value is convex; its minimum is at
/// π/2 − ω = −πα²/(2β²), if that is ≥ −π/2 (A ≤ 0), namely β²(2q/π)cos(πα²/(2β²)). The even part is a
/// power series with all even powers (asin's), hence a_p = 0 iff p is odd ≥ 3, p = 1 and A = −1, or p is even
/// and A = 1; a_p² falls like p^{−5/2}: no useful series. Absolute accuracy: where ρ → −1 (A = 0) and the
/// value goes to 0, its terms cancel.
class LeakyRelu final : public Activation {
 public:
  LeakyRelu(Rational slope, std::string name);
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override;

 private:
  Rational slope_;
  std::string name_;
};

}  // namespace ntkcert
