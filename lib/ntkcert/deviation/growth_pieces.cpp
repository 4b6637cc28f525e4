#include "ntkcert/deviation/growth_pieces.hpp"

#include <arb_poly.h>

#include "ntkcert/network/tangent_kernel.hpp"

namespace ntkcert {
namespace {

constexpr long kPathLength = 16;

}  // namespace

void GrowthPieces::enter(const Step& step, StepModels models, std::vector<TaylorModel> gram) {
  pieces_.clear();
  step_ = &step;
  models_ = std::move(models);
  gram_ = std::move(gram);
  if (!gram_.empty() && initial_kernel_.empty()) {
    const FlowProblem& problem = trajectory_.problem();
    const Matrix g = tangent_gram(problem.initial, problem.points);
    for (long i = 0; i < g.rows(); ++i) {
      for (long j = i; j < g.rows(); ++j) {
        initial_kernel_.push_back(g(i, j) * g.rows());
      }
    }
  }
}

const GrowthPiece& GrowthPieces::piece(const Dyadic& a, const Dyadic& b) {
  const auto key = std::make_pair(a, b);
  const auto known = pieces_.find(key);
  return known != pieces_.end() ? known->second : pieces_.emplace(key, enclose(a, b)).first->second;
}

GrowthPiece GrowthPieces::enclose(const Dyadic& a, const Dyadic& b) const {
  const FlowProblem& problem = trajectory_.problem();
  const Precision p = problem.precision;
  const long length = step_->order + 1;
  const Ball s = Ball::interval(a, b, p);
  const Ball tube(step_->radius, p);
  Vector parameters;
  Vector displacement;
  BallArray moved(length);
  for (long q = 0; q < problem.initial.layout().size(); ++q) {
    const Ball& before = problem.initial.parameters()[static_cast<std::size_t>(q)];
    _arb_vec_set(moved.at(0), step_->parameters.at(q * length), length);
    arb_sub(moved.at(0), moved.at(0), before.raw(), p.bits());
    Ball x(p);
    _arb_poly_evaluate(x.raw(), moved.at(0), length, s.raw(), p.bits());
    displacement.push_back(x.widened(tube));
    parameters.push_back(before + displacement.back());
  }
  const TaylorModel square = models_->residual_square.restricted(a, b).truncated(kPathLength);
  const Dyadic width = b - a;
  GrowthPiece piece{
      Ball::interval(step_->start + a, step_->start + b, p),
      Network(problem.initial.shared_activation(), problem.initial.layout(), std::move(parameters)),
      std::move(displacement),
      sqrt_nonnegative(square.range()),
      width.sign() == 0 ? Ball(p) : sqrt(square).integral().range(width, width),
      {},
      {},
      {}};
  for (const TaylorModel& r : models_->residual) {
    piece.residual.push_back(r.range(a, b));
  }
  const long n = problem.points.size();
  for (std::size_t entry = 0; entry < gram_.size(); ++entry) {
    piece.kernel.push_back(gram_[entry].range(a, b) * n);
    const TaylorModel change =
        gram_[entry] * Ball(n, p) - TaylorModel::constant(initial_kernel_[entry], step_->length);
    piece.kernel_change.push_back(change.range(a, b));
  }
  return piece;
}

}  // namespace ntkcert
