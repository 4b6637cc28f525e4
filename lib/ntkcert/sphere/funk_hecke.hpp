#pragma once

#include <functional>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/ball/complex_ball.hpp"

namespace ntkcert {

/// c_d = Γ(d/2)/(√π Γ((d−1)/2)): c_d(1−u²)^{(d−3)/2}du on [−1, 1], or c_d sin^{d−2}θ dθ on [0, π], is the law
/// of one coordinate of a uniform point of S^{d−1}. Throws InvalidInput for d out of range.
[[nodiscard]] Ball funk_hecke_constant(long dimension, Precision p);

/// A function of the angle: encloses its values on the whole rectangle, and, if `analytic`, returns the whole
/// plane unless it is analytic there.
using AngleFunction = std::function<ComplexBall(const ComplexBall& theta, bool analytic)>;

/// Encloses λ_k = c_d∫_0^π f(θ)P_k(cos θ)sin^{d−2}θ dθ for f bounded and piecewise analytic near [0, π], with
/// an absolute error of about 2^{−p} for f of order 1. It serves any kernel, slowly, and as the check of
/// faster algorithms. Algorithm: adaptive Gauss–Legendre quadrature with Cauchy bounds (Johansson, arXiv
/// 1802.07942, Arb's acb_calc_integrate); P_k(cos θ) = Σ_j a_j cos((k−2j)θ) with a_j =
/// g_jg_{k−j}/Σ_ig_ig_{k−i} ≥ 0, g_j = (d/2−1)_j/j! (Szegő, Orthogonal Polynomials, (4.9.19)), and cos kθ for
/// d = 2. Throws InvalidInput for d or k out of range. An integral that does not converge gives a wide ball
/// or the whole line.
[[nodiscard]] Ball funk_hecke_integral(const AngleFunction& f, long dimension, long degree, Precision p);

}  // namespace ntkcert
