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

/// Seconds, roughly, that a product of numbers of that precision takes, with what goes around it.
[[nodiscard]] double seconds_of_product(Precision p);
/// Seconds, roughly, for κ at a point.
[[nodiscard]] double seconds_of_kernel_value(const Architecture& architecture, Precision p);

}  // namespace ntkcert
