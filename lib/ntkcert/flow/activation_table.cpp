#include "ntkcert/flow/activation_table.hpp"

#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {
namespace {

constexpr int kPerUnit = 32;
constexpr int kMostStrips = 6 * kPerUnit;

UpperBound above(const Ball& x) { return UpperBound::above(x.upper()); }

}  // namespace

ActivationTable::ActivationTable(const SmoothActivation& activation, long width) {
  const SupBounds sup = activation.sup_bounds(kBoundPrecision);
  if (sup.value) {
    value_ = above(*sup.value);
  }
  formulas_ = {above(sup.first), above(sup.second), above(sup.third),
               above(1 / sqrt(Ball(width, kBoundPrecision))), above(sqrt(Ball(2, kBoundPrecision)))};
  for (int j = 0; j < kMostStrips; ++j) {
    const auto bounds = activation.strip_bounds(Ball(Rational(j, kPerUnit), kBoundPrecision));
    if (!bounds) {
      break;
    }
    strips_.push_back({above(bounds->value), above(bounds->derivative), above(bounds->second_derivative)});
  }
}

const ActivationTable::Strip* ActivationTable::strip(UpperBound height) const {
  // j/32 is exact.
  for (double j = height.value() * kPerUnit > 1 ? std::floor(height.value() * kPerUnit) - 1 : 0;
       j < kMostStrips; ++j) {
    const auto index = static_cast<std::size_t>(j);
    if (index >= strips_.size()) {
      break;
    }
    if (j / kPerUnit >= height.value()) {
      return &strips_[index];
    }
  }
  return nullptr;
}

}  // namespace ntkcert
