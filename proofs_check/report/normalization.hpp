#pragma once

#include <string>
#include <vector>

#include "ntkcert/spectrum/eigenvalues.hpp"

namespace ntkcert::report {

/// What an eigenvalue λ_k is multiplied by in another convention: lambda (1), lambda-multiplicity (N(d,k)),
/// gegenbauer (the coefficient of C_k^{(d/2−1)}: (2k+d−2)/(d−2), d ≥ 3), surface (|S^{d−1}| =
/// 2π^{d/2}/Γ(d/2): surface measure in place of the probability measure).
class Normalization {
 public:
  /// Throws InvalidInput for gegenbauer with dimension 2. `name` is one of names().
  Normalization(std::string name, long dimension, Precision p);
  [[nodiscard]] static const std::vector<std::string>& names();

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Encloses the eigenvalue in this convention; what is proved to be zero stays so.
  [[nodiscard]] Ball apply(const Eigenvalue& eigenvalue) const;

 private:
  [[nodiscard]] Ball factor(const Eigenvalue& eigenvalue) const;

  std::string name_;
  long dimension_;
  Precision precision_;
};

}  // namespace ntkcert::report
