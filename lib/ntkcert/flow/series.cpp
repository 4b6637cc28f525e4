#include "ntkcert/flow/series.hpp"

#include <algorithm>

namespace ntkcert {
namespace {

/// No order is computed with fewer bits.
constexpr long kLeastBits = 32;
/// Bits that an order keeps above its share.
constexpr long kGuard = 12;

}  // namespace

StepSeries::StepSeries(const FlowProblem& problem, const BallArray& state, long order)
    : activation_(problem.initial.activation()),
      points_(problem.points),
      labels_(problem.labels),
      layout_(problem.initial.layout()),
      precision_(problem.precision.bits()),
      order_(order),
      scale_(1 / sqrt(Ball(layout_.width, problem.precision))),
      parameters_(layout_.size() * (order + 1)),
      residuals_(points_.size() * (order + 1)),
      preactivations_(layout_.width * points_.size() * (order + 1)),
      values_(preactivations_.size()),
      slopes_(preactivations_.size()),
      scratch_(ActivationSeries::kScratch * preactivations_.size()),
      mean_slopes_(layout_.width * (layout_.dim + 1) * (order + 1)) {
  for (long q = 0; q < layout_.size(); ++q) {
    arb_set(cell(parameters_, q), state.at(q));
  }
  for (long k = 0; k <= order_; ++k) {
    compute_activations(k);
    compute_residuals(k);
    record_norms(k);
    if (k < order_) {
      compute_next_parameters(k);
    }
  }
  Ball sum(problem.precision);
  for (long i = 0; i < points_.size(); ++i) {
    Ball size(problem.precision);
    arb_abs(size.raw(), residual(i));
    sum += size;
  }
  norms_.mean_residual = upper_end(sum / points_.size());
}

long StepSeries::bits(long k) const {
  return std::max(kLeastBits, std::min(precision_, precision_ - precision_ * k / order_ + kGuard));
}

const arb_struct* StepSeries::mean_slope(long neuron, long j) const {
  return mean_slopes_.at((neuron * (layout_.dim + 1) + j) * (order_ + 1));
}

ActivationCoefficients StepSeries::activation(long neuron, long i) const {
  const long start = pair(neuron, i) * (order_ + 1);
  return {preactivations_.at(start), values_.at(start), slopes_.at(start)};
}

void StepSeries::compute_activations(long k) {
  for (long l = 0; l < layout_.width; ++l) {
    const arb_struct* weights = parameter(layout_.inner(l)) + k;
    for (long i = 0; i < points_.size(); ++i) {
      arb_struct* z = cell(preactivations_, pair(l, i));
      arb_dot(z + k, nullptr, 0, weights, order_ + 1, points_.row(i), 1, layout_.dim + 1, bits(k));
      activation_.extend_series(
          {z, cell(values_, pair(l, i)), cell(slopes_, pair(l, i)),
           scratch_.at(ActivationSeries::kScratch * pair(l, i) * (order_ + 1)), order_ + 1},
          k, bits(k));
    }
  }
}

void StepSeries::compute_residuals(long k) {
  for (long i = 0; i < points_.size(); ++i) {
    arb_struct* r = cell(residuals_, i) + k;
    for (long l = 0; l < layout_.width; ++l) {
      arb_dot(r, r, 0, parameter(layout_.outer(l)), 1, cell(values_, pair(l, i)) + k, -1, k + 1, bits(k));
    }
    arb_mul(r, r, scale_.raw(), bits(k));
    arb_add(r, r, parameter(layout_.output_bias()) + k, bits(k));
    if (k == 0) {
      arb_sub(r, r, labels_[static_cast<std::size_t>(i)].raw(), bits(k));
    }
  }
}

void StepSeries::compute_next_parameters(long k) {
  const long n = points_.size();
  const Precision p(bits(k));
  const Ball share = (scale_ / n).at(p);
  UpperNorm defect;
  BallArray products(n);
  Ball gradient(p);
  for (long l = 0; l < layout_.width; ++l) {
    arb_zero(gradient.raw());
    for (long i = 0; i < n; ++i) {
      arb_dot(gradient.raw(), gradient.raw(), 0, residual(i), 1, cell(values_, pair(l, i)) + k, -1, k + 1,
              p.bits());
      arb_dot(products.at(i), nullptr, 0, residual(i), 1, cell(slopes_, pair(l, i)) + k, -1, k + 1, p.bits());
    }
    set_parameter(layout_.outer(l), k + 1, gradient * share, defect);
    for (long j = 0; j <= layout_.dim; ++j) {
      arb_struct* slope = cell(mean_slopes_, l * (layout_.dim + 1) + j);
      arb_dot(slope + k, nullptr, 0, products.at(0), 1, points_.row(0) + j, layout_.dim + 1, n, p.bits());
      arb_mul(slope + k, slope + k, share.raw(), p.bits());
      arb_dot(gradient.raw(), nullptr, 0, parameter(layout_.outer(l)), 1, slope + k, -1, k + 1, p.bits());
      set_parameter(layout_.inner(l) + j, k + 1, gradient, defect);
    }
  }
  arb_zero(gradient.raw());
  for (long i = 0; i < n; ++i) {
    arb_add(gradient.raw(), gradient.raw(), residual(i) + k, p.bits());
  }
  set_parameter(layout_.output_bias(), k + 1, gradient / n, defect);
  norms_.defect.push_back(defect.root());
}

void StepSeries::set_parameter(long q, long k, const Ball& gradient, UpperNorm& defect) {
  arb_struct* coefficient = cell(parameters_, q) + k;
  arb_div_si(coefficient, gradient.raw(), -k, gradient.precision().bits());
  defect.add_radius_square(coefficient, static_cast<unsigned long>(k));
  mag_zero(arb_radref(coefficient));
}

void StepSeries::record_norms(long k) {
  UpperNorm preactivation;
  UpperNorm value;
  for (long index = 0; index < layout_.width * points_.size(); ++index) {
    preactivation.raise_to(cell(preactivations_, index) + k);
    value.raise_to(cell(values_, index));
  }
  norms_.value = value.maximum();
  UpperNorm outer;
  UpperNorm inner;
  UpperNorm bias;
  UpperNorm all;
  for (long q = 0; q < layout_.size(); ++q) {
    const arb_struct* x = parameter(q) + k;
    all.add_square(x);
    (q < layout_.inner(0) ? outer : q < layout_.output_bias() ? inner : bias).add_square(x);
  }
  norms_.preactivation.push_back(preactivation.maximum());
  norms_.outer.push_back(outer.root());
  norms_.inner.push_back(inner.root());
  norms_.bias.push_back(bias.root());
  norms_.all.push_back(all.root());
}

}  // namespace ntkcert
