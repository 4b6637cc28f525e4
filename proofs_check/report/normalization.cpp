#include "report/normalization.hpp"

#include <utility>

#include "ntkcert/ball/error.hpp"

namespace ntkcert::report {

const std::vector<std::string>& Normalization::names() {
  static const std::vector<std::string> names{"lambda", "lambda-multiplicity", "gegenbauer", "surface"};
  return names;
}

Normalization::Normalization(std::string name, long dimension, Precision p)
    : name_(std::move(name)), dimension_(dimension), precision_(p) {
  if (name_ == "gegenbauer" && dimension == 2) {
    throw InvalidInput("--normalization gegenbauer with --dim 2: accepted are dimensions 3 or more");
  }
}

Ball Normalization::apply(const Eigenvalue& eigenvalue) const {
  return eigenvalue.proved_zero ? eigenvalue.value : eigenvalue.value * factor(eigenvalue);
}

Ball Normalization::factor(const Eigenvalue& eigenvalue) const {
  if (name_ == "lambda-multiplicity") {
    return {eigenvalue.multiplicity, precision_};
  }
  if (name_ == "gegenbauer") {
    // κ = Σ b_k C_k^{(α)} with α = d/2 − 1 and P_k = C_k/C_k(1), N/C_k(1) = (k+α)/α.
    return {Rational(2 * eigenvalue.degree + dimension_ - 2, dimension_ - 2), precision_};
  }
  if (name_ == "surface") {
    const Ball half_dimension(Rational(dimension_, 2), precision_);
    return pow(Ball::pi(precision_), half_dimension) * reciprocal_gamma(half_dimension) * 2;
  }
  return {1, precision_};
}

}  // namespace ntkcert::report
