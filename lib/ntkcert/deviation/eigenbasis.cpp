#include "ntkcert/deviation/eigenbasis.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

std::size_t index(long i) { return static_cast<std::size_t>(i); }

}  // namespace

std::vector<TaylorModel> apply(const Matrix& a, std::span<const TaylorModel> x) {
  if (a.columns() != static_cast<long>(x.size()) || x.empty()) {
    throw InvalidInput(fmt::format("a {}×{} matrix does not fit {} models", a.rows(), a.columns(), x.size()));
  }
  std::vector<TaylorModel> r;
  for (long i = 0; i < a.rows(); ++i) {
    TaylorModel sum = x[0] * a(i, 0);
    for (long j = 1; j < a.columns(); ++j) {
      sum += x[index(j)] * a(i, j);
    }
    r.push_back(std::move(sum));
  }
  return r;
}

Ball sup_norm(std::span<const TaylorModel> x) {
  Ball sum;
  for (const TaylorModel& model : x) {
    sum += square(Ball(model.range().magnitude(), model.precision()));
  }
  return sqrt_nonnegative(sum);
}

EigenBasis::EigenBasis(const Matrix& g)
    : eigen_(g),
      scaled_transpose_(eigen_.approximate_vectors().transposed()),
      scale_(1 / sqrt(Ball(std::max(1L, g.rows()), g.precision()))) {
  scaled_transpose_ = scaled_transpose_ * scale_;
  errors_.resize(index(size()));
  for (const SpectralCluster& cluster : eigen_.clusters()) {
    const Ball error = eigen_.vector_error(cluster);
    std::fill(errors_.begin() + cluster.first, errors_.begin() + cluster.last + 1, error);
  }
}

Vector EigenBasis::coordinates(const Vector& x) const {
  Vector r = scaled_transpose_ * x;
  const Ball size_of_x = norm(x) * scale_;
  for (long i = 0; i < size(); ++i) {
    r[index(i)] = r[index(i)].widened(errors_[index(i)] * size_of_x);
  }
  return r;
}

std::vector<TaylorModel> EigenBasis::coordinates(std::span<const TaylorModel> x) const {
  const std::vector<TaylorModel> approximate = apply(scaled_transpose_, x);
  const Ball size_of_x = sup_norm(x) * scale_;
  std::vector<TaylorModel> r;
  for (long i = 0; i < size(); ++i) {
    const TaylorModel& model = approximate[index(i)];
    r.emplace_back(model.polynomial(), model.remainder().widened(errors_[index(i)] * size_of_x),
                   model.domain());
  }
  return r;
}

SpectralBlock EigenBasis::block(long first, long last) const {
  const Dyadic rate = std::max(Dyadic(0), eigen_.eigenvalue(first).lower());
  const long from = size() - last;
  const long to = size() - first;
  return {first, last, rate,
          from == to ? fmt::format("mode {}", from) : fmt::format("modes {}..{}", from, to)};
}

std::vector<SpectralBlock> EigenBasis::top_blocks() const {
  std::vector<SpectralBlock> r;
  for (auto cluster = eigen_.clusters().rbegin(); cluster != eigen_.clusters().rend(); ++cluster) {
    r.push_back(block(cluster->first, size() - 1));
  }
  return r;
}

std::vector<SpectralBlock> EigenBasis::cluster_blocks() const {
  std::vector<SpectralBlock> r;
  for (auto cluster = eigen_.clusters().rbegin(); cluster != eigen_.clusters().rend(); ++cluster) {
    r.push_back(block(cluster->first, cluster->last));
  }
  return r;
}

}  // namespace ntkcert
