#include "ntkcert/flow/gram_values.hpp"

#include <algorithm>

#include "ntkcert/flow/spectral_basis.hpp"

namespace ntkcert {
namespace {

/// Σ weights[k]·points[k].
LaneMatrix combination(std::span<const LaneMatrix> points, std::span<const double> weights) {
  LaneMatrix sum(points.front().rows(), points.front().columns());
  for (std::size_t k = 0; k < points.size(); ++k) {
    const AlignedArray<double>& from = points[k].values();
    for (long i = 0; i < from.size(); ++i) {
      sum.values()[i] += weights[k] * from[i];
    }
  }
  return sum;
}

/// ‖A − B‖_F.
UpperBound distance(const LaneMatrix& a, const LaneMatrix& b) {
  LaneMatrix difference = a;
  for (long i = 0; i < a.values().size(); ++i) {
    difference.values()[i] -= b.values()[i];
  }
  return (UpperBound(1) + UpperBound(kUnit)) * frobenius_norm(difference);
}

/// ⟨A, B⟩; a product passes through at most rows + columns + 16 roundings.
double inner_product(const LaneMatrix& a, const LaneMatrix& b) {
  double sum = 0;
  for (long block = 0; block < a.blocks(); ++block) {
    Lanes lanes{};
    const double* x = a.block(block);
    const double* y = b.block(block);
    for (const double* end = x + a.block_size(); x < end; x += kLanes, y += kLanes) {
      lanes += load(x) * load(y);
    }
    sum += sum_of_lanes(lanes);
  }
  return sum;
}

}  // namespace

DoubleGram gram_at(const DoubleGram& gram, double tau) {
  const long degree = std::ssize(gram.points) - 1;
  UpperBound size;
  for (const LaneMatrix& point : gram.points) {
    size = max(size, frobenius_norm(point));
  }
  // √2 < 1.5 for those of which the upper triangles alone are there.
  const UpperBound error = UpperBound(1.5) * value_error(degree) * size;
  return {{combination(gram.points, bernstein_basis(degree, tau))},
          gram.entry_error + error,
          gram.norm_error + error};
}

DoubleGram condensed(const DoubleGram& gram) {
  const std::vector<double> weights(gram.points.size(), 1 / static_cast<double>(gram.points.size()));
  LaneMatrix mean = combination(gram.points, weights);
  UpperBound spread;
  for (const LaneMatrix& point : gram.points) {
    spread = max(spread, distance(point, mean));
  }
  if (!(spread.value() <= gram.norm_error.value() / 4)) {
    return gram;
  }
  return {{std::move(mean)}, gram.entry_error + spread, gram.norm_error + spread};
}

ControlPoints entry_points(const DoubleGram& gram) {
  const long n = gram.points.front().rows();
  ControlPoints result{n * n, {}, gram.entry_error};
  for (const LaneMatrix& point : gram.points) {
    for (long i = 0; i < n; ++i) {
      for (long j = 0; j < n; ++j) {
        result.values.push_back(point(i, j));
      }
    }
  }
  return result;
}

Enclosures gram_change(const DoubleGram& gram, const DoubleGram& start) {
  const long n = gram.points.front().rows();
  std::vector<LaneMatrix> changes;
  UpperBound most;
  for (const LaneMatrix& point : gram.points) {
    LaneMatrix change = point;
    for (long i = 0; i < change.values().size(); ++i) {
      change.values()[i] -= start.points.front().values()[i];
    }
    most = max(most, frobenius_norm(change));
    changes.push_back(std::move(change));
  }
  const std::vector<double> weights(changes.size(), 1 / static_cast<double>(changes.size()));
  const LaneMatrix mean = combination(changes, weights);
  const double size = frobenius_norm(mean).value();
  double least = most.value();
  for (const LaneMatrix& change : changes) {
    least = std::min(least, size > 0 ? inner_product(change, mean) / size : 0);
  }
  const UpperBound error = gram.norm_error + start.norm_error + gamma_factor(2 * n + 2 * kLanes + 24) * most;
  least = std::max(least, 0.0);
  const double centre = least / 2 + most.value() / 2;
  return {{centre}, {UpperBound(std::max({most.value() - centre, centre - least, 0.0})) + error}};
}

}  // namespace ntkcert
