#include "ntkcert/deviation/growth_law.hpp"

#include <algorithm>

#include "ntkcert/deviation/inequality.hpp"
#include "ntkcert/deviation/population.hpp"
#include "ntkcert/flow/upper_bounds.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"

namespace ntkcert {
namespace {

Ball root2() { return sqrt(Ball(2, kBoundPrecision)); }

Ball inner_size(const Network& network, long neuron) {
  Vector w;
  for (long j = 0; j <= network.dim(); ++j) {
    w.push_back(network.inner(neuron, j));
  }
  return norm(w).at(kBoundPrecision);
}

/// ‖W̄‖_op from the largest eigenvalue of W̄ᵀW̄.
Ball operator_norm_of_inner(const Network& network) {
  const long columns = network.dim() + 1;
  Matrix product(columns, columns, network.parameters().front().precision());
  for (long i = 0; i < columns; ++i) {
    for (long j = i; j < columns; ++j) {
      Ball sum(product.precision());
      for (long l = 0; l < network.width(); ++l) {
        sum += network.inner(l, i) * network.inner(l, j);
      }
      product.set(i, j, sum);
      product.set(j, i, sum);
    }
  }
  return sqrt_nonnegative(SymmetricEigen(product).eigenvalue(columns - 1)).at(kBoundPrecision);
}

}  // namespace

GrowthLaw::GrowthLaw(const SmoothActivation& activation) {
  SupBounds sup = activation.sup_bounds(kBoundPrecision);
  value_ = std::move(sup.value);
  at_zero_ = std::move(sup.at_zero);
  first_ = std::move(sup.first);
  second_ = std::move(sup.second);
  third_ = std::move(sup.third);
  slope_ = root2() * first_;
}

WeightSizes GrowthLaw::majorants(const WeightSizes& initial, const Ball& q) const {
  if (value_) {
    return {initial.outer + *value_ * q,
            initial.inner + slope_ * (initial.outer * q + *value_ * square(q) / 2)};
  }
  const Ball rest = at_zero_ / slope_;
  const Ball x = slope_ * q;
  return {initial.outer * cosh(x) + (initial.inner + rest) * sinh(x),
          (initial.inner + rest) * cosh(x) + initial.outer * sinh(x) - rest};
}

Ball GrowthLaw::output(const Ball& inner) const { return value_ ? *value_ : at_zero_ + slope_ * inner; }

Ball GrowthLaw::gradient_square(const WeightSizes& sizes) const {
  return square(output(sizes.inner)) + square(slope_ * sizes.outer) + 1;
}

Ball GrowthLaw::hessian(long width, const Ball& largest_outer) const {
  return (slope_ + 2 * second_ * largest_outer) / sqrt(Ball(width, kBoundPrecision));
}

Ball GrowthLaw::kernel_drift(const WeightSizes& initial, const WeightSizes& cubic, const Ball& q) const {
  const auto speed = [&](const Ball& at) {
    const WeightSizes sizes = majorants(initial, at);
    const Ball third = majorants(cubic, at).outer;
    return 4 * square(slope_) * (sizes.outer * output(sizes.inner) + second_ * pow(third, 3UL));
  };
  constexpr long kCells = 64;
  return at_ends(
      [&](const Ball& end) {
        Ball sum(kBoundPrecision);
        Ball before = speed(Ball(kBoundPrecision));
        const Ball first = before;
        for (long i = 1; i <= kCells; ++i) {
          before = speed(end * i / kCells);
          sum += before;
        }
        return end / kCells * hull(sum - before + first, sum);
      },
      q);
}

Ball GrowthLaw::doubled_drift(const Ball& outer, const Ball& q) const {
  const Ball& s = *value_;
  const Ball& a = outer;
  const auto bound = [&](const Ball& x) {
    const Ball x2 = square(x);
    return 4 * square(first_ * s) * x2 +
           24 * square(first_) * second_ * s *
               (square(a) * x2 / 2 + 2 * a * s * x * x2 / 3 + square(s * x2) / 4) +
           slope_ * (a * x2 / 2 + s * x * x2 / 6) * 8 * root2() *
               (a * (pow(first_, 3UL) + 2 * first_ * second_ * s) +
                pow(a, 3UL) * (2 * first_ * square(second_) + square(first_) * third_));
  };
  return at_ends(bound, q);
}

Ball GrowthLaw::neuronwise_drift(const std::vector<WeightSizes>& neurons, const Ball& q) const {
  const auto bound = [&](const Ball& x) {
    Ball sum(kBoundPrecision);
    for (const WeightSizes& initial : neurons) {
      const WeightSizes now = majorants(initial, x);
      const Ball& a = initial.outer;
      const Ball moved_outer = now.outer - a;
      const Ball moved_inner = now.inner - initial.inner;
      const Ball s = output(now.inner);
      sum +=
          8 * square(first_) * (s + second_ * (square(now.outer) + now.outer * a + square(a))) * moved_outer;
      sum += 8 * root2() * a *
             (pow(first_, 3UL) + 2 * first_ * second_ * s +
              square(a) * (2 * first_ * square(second_) + square(first_) * third_)) *
             moved_inner;
    }
    return x * sum / (2 * static_cast<long>(neurons.size()));
  };
  return at_ends(bound, q);
}

WeightSizes mean_sizes(const Network& network) {
  Vector a;
  for (long l = 0; l < network.width(); ++l) {
    a.push_back(network.outer(l));
  }
  const Ball root_m = sqrt(Ball(network.width(), kBoundPrecision));
  return {norm(a).at(kBoundPrecision) / root_m, operator_norm_of_inner(network) / root_m};
}

WeightSizes cubic_sizes(const Network& network) {
  Ball outer(kBoundPrecision);
  Ball inner(kBoundPrecision);
  for (const WeightSizes& neuron : neuron_sizes(network)) {
    outer += pow(neuron.outer, 3UL);
    inner += pow(neuron.inner, 3UL);
  }
  const Ball third(Rational(1, 3), kBoundPrecision);
  return {pow(outer / network.width(), third), pow(inner / network.width(), third)};
}

std::vector<WeightSizes> neuron_sizes(const Network& network) {
  std::vector<WeightSizes> r;
  for (long l = 0; l < network.width(); ++l) {
    r.push_back({abs(network.outer(l)).at(kBoundPrecision), inner_size(network, l)});
  }
  return r;
}

Ball at_ends(const std::function<Ball(const Ball&)>& f, const Ball& q) {
  const auto at = [&](const Dyadic& end) { return f(Ball(std::max(Dyadic(0), end), kBoundPrecision)); };
  if (!q.is_finite()) {
    return Ball::whole_line(kBoundPrecision);
  }
  return q.is_exact() ? at(q.midpoint())
                      : from_bounds(at(q.lower()).lower(), at(q.upper()).upper(), kBoundPrecision);
}

KernelDrift::KernelDrift(const Network& initial)
    : law_(initial.activation()),
      mean_(mean_sizes(initial)),
      cubic_(cubic_sizes(initial)),
      doubled_(is_doubled(initial)),
      neurons_(neuron_sizes(initial)) {
  for (const WeightSizes& neuron : neurons_) {
    largest_outer_ = max(largest_outer_, neuron.outer);
  }
}

Ball KernelDrift::operator()(const Ball& q) const {
  constexpr std::size_t kKept = 16;
  const Dyadic key = q.midpoint();
  const auto found = known_.find(key);
  if (found != known_.end()) {
    return found->second;
  }
  if (known_.size() >= kKept) {
    known_.clear();
  }
  return known_.emplace(key, least(Ball(key, kBoundPrecision))).first->second;
}

Ball KernelDrift::least(const Ball& q) const {
  Ball least = law_.kernel_drift(mean_, cubic_, q);
  if (doubled_) {
    least = min(least, law_.neuronwise_drift(neurons_, q));
    if (law_.is_bounded()) {
      least = min(least, law_.doubled_drift(largest_outer_, q));
    }
  }
  return least;
}

}  // namespace ntkcert
