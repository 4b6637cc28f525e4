#pragma once

#include <vector>

#include "ntkcert/deviation/population.hpp"
#include "ntkcert/deviation/sample_deviation.hpp"
#include "ntkcert/kernel/neuron_coefficients.hpp"
#include "ntkcert/sphere/harmonic_basis.hpp"

namespace ntkcert {

/// The deviation P_k(r_t − e^{−λ_kt}r_0) and its driver P_kd_t = λ_kP_kr_t + P_k∂_tf_t of a flow on the whole
/// sphere, degrees 0..K, for all times of a step: as DeviationStep in the coordinates of a HarmonicBasis, in
/// which a block of whole degrees is a projector that commutes with T_K.
///
/// Models. Along θ̃ the coordinates y(s) are Taylor polynomials with Lagrange remainders, the last coefficient
/// enclosed about every time of the step; ∂_s of them likewise. To these are added, degree by degree and so
/// that they bound the norm over the degree, the quadrature errors of c_k and ∂_sc_k and the transfer from θ̃
/// to the true flow (Population::at, with bounds over the whole step).
class PopulationDeviation {
 public:
  /// Both must outlive it. Throws InvalidInput as HarmonicBasis does.
  PopulationDeviation(const Trajectory& trajectory, const Population& population);

  [[nodiscard]] DeviationStep on_step(const Step& step) const;

  /// Each degree on its own, "degree k", at the rate of its eigenvalue.
  [[nodiscard]] std::vector<SpectralBlock> degree_blocks() const;
  /// The degrees 0..k for k = 1..K, "degrees 0..k", at the rate of the smallest eigenvalue among them.
  [[nodiscard]] std::vector<SpectralBlock> leading_blocks() const;

 private:
  struct Errors {
    std::vector<Ball> function;
    std::vector<Ball> rate;
  };
  [[nodiscard]] Errors errors(const Step& step, const Network& network, const NeuronTable& table) const;

  const Trajectory& trajectory_;
  const Population& population_;
  HarmonicBasis basis_;
  Vector target_;   // coordinates of f*
  Vector initial_;  // of f_0
};

}  // namespace ntkcert
