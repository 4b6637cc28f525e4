#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Estimates in double, which choose precisions and lengths and never enter a bound.

/// log₂ c_d.
[[nodiscard]] double log2_funk_hecke_constant(long dimension);
/// −log₂λ_k for a kernel like the squared step function: λ_k of ReLU kernels but for a factor.
[[nodiscard]] double bits_of_eigenvalue(long dimension, long degree);
/// The largest of these over the degrees of the problem.
[[nodiscard]] double bits_of_smallest_eigenvalue(const SpectralProblem& problem);

}  // namespace ntkcert
