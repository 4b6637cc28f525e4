#include "ntkcert/spectrum/algorithm.hpp"

#include <algorithm>
#include <array>

#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/closed_form.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/spectrum/fejer.hpp"
#include "ntkcert/spectrum/half_angle.hpp"
#include "ntkcert/spectrum/power_series.hpp"

namespace ntkcert {

long SpectralProblem::largest_degree() const { return *std::max_element(degrees.begin(), degrees.end()); }

std::span<const SpectralAlgorithm* const> spectral_algorithms() {
  static const ClosedForm closed_form;
  static const PowerSeries power_series;
  static const FejerQuadrature fejer;
  static const HalfAngle half_angle;
  static const EllipseQuadrature ellipse;
  static const AdaptiveQuadrature adaptive;
  static const std::array<const SpectralAlgorithm*, 6> all{&closed_form, &power_series, &fejer,
                                                           &half_angle,  &ellipse,      &adaptive};
  return all;
}

long bits_for_digits(long digits) { return digits * 10 / 3 + 1; }

}  // namespace ntkcert
