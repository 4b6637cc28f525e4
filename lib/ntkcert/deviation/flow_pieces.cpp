#include "ntkcert/deviation/flow_pieces.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"

namespace ntkcert {
namespace {

constexpr long kFlowPieceLength = 16;

/// ⟨x, y⟩_n.
TaylorModel mean_product(const std::vector<TaylorModel>& x, const std::vector<TaylorModel>& y) {
  TaylorModel sum = x[0] * y[0];
  for (std::size_t i = 1; i < x.size(); ++i) {
    sum += x[i] * y[i];
  }
  return sum * (1 / Ball(static_cast<long>(x.size()), sum.precision()));
}

/// An approximate top eigenvector of G at the step's start (any vector would do).
Vector top_eigenvector(const std::vector<TaylorModel>& gram, long n) {
  Matrix start(n, n, gram.front().precision());
  std::size_t entry = 0;
  for (long i = 0; i < n; ++i) {
    for (long j = i; j < n; ++j, ++entry) {
      const Ball value = gram[entry].at_start();
      start.set(i, j, value);
      start.set(j, i, value);
    }
  }
  return SymmetricEigen(start).approximate_vector(n - 1);
}

/// vᵀGv/|v|².
TaylorModel rayleigh_quotient(const std::vector<TaylorModel>& gram, const Vector& v) {
  TaylorModel sum = TaylorModel::constant(Ball(gram.front().precision()), gram.front().domain());
  std::size_t entry = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    for (std::size_t j = i; j < v.size(); ++j, ++entry) {
      sum += gram[entry] * (v[i] * v[j] * (i == j ? 1 : 2));
    }
  }
  return sum * (1 / dot(v, v));
}

TaylorModel trace(const std::vector<TaylorModel>& gram, std::size_t n) {
  TaylorModel sum = gram[0];
  for (std::size_t i = 1, entry = n; i < n; entry += n - i, ++i) {
    sum += gram[entry];
  }
  return sum;
}

/// (1/n)Σ_j K_t(x_i, x_j) r_t(x_j).
std::vector<TaylorModel> tangent_kernel_action(const std::vector<TaylorModel>& gram,
                                               const std::vector<TaylorModel>& residual) {
  const std::size_t n = residual.size();
  if (gram.size() != n * (n + 1) / 2) {
    throw InvalidInput(fmt::format("{} Gram entries do not fit {} samples", gram.size(), n));
  }
  const Precision p = residual.front().precision();
  std::vector<TaylorModel> r(n, TaylorModel::constant(Ball(p), residual.front().domain()));
  std::size_t entry = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i; j < n; ++j, ++entry) {
      r[i] += gram[entry] * residual[j];
      if (j != i) {
        r[j] += gram[entry] * residual[i];
      }
    }
  }
  return r;
}

}  // namespace

void FlowPieces::enter(const Dyadic& start, StepModels models, const std::vector<TaylorModel>& gram) {
  pieces_.clear();
  step_.clear();
  TaylorModel risk_rate = mean_product(models.residual, models.residual_rate);
  const std::size_t n = models.residual.size();
  std::optional<TaylorModel> quotient;
  std::optional<TaylorModel> gram_trace;
  std::vector<TaylorModel> action;
  if (!gram.empty()) {
    action = tangent_kernel_action(gram, models.residual);
    quotient = rayleigh_quotient(gram, top_eigenvector(gram, static_cast<long>(n)));
    gram_trace = trace(gram, n);
  }
  step_.push_back({start, std::move(models), std::move(action), std::move(risk_rate), std::move(quotient),
                   std::move(gram_trace)});
}

const FlowPiece& FlowPieces::piece(const Dyadic& a, const Dyadic& b) {
  const auto key = std::make_pair(a, b);
  const auto known = pieces_.find(key);
  if (known != pieces_.end()) {
    return known->second;
  }
  const Current& now = step_.at(0);
  const auto cut = [&](const TaylorModel& model) {
    return model.restricted(a, b).truncated(kFlowPieceLength);
  };
  const Ball half = scaled(Ball(1, now.risk_rate.precision()), -1);
  FlowPiece piece{now.start + a,
                  b - a,
                  cut(now.models.residual_square) * half,
                  cut(now.risk_rate),
                  cut(now.models.gradient_square),
                  cut(now.models.displacement_square),
                  {},
                  {}};
  if (now.rayleigh_quotient) {
    piece.rayleigh_quotient = cut(*now.rayleigh_quotient);
    piece.gram_trace = cut(*now.gram_trace);
  }
  return pieces_.emplace(key, std::move(piece)).first->second;
}

}  // namespace ntkcert
