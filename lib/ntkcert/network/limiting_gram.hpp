#pragma once

#include "ntkcert/matrix/matrix.hpp"
#include "ntkcert/network/network.hpp"
#include "ntkcert/network/samples.hpp"

namespace ntkcert {

/// G^∞_ij = κ(⟨x_i, x_j⟩)/n, κ the limiting NTK of the paper's network with this activation; entries at
/// precision p.
[[nodiscard]] Matrix limiting_gram(const std::shared_ptr<const SmoothActivation>& activation,
                                   const Points& points, Precision p);

}  // namespace ntkcert
