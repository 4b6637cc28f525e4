#include "ntkcert/deviation/damping.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

void require_rate(const Dyadic& rate) {
  if (rate.sign() < 0) {
    throw InvalidInput(fmt::format("the damping rate {} is negative: accepted is 0 or more", rate.to_hex()));
  }
}

}  // namespace

Ball damping_factor(const Dyadic& rate, const Ball& t) {
  require_rate(rate);
  if (rate.sign() == 0) {
    return t;
  }
  const Ball lambda(rate, t.precision());
  return -expm1(-(lambda * t)) / lambda;
}

TaylorModel damping_model(const Dyadic& rate, const Dyadic& start, const Dyadic& length, Precision p) {
  require_rate(rate);
  const Ball lambda(rate, p);
  const Ball t(start, p);
  return TaylorModel::constant(damping_factor(rate, t), length) +
         exponential_model(-lambda, length).integral() * exp(-(lambda * t));
}

TaylorModel damping_model(const Ball& rate, const Dyadic& start, const Dyadic& length) {
  const Precision p = rate.precision();
  const TaylorModel largest = damping_model(std::max(Dyadic(0), rate.lower()), start, length, p);
  const Ball width = (largest - damping_model(rate.upper(), start, length, p)).range();
  return largest + TaylorModel::constant(hull(Ball(p), -width), length);
}

}  // namespace ntkcert
