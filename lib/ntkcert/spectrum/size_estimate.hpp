#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Estimates in double, which choose precisions and lengths and never enter a bound.

/// log₂N(d,k).
[[nodiscard]] double log2_multiplicity(long dimension, long degree);
/// −log₂λ_k for ReLU, or for another kernel that is as smooth; that of d·r_k² for the NNGP, which is
/// smoother.
[[nodiscard]] double bits_of_eigenvalue(const SpectralProblem& problem, long degree);
/// That of the largest degree.
[[nodiscard]] double bits_of_smallest_eigenvalue(const SpectralProblem& problem);

}  // namespace ntkcert
