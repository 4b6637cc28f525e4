#pragma once

#include <vector>

#include "ntkcert/flow/trajectory.hpp"
#include "ntkcert/network/spherical_network.hpp"
#include "ntkcert/network/target.hpp"

namespace ntkcert {

/// Norms in L²(sphere) of the degree-k parts of a flow at one time, entry k for k = 0..K. λ_k are the
/// eigenvalues of the limiting NTK, T_K its integral operator, T_nh = (1/n)ΣK(·, x_i)h(x_i), T_n^s the same
/// with the tangent kernel at time s, P̂_kh = (N_k/n)Σ_ih(x_i)P_k(⟨x_i, ·⟩).
struct PopulationState {
  std::vector<Ball> function;   ///< ‖P_kf_t‖
  std::vector<Ball> residual;   ///< ‖P_kr_t‖, r_t = f_t − f*
  std::vector<Ball> deviation;  ///< ‖P_k(r_t − e^{−λ_kt}r_0)‖
  std::vector<Ball> driver;     ///< ‖P_kd_t‖, d_t = (T_K − T_n^t)r_t = T_Kr_t + ∂_tf_t
  /// ‖r_t‖ and ‖r_t − e^{−T_Kt}r_0‖ over all degrees: what is beyond K is only bounded.
  Ball residual_norm;
  Ball deviation_norm;
};

/// Norms of the parts of P_kd_t: sampling (T_K − T_n)r_t = λ_k(P_k − P̂_k)r_t, initialisation (T_n − T_n^0)r_t
/// and movement (T_n^0 − T_n^t)r_t.
struct DriverParts {
  std::vector<Ball> sampling;
  std::vector<Ball> initialisation;
  std::vector<Ball> movement;
};

/// The degrees k = 0..K of a gradient flow on the whole sphere, for a target f* of degree at most K.
class Population {
 public:
  /// For trajectories of the problem. Throws InvalidInput if the target has another dimension or a degree
  /// beyond max_degree (the message proposes one), Exhausted if the eigenvalues cannot be enclosed.
  Population(FlowProblem problem, Target target, long max_degree);

  [[nodiscard]] long max_degree() const { return max_degree_; }
  [[nodiscard]] const Target& target() const { return target_; }
  /// λ_k of the limiting NTK of the paper's network with the run's activation.
  [[nodiscard]] const std::vector<Ball>& eigenvalues() const { return eigenvalues_; }

  /// At a time t of the trajectory. The forms are those of the approximate trajectory θ̃(t); what lies
  /// between it and θ_t is added with the step's radius η: with Γ_k = SphericalNetwork::gradient, H a bound
  /// of ‖∇²f(x)‖ over the sphere for |ϑ − θ̃| ≤ η, Λ, δ of StepBounds and κ = δ + Λη ≥ |−∇Φ(θ_t) − θ̃'(t)|,
  ///   ‖P_k(f_t − f̃)‖ ≤ Γ_kη + ½Hη²,  ‖P_k(∂_tf_t − Df̃[θ̃'])‖ ≤ Γ_kκ + Hη(|θ̃'| + κ)
  /// (docs/theory.md, "Network functions on the sphere"). Beyond K: the tail of f_t − f_0 if f_0 = 0, else
  /// those of f_t and f_0. Throws Exhausted if a weight vector is not proved to be nonzero or the activation
  /// not analytic on a strip wide enough.
  [[nodiscard]] PopulationState at(const Trajectory& flow, const Rational& t) const;
  /// `residual` encloses r_t(x_i).
  [[nodiscard]] DriverParts driver_parts(const Trajectory& flow, const Rational& t,
                                         const Vector& residual) const;

 private:
  /// θ̃ at a time as harmonics, and how far the true flow's are from them.
  struct Approximation {
    SphericalNetwork network;
    std::vector<Ball> function_error;
    std::vector<Ball> rate_error;
  };
  [[nodiscard]] Approximation approximation(const Trajectory& flow, const Rational& t) const;
  /// f(·; θ_0) and Df(·; θ_0)[direction].
  [[nodiscard]] SphericalNetwork initial(const Vector& direction) const;

  FlowProblem problem_;
  Target target_;
  long max_degree_;
  /// The trajectory's, or twice that for sums over pairs: see zonal_norms.
  Precision working_;
  std::vector<Ball> eigenvalues_;
  bool starts_at_zero_;
};

/// Whether f(·; θ) = 0 for a doubled network: exact parameters, b_0 = 0, and the second half of the neurons
/// repeats w̄_ℓ and negates a_ℓ.
[[nodiscard]] bool is_doubled(const Network& network);

}  // namespace ntkcert
