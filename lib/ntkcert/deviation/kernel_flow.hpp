#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ntkcert/deviation/inequality.hpp"
#include "ntkcert/deviation/sample_deviation.hpp"
#include "ntkcert/network/network.hpp"
#include "ntkcert/network/target.hpp"

namespace ntkcert {

/// The degree-k part of a target with its eigenvalue λ_k of the limiting NTK of the paper's network.
struct TargetPart {
  long degree;
  Ball eigenvalue;
  Vector values;  ///< P_kf*(x_i)
  Ball
      norm_square;  ///< ‖P_kf*‖² in L²(sphere) = Σ_ij c_ic_jP_k(⟨v_i, v_j⟩)/N(d,k) over the terms of degree k
};
/// The parts of all degrees that the target's terms have, ascending, at the points' precision.
[[nodiscard]] std::vector<TargetPart> target_parts(const Network& network, const Target& target,
                                                   const Points& points);

/// Encloses ‖f*‖_H² = Σ‖P_kf*‖²/λ_k, the squared norm in the reproducing kernel Hilbert space of the limiting
/// NTK. Throws UnmetHypothesis if some λ_k of a part that is not 0 is not proved positive.
[[nodiscard]] Ball native_norm_square(const std::vector<TargetPart>& parts);

/// The flow of the limiting kernel alone, with ŷ = Σ_k P_kf* on the sample, after Su and Yang (arXiv
/// 1905.10826).
enum class KernelFlowStatement {
  /// ‖e^{−Gt}ŷ‖_n ≤ ‖(e^{−T_Kt}f*)^‖_n + ∫_0^t‖((T_n − T_K)e^{−T_Ks}f*)^‖_n ds; on the sample T_n is G.
  operators,
  /// √t‖e^{−Gt}ŷ‖_n ≤ ‖f*‖_H/√(2e).
  native_norm,
};
class KernelFlowBound : public Inequality {
 public:
  /// `gram` encloses G; `start`: the absolute time at which the current step begins.
  KernelFlowBound(KernelFlowStatement statement, const Matrix& gram, std::vector<TargetPart> parts,
                  std::function<Dyadic()> start);
  [[nodiscard]] std::size_t instances() const override { return 1; }
  [[nodiscard]] std::string label(std::size_t) const override { return "kernel flow"; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override;

 private:
  /// mean_i(Σ_k e^{−λ_kt}v_k(x_i))² on [from, from + length].
  [[nodiscard]] TaylorModel mean_square(const std::vector<Vector>& v, const Dyadic& from,
                                        const Dyadic& length) const;
  [[nodiscard]] TaylorModel kernel_flow_square(const Dyadic& from, const Dyadic& length) const;

  KernelFlowStatement statement_;
  std::vector<TargetPart> parts_;
  std::vector<Vector> values_;   // P_kf* on the sample
  std::vector<Vector> defects_;  // (G − λ_k)P_kf*
  SampleDeviation linear_;       // its deviation from a residual 0 is e^{−Gt}ŷ
  std::function<Dyadic()> start_;
  Ball native_norm_square_;
  Ball integral_;
};

}  // namespace ntkcert
