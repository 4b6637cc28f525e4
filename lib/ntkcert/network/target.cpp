#include "ntkcert/network/target.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"

namespace ntkcert {
namespace {

void check(const RidgeHarmonic& term, std::size_t index, long dim) {
  if (term.degree < 0) {
    throw InvalidInput(
        fmt::format("target term {} has degree {}: at least 0 is needed", index + 1, term.degree));
  }
  if (std::ssize(term.direction) != dim) {
    throw InvalidInput(fmt::format("target term {} has a direction of {} components, the dimension is {}",
                                   index + 1, term.direction.size(), dim));
  }
  if (std::ranges::all_of(term.direction, [](const Rational& c) { return c == 0; })) {
    throw InvalidInput(fmt::format("target term {} has direction 0: a direction must not vanish", index + 1));
  }
}

}  // namespace

Target::Target(std::vector<RidgeHarmonic> terms, long dim) : terms_(std::move(terms)), dim_(dim) {
  if (dim < 2) {
    throw InvalidInput(fmt::format("dimension {}: at least 2 is needed", dim));
  }
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    check(terms_[i], i, dim_);
  }
}

Vector Target::unit_direction(std::size_t term, Precision p) const {
  return unit_vector(terms_.at(term).direction, p);
}

Vector Target::values(const Points& points) const {
  if (points.dim() != dim_) {
    throw InvalidInput(
        fmt::format("points of dimension {} given to a target on dimension {}", points.dim(), dim_));
  }
  const Precision p = points.precision();
  Vector values(static_cast<std::size_t>(points.size()), Ball(p));
  for (std::size_t term = 0; term < terms_.size(); ++term) {
    const Vector v = unit_direction(term, p);
    for (long i = 0; i < points.size(); ++i) {
      Ball u(p);
      for (long j = 0; j < dim_; ++j) {
        u += v[static_cast<std::size_t>(j)] * points.augmented()(i, j);
      }
      values[static_cast<std::size_t>(i)] +=
          Ball(terms_[term].coefficient, p) * gegenbauer(dim_, terms_[term].degree, u);
    }
  }
  return values;
}

}  // namespace ntkcert
