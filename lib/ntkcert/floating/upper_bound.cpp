#include "ntkcert/floating/upper_bound.hpp"

#include <limits>

namespace ntkcert {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

UpperBound UpperBound::above(const Dyadic& x) { return enlarged(arf_get_d(x.raw(), ARF_RND_UP)); }

UpperBound UpperBound::of_sum(double sum, long terms) {
  return (UpperBound(1) + gamma_factor(terms + 3)) * UpperBound(sum);
}

// k·kUnit is exact for k < 2^53; for k·kUnit ≤ 2^{−20} the quotient is at most k·kUnit(1 + 2^{−19}).
UpperBound gamma_factor(long k) {
  const double first = static_cast<double>(k) * kUnit;
  return first <= 0x1p-20 ? UpperBound(first) * UpperBound(1 + 0x1p-19) : UpperBound(kInfinity);
}

// The plain sum of n products is at least (1 − γ_{n+1}) times the exact one, less n underflows.
UpperBound bound_of_dot(std::span<const UpperBound> a, const UpperBound* last) {
  double sum = 0;
  for (const UpperBound& x : a) {
    sum += x.value_ * last->value_;
    --last;
  }
  return UpperBound::of_sum(sum, static_cast<long>(a.size()));
}

UpperBound bound_of_polynomial(std::span<const UpperBound> c, UpperBound x, long from) {
  UpperBound sum;
  for (auto k = std::ssize(c) - 1; k >= from; --k) {
    sum = sum * x + c[static_cast<std::size_t>(k)];
  }
  return from == 0 ? sum : sum * power(x, from);
}

UpperBound power(UpperBound x, long n) {
  UpperBound result(1);
  for (UpperBound square = x; n > 0; n /= 2, square *= square) {
    result = n % 2 == 1 ? result * square : result;
  }
  return result;
}

UpperBound reciprocal_of_complement(UpperBound x) {
  // 1 − x may be rounded up by a relative kUnit.
  const double rest = (1 - x.value()) * (1 - 0x1p-50);
  return rest > 0 ? UpperBound(1) / rest : UpperBound(kInfinity);
}

UpperBound exp(UpperBound x) {
  int squarings = 0;
  double reduced = x.value();
  for (; reduced > 0.5 && squarings <= 10; ++squarings) {
    reduced /= 2;
  }
  if (!(reduced <= 0.5)) {
    return UpperBound(kInfinity);
  }
  // What follows x^16/16! is less than twice x^17/17!.
  constexpr int kDegree = 16;
  UpperBound sum = UpperBound(1) + 2 * UpperBound(reduced) / (kDegree + 1);
  for (int k = kDegree; k >= 1; --k) {
    sum = UpperBound(1) + UpperBound(reduced) * sum / k;
  }
  for (; squarings > 0; --squarings) {
    sum *= sum;
  }
  return sum;
}

}  // namespace ntkcert
