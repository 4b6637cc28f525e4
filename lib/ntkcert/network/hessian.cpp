#include "ntkcert/network/hessian.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {

std::vector<Matrix> residual_hessian_blocks(const Network& network, const Points& points,
                                            const Vector& residuals) {
  if (std::ssize(residuals) != points.size()) {
    throw InvalidInput(fmt::format("{} residuals given for {} points", residuals.size(), points.size()));
  }
  const Matrix z = network.preactivations(points);
  const long n = points.size();
  const long size = network.dim() + 2;
  const Precision p = z.precision();
  const Ball scale = 1 / sqrt(Ball(network.width(), p));
  std::vector<Matrix> blocks;
  for (long l = 0; l < network.width(); ++l) {
    Matrix block(size, size, p);
    Vector first(static_cast<std::size_t>(n));
    Vector second(static_cast<std::size_t>(n));
    for (long i = 0; i < n; ++i) {
      const Ball r = scale * residuals[static_cast<std::size_t>(i)] / n;
      first[static_cast<std::size_t>(i)] = r * network.activation().derivative(z(i, l));
      second[static_cast<std::size_t>(i)] =
          r * network.outer(l) * network.activation().second_derivative(z(i, l));
    }
    const auto column = [&](long j) {
      Vector x;
      for (long i = 0; i < n; ++i) {
        x.push_back(points.augmented()(i, j));
      }
      return x;
    };
    for (long j = 1; j < size; ++j) {
      const Vector x = column(j - 1);
      const Ball u = dot(first, x);
      block.set(0, j, u);
      block.set(j, 0, u);
      for (long k = 1; k <= j; ++k) {
        const Vector y = column(k - 1);
        Ball sum(p);
        for (std::size_t i = 0; i < x.size(); ++i) {
          sum += second[i] * x[i] * y[i];
        }
        block.set(j, k, sum);
        block.set(k, j, sum);
      }
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Ball block_norm(const Ball& u, const Ball& q) {
  return scaled(q + sqrt_nonnegative(square(q) + 4 * square(u)), -1);
}

Ball concavity_bound(const std::vector<Matrix>& blocks) {
  Ball bound;
  for (const Matrix& block : blocks) {
    Vector u;
    Vector q;
    for (long j = 1; j < block.rows(); ++j) {
      u.push_back(block(0, j));
      for (long k = 1; k < block.rows(); ++k) {
        q.push_back(block(j, k));
      }
    }
    bound = max(bound, block_norm(norm(u), norm(q)));
  }
  return bound;
}

Ball network_hessian_bound(const SmoothActivation& activation, long width, const Ball& outer_size) {
  const SupBounds sup = activation.sup_bounds(outer_size.precision());
  const Ball first = sqrt(Ball(2, outer_size.precision())) * sup.first;
  return block_norm(first, 2 * outer_size * sup.second) / sqrt(Ball(width, outer_size.precision()));
}

}  // namespace ntkcert
