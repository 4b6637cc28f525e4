#include "ntkcert/flow/double_problem.hpp"

#include <fmt/core.h>

#include <cmath>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {
namespace {

/// Enough for ⟨w̄, x̄⟩ to be off by little compared with 2^{−53}.
constexpr long kBits = 96;

double nearest(const arb_struct* x, const char* what) {
  const double result = arf_get_d(arb_midref(x), ARF_RND_NEAR);
  if (!std::isfinite(result)) {
    throw InvalidInput(fmt::format("{} is beyond the range of double precision: tier \"ball\" can", what));
  }
  return result;
}

UpperBound above(const Ball& x) { return UpperBound::above(x.upper()); }

/// x − rounded.
Ball rest(const arb_struct* x, double rounded) {
  Ball result{Precision(kBits)};
  const Dyadic exact = Dyadic::from_double(rounded);
  arb_sub_arf(result.raw(), x, exact.raw(), kBits);
  return result;
}

}  // namespace

DoubleProblem::DoubleProblem(const FlowProblem& problem)
    : layout(problem.initial.layout()),
      samples(problem.points.size()),
      blocks((samples + kLanes - 1) / kLanes),
      points(blocks * (layout.dim + 1) * kLanes),
      labels(blocks * kLanes),
      preactivations(layout.width * blocks * kLanes),
      origin(static_cast<std::size_t>(layout.size())),
      displacement(origin.size()) {
  Ball root = 1 / sqrt(Ball(layout.width, Precision(kBits)));
  scale = nearest(root.raw(), "1/√m");

  Ball distance{Precision(kBits)};
  for (std::size_t q = 0; q < origin.size(); ++q) {
    const arb_struct* exact = problem.initial.parameters()[q].raw();
    origin[q] = nearest(exact, "an initial parameter");
    const Ball first = rest(exact, origin[q]);
    displacement[q] = nearest(first.raw(), "an initial parameter");
    distance += square(rest(first.raw(), displacement[q]));
  }
  initial_error = above(sqrt_nonnegative(distance));

  for (long i = 0; i < samples; ++i) {
    Ball error{Precision(kBits)};
    Ball size{Precision(kBits)};
    for (long c = 0; c <= layout.dim; ++c) {
      const arb_struct* exact = problem.points.row(i) + c;
      double& x = points[((i / kLanes) * (layout.dim + 1) + c) * kLanes + i % kLanes];
      x = nearest(exact, "a point");
      error += square(rest(exact, x));
      size += square(Ball::from_double(x, Precision(kBits)));
    }
    point_error = max(point_error, above(sqrt_nonnegative(error)));
    point_size = max(point_size, above(sqrt(size)));
    const Ball& label = problem.labels[static_cast<std::size_t>(i)];
    labels[i] = nearest(label.raw(), "a label");
    label_error = max(label_error, above(abs(rest(label.raw(), labels[i]))));
    label_size = max(label_size, UpperBound(std::abs(labels[i])));
  }

  UpperNorm radius;
  Ball z{Precision(kBits)};
  Ball error{Precision(kBits)};
  BallArray weights(layout.dim + 1);
  for (long l = 0; l < layout.width; ++l) {
    for (long c = 0; c <= layout.dim; ++c) {
      const Dyadic w = Dyadic::from_double(origin[static_cast<std::size_t>(layout.inner(l) + c)]);
      arb_set_arf(weights.at(c), w.raw());
    }
    for (long i = 0; i < samples; ++i) {
      arb_dot(z.raw(), nullptr, 0, weights.at(0), 1, problem.points.row(i), 1, layout.dim + 1, kBits);
      preactivations[l * blocks * kLanes + i] = nearest(z.raw(), "a preactivation");
      arb_get_rad_arb(error.raw(), z.raw());
      radius.raise_to(error.raw());
    }
  }
  preactivation_error = above(radius.maximum());
}

}  // namespace ntkcert
