#include "ntkcert/deviation/sample_deviation.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {

SampleDeviation::SampleDeviation(const Matrix& g, Vector initial_residual, const Rational& decay_scale)
    : g_(g), basis_(g), initial_residual_(std::move(initial_residual)), decay_scale_(decay_scale) {
  if (decay_scale_ <= 0) {
    throw InvalidInput(fmt::format("the decay scale {} is not positive", to_text(decay_scale_)));
  }
  const Precision p = g.precision();
  initial_coordinates_ = basis_.eigen().approximate_vectors().transposed() * initial_residual_;
  const Ball scale = 1 / sqrt(Ball(basis_.size(), p));
  for (Ball& y : initial_coordinates_) {
    y *= scale;
  }
}

DeviationStep SampleDeviation::on_step(const Dyadic& start, std::span<const TaylorModel> residual,
                                       std::span<const TaylorModel> residual_rate) const {
  const SymmetricEigen& eigen = basis_.eigen();
  const Precision p = eigen.precision();
  std::vector<TaylorModel> driver = apply(g_, residual);
  for (std::size_t i = 0; i < driver.size(); ++i) {
    driver[i] += residual_rate[i];
  }
  const Dyadic length = residual[0].domain();
  DeviationStep step{start, length, basis_.coordinates(residual), basis_.coordinates(driver)};

  const Ball c(decay_scale_, p);
  const Ball end = c * Ball(start + length, p);
  const Ball smallest = Ball(eigen.approximate_value(0), p) - eigen.backward_error();
  const Ball growth = exp(end * max(Ball(p), -smallest));
  const Ball initial_size = norm(initial_residual_) / sqrt(Ball(basis_.size(), p));
  const Ball common = eigen.orthogonality_error() * norm(initial_coordinates_) * growth +
                      (1 + eigen.orthogonality_error()) * eigen.exponential_error(end) * initial_size;
  for (long i = 0; i < basis_.size(); ++i) {
    const auto row = static_cast<std::size_t>(i);
    const Ball rate = -(c * Ball(eigen.approximate_value(i), p));
    const Ball amplitude = initial_coordinates_[row] * exp(rate * Ball(start, p));
    const Ball error = common + basis_.vector_error(i) * initial_size * growth;
    const TaylorModel linear = exponential_model(rate, length) * amplitude;
    step.deviation[row] =
        step.deviation[row] - TaylorModel(linear.polynomial(), linear.remainder().widened(error), length);
  }
  return step;
}

Vector deviation_at(const SymmetricEigen& g, const Ball& t, const Vector& residual,
                    const Vector& initial_residual) {
  Vector r = exponential(g, t) * initial_residual;
  for (std::size_t i = 0; i < r.size(); ++i) {
    r[i] = residual[i] - r[i];
  }
  return r;
}

}  // namespace ntkcert
