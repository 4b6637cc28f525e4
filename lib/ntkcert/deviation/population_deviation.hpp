#pragma once

#include <optional>
#include <vector>

#include "ntkcert/deviation/deviation_pieces.hpp"
#include "ntkcert/deviation/duhamel.hpp"
#include "ntkcert/deviation/population.hpp"
#include "ntkcert/sphere/zonal_curve.hpp"

namespace ntkcert {

/// The deviation P_kε_t, ε_t = r_t − e^{−T_Kt}r_0, and its driver P_kd_t = λ_kP_kr_t + P_k∂_tf_t of a flow on
/// the whole sphere, degrees k = 0..K, for all times of a step. Part k of the models is degree k, so that a
/// block of degrees is a projector that commutes with T_K.
///
/// Along θ̃ the squared norms are Taylor polynomials (curve_squares) with Cauchy's remainder: on a disc |s| ≤
/// R on which |f(x; θ̃(s)) − f(x; θ̃(0))| ≤ F, |∇f(x; θ̃(s))| ≤ Γ for all x of the sphere and |θ̃'(s)| ≤ V
/// (docs/theory.md, Lemma 1, which speaks of x only through |x̄| = √2), ε̃ = f̃ − f* − e^{−λt}r_0 and d̃ = λε̃ +
/// ε̃' have at most the norms
///   E_k = ‖P_kε̃(0)‖ + F + (e^{λ_kR} − 1)‖P_kr_0‖,  D_k = λ_kE_k + ΓV + λ_ke^{λ_kR}‖P_kr_0‖,
/// and the orders from M on of the square add up to at most E_k²x^M/(1−x), x = h/R. What lies between θ̃ and
/// θ_t moves the norms by the bounds of Population::at, taken over the whole step.
class PopulationDeviation {
 public:
  /// Both must outlive it.
  PopulationDeviation(const Trajectory& trajectory, const Population& population);

  struct OnStep {
    DeviationSquares degrees;
    /// The values at the points asked for, coordinate k·(number of points) + j for degree k at point j.
    std::optional<DeviationStep> values;
  };
  /// Throws Exhausted if the activation has no bounds on a disc wide enough, or as spherical_curve does.
  [[nodiscard]] OnStep on_step(const Step& step, long value_points) const;

  /// The norms of (P_k − P̂_k)r_t, P̂_kh = (N_k/n)Σ_ih(x_i)P_k(⟨x_i, ·⟩), as the driver's and the deviation's:
  /// with the step's polynomials r̂_i for r_t(x_i), on the disc at most ‖(P_k − P̂_k)r̃(0)‖ + F +
  /// √N_kΣ_{j≥1}((1/n)Σ_i|r̂_{i,j}|)R^j; an error e of all r_t(x_i) moves P̂_kr_t by at most √N_k·e.
  [[nodiscard]] DeviationSquares sampling_on_step(const Step& step) const;

  /// The norms of P_kr_t, as the driver's and the deviation's, on a disc at most ‖P_kr̃(0)‖ + F; with series
  /// that know the squares only to about 2^{−48}, for a fraction of the cost.
  [[nodiscard]] DeviationSquares residual_on_step(const Step& step) const;

  /// Each of these degrees on its own, "degree k", at the rate of its eigenvalue.
  [[nodiscard]] std::vector<SpectralBlock> degree_blocks(const std::vector<long>& degrees) const;
  /// The degrees 0..k for k = 1..K, "degrees 0..k", at the rate of the smallest eigenvalue among them.
  [[nodiscard]] std::vector<SpectralBlock> leading_blocks() const;
  /// For Duhamel's formula of values at sample points: "degree k at x_j".
  [[nodiscard]] std::vector<DuhamelMode> value_modes(long value_points) const;

 private:
  /// Of ‖P_kf‖ and ‖P_k∂_tf‖: what lies between θ̃ and the true flow.
  struct Transfer {
    std::vector<Ball> function;
    std::vector<Ball> rate;
  };
  [[nodiscard]] Transfer transfer(const Step& step) const;
  /// r̃ and ε̃ at the times start + s; the neurons come first, then the target's terms.
  [[nodiscard]] ZonalCurve residual_curve(const Step& step, long length, Precision p) const;
  [[nodiscard]] ZonalCurve deviation_curve(const Step& step, long length) const;

  const Trajectory& trajectory_;
  const Population& population_;
  Precision working_;
  std::optional<ZonalCurve> initial_;  // f_0, unless it is 0
  std::vector<Ball> initial_size_;     // bounds of ‖P_kr_0‖
};

}  // namespace ntkcert
