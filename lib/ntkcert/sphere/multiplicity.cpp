#include "ntkcert/sphere/multiplicity.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

constexpr long kMaxDimension = 10'000'000;
constexpr long kMaxDegree = 1'000'000;

}  // namespace

void check_dimension(long dimension) {
  if (dimension < 2 || dimension > kMaxDimension) {
    throw InvalidInput(
        fmt::format("dimension {} is out of range: accepted are 2 to {}", dimension, kMaxDimension));
  }
}

void check_degree(long degree) {
  if (degree < 0 || degree > kMaxDegree) {
    throw InvalidInput(fmt::format("degree {} is out of range: accepted are 0 to {}", degree, kMaxDegree));
  }
}

Integer multiplicity(long dimension, long degree) {
  check_dimension(dimension);
  check_degree(degree);
  if (degree == 0) {
    return 1;
  }
  const auto d = static_cast<unsigned long>(dimension);
  const auto k = static_cast<unsigned long>(degree);
  FlintInteger n;
  fmpz_bin_uiui(n.raw(), k + d - 3, k - 1);
  fmpz_mul_ui(n.raw(), n.raw(), 2 * k + d - 2);
  fmpz_divexact_ui(n.raw(), n.raw(), k);
  return n.value();
}

}  // namespace ntkcert
