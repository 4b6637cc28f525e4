#include "ntkcert/deviation/kernel_flow.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "ntkcert/ball/text.hpp"
#include "ntkcert/deviation/hypotheses.hpp"
#include "ntkcert/spectrum/eigenvalues.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

Vector negative_of_sum(const std::vector<TargetPart>& parts) {
  Vector sum = parts.front().values;
  for (Ball& x : sum) {
    x = -x;
  }
  for (std::size_t k = 1; k < parts.size(); ++k) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] -= parts[k].values[i];
    }
  }
  return sum;
}

}  // namespace

std::vector<TargetPart> target_parts(const Network& network, const Target& target, const Points& points) {
  const Precision p = points.precision();
  std::set<long> degrees;
  for (const RidgeHarmonic& term : target.terms()) {
    degrees.insert(term.degree);
  }
  EigenvalueRequest request;
  request.architecture = Architecture::paper(network.shared_activation());
  request.dimension = target.dim();
  request.degrees.assign(degrees.begin(), degrees.end());
  const Spectrum spectrum = eigenvalues(request);
  std::vector<TargetPart> parts;
  for (const Eigenvalue& eigenvalue : spectrum.eigenvalues) {
    std::vector<RidgeHarmonic> terms;
    std::ranges::copy_if(target.terms(), std::back_inserter(terms),
                         [&](const RidgeHarmonic& term) { return term.degree == eigenvalue.degree; });
    const Target part(terms, target.dim());
    Ball square(p);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      for (std::size_t j = 0; j < terms.size(); ++j) {
        const Ball u = i == j ? Ball(1, p) : dot(part.unit_direction(i, p), part.unit_direction(j, p));
        square += Ball(Rational(terms[i].coefficient * terms[j].coefficient), p) *
                  gegenbauer(target.dim(), eigenvalue.degree, u);
      }
    }
    parts.push_back({eigenvalue.degree, eigenvalue.value.at(p), part.values(points),
                     square / Ball(eigenvalue.multiplicity, p)});
  }
  return parts;
}

Ball native_norm_square(const std::vector<TargetPart>& parts) {
  Ball sum(parts.front().norm_square.precision());
  for (const TargetPart& part : parts) {
    if (part.norm_square.is_exact_zero()) {
      continue;
    }
    if (part.eigenvalue.lower() <= Dyadic(0)) {
      throw UnmetHypothesis(
          fmt::format("hypothesis λ_k > 0 on the target's degrees: λ_{} is at least {} only", part.degree,
                      decimal_below(part.eigenvalue.lower(), 4)));
    }
    sum += part.norm_square / part.eigenvalue;
  }
  return sum;
}

KernelFlowBound::KernelFlowBound(KernelFlowStatement statement, const Matrix& gram,
                                 std::vector<TargetPart> parts, std::function<Dyadic()> start)
    : statement_(statement),
      parts_(std::move(parts)),
      linear_(gram, negative_of_sum(parts_)),
      start_(std::move(start)),
      integral_(gram.precision()) {
  for (const TargetPart& part : parts_) {
    values_.push_back(part.values);
    Vector defect = gram * part.values;
    for (std::size_t i = 0; i < defect.size(); ++i) {
      defect[i] -= part.eigenvalue * part.values[i];
    }
    defects_.push_back(std::move(defect));
  }
  if (statement_ == KernelFlowStatement::native_norm) {
    native_norm_square_ = native_norm_square(parts_);
  }
}

TaylorModel KernelFlowBound::mean_square(const std::vector<Vector>& v, const Dyadic& from,
                                         const Dyadic& length) const {
  const Precision p = integral_.precision();
  const std::size_t n = v.front().size();
  std::vector<TaylorModel> decay;
  for (const TargetPart& part : parts_) {
    decay.push_back(exponential_model(-part.eigenvalue, length) * exp(-(part.eigenvalue * Ball(from, p))));
  }
  TaylorModel sum = TaylorModel::constant(Ball(p), length);
  for (std::size_t i = 0; i < n; ++i) {
    TaylorModel value = decay[0] * v[0][i];
    for (std::size_t k = 1; k < v.size(); ++k) {
      value += decay[k] * v[k][i];
    }
    sum += value * value;
  }
  return sum * (1 / Ball(static_cast<long>(n), p));
}

TaylorModel KernelFlowBound::kernel_flow_square(const Dyadic& from, const Dyadic& length) const {
  const std::vector<TaylorModel> none(values_.front().size(),
                                      TaylorModel::constant(Ball(integral_.precision()), length));
  const DeviationStep step = linear_.on_step(from, none, none);
  TaylorModel sum = TaylorModel::constant(Ball(integral_.precision()), length);
  for (const TaylorModel& coordinate : step.deviation) {
    sum += coordinate * coordinate;
  }
  return sum;
}

Sides KernelFlowBound::compare(std::size_t, const Dyadic& a, const Dyadic& b) {
  const Dyadic from = start_() + a;
  const Dyadic length = b - a;
  const Precision p = integral_.precision();
  TaylorModel lhs = kernel_flow_square(from, length);
  TaylorModel rhs = TaylorModel::constant(Ball(p), length);
  if (statement_ == KernelFlowStatement::operators) {
    const TaylorModel integral =
        TaylorModel::constant(integral_, length) + sqrt(mean_square(defects_, from, length)).integral();
    const TaylorModel bound = sqrt(mean_square(values_, from, length)) + integral;
    rhs = bound * bound;
  } else {
    Polynomial time(p);
    time.set_coefficient(0, Ball(from, p));
    time.set_coefficient(1, Ball(1, p));
    lhs = TaylorModel(std::move(time), Ball(p), length) * lhs;
    rhs = TaylorModel::constant(native_norm_square_ / (2 * exp(Ball(1, p))), length);
  }
  return {sqrt_nonnegative(lhs.at_start()),
          sqrt_nonnegative(rhs.at_start()),
          (rhs - lhs).range(),
          2,
          lhs.range(),
          rhs.range()};
}

void KernelFlowBound::advance(const Dyadic& a, const Dyadic& b) {
  if (statement_ == KernelFlowStatement::operators) {
    const TaylorModel integral = sqrt(mean_square(defects_, start_() + a, b - a)).integral();
    integral_ += integral.range(b - a, b - a);
  }
}

}  // namespace ntkcert
