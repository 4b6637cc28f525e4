#pragma once

#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

/// Throws InvalidInput unless 2 ≤ dimension ≤ 10^7 (of the ambient space of the sphere S^{d−1}).
void check_dimension(long dimension);
/// Throws InvalidInput unless 0 ≤ degree ≤ 10^6.
void check_degree(long degree);

/// N(d,k), the dimension of the space of spherical harmonics of degree k on S^{d−1}:
/// N(d,0) = 1, N(d,k) = (2k+d−2)/k · C(k+d−3, k−1); exact (Müller, Spherical Harmonics, 1966).
/// Throws InvalidInput for d or k out of range.
[[nodiscard]] Integer multiplicity(long dimension, long degree);

}  // namespace ntkcert
