#include "ntkcert/network/network.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

Vector round_outward(const std::vector<Rational>& exact, Precision p) {
  Vector result;
  result.reserve(exact.size());
  for (const Rational& q : exact) {
    result.emplace_back(q, p);
  }
  return result;
}

}  // namespace

Network::Network(std::shared_ptr<const SmoothActivation> activation, const ParameterLayout& layout,
                 Vector parameters)
    : activation_(std::move(activation)), layout_(layout), parameters_(std::move(parameters)) {
  if (layout.width < 1 || layout.dim < 2) {
    throw InvalidInput(fmt::format("a network of width {} on dimension {}: at least 1 and 2 are needed",
                                   layout.width, layout.dim));
  }
  if (std::ssize(parameters_) != layout.size()) {
    throw InvalidInput(fmt::format("{} parameters given, {} needed for width {} and dimension {}",
                                   parameters_.size(), layout.size(), layout.width, layout.dim));
  }
}

Network::Network(std::shared_ptr<const SmoothActivation> activation, const ExactParameters& parameters,
                 Precision p)
    : Network(std::move(activation), parameters.layout, round_outward(parameters.values, p)) {}

Matrix Network::preactivations(const Points& points) const {
  if (points.dim() != dim()) {
    throw InvalidInput(
        fmt::format("points of dimension {} given to a network on dimension {}", points.dim(), dim()));
  }
  Matrix weights(width(), dim() + 1, output_bias().precision());
  for (long l = 0; l < width(); ++l) {
    for (long j = 0; j <= dim(); ++j) {
      weights.set(l, j, inner(l, j));
    }
  }
  return points.augmented() * weights.transposed();
}

Vector Network::values(const Points& points) const {
  const Matrix z = preactivations(points);
  const Ball scale = 1 / sqrt(Ball(width(), z.precision()));
  Vector result;
  for (long i = 0; i < points.size(); ++i) {
    Ball sum(z.precision());
    for (long l = 0; l < width(); ++l) {
      sum += outer(l) * activation_->value(z(i, l));
    }
    result.push_back(scale * sum + output_bias());
  }
  return result;
}

Matrix Network::jacobian(const Points& points) const {
  const Matrix z = preactivations(points);
  const Ball scale = 1 / sqrt(Ball(width(), z.precision()));
  Matrix jacobian(points.size(), layout_.size(), z.precision());
  for (long i = 0; i < points.size(); ++i) {
    for (long l = 0; l < width(); ++l) {
      jacobian.set(i, layout_.outer(l), scale * activation_->value(z(i, l)));
      const Ball slope = scale * outer(l) * activation_->derivative(z(i, l));
      for (long j = 0; j <= dim(); ++j) {
        jacobian.set(i, layout_.inner(l) + j, slope * points.augmented()(i, j));
      }
    }
    jacobian.set(i, layout_.output_bias(), Ball(1, z.precision()));
  }
  return jacobian;
}

}  // namespace ntkcert
