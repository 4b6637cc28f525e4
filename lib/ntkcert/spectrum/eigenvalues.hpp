#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert {

class CertificateCache;

/// Which eigenvalues are wanted, and how precisely.
struct EigenvalueRequest {
  Architecture architecture;
  long dimension = 3;         ///< d ≥ 2, of the ambient space of the sphere S^{d−1}
  std::vector<long> degrees;  ///< ≥ 0, not empty, without repetition, in the order of the result
  long digits = 30;           ///< ≥ 1: every nonzero eigenvalue gets a relative radius ≤ 10^{−digits}
  std::optional<Precision> start = std::nullopt;  ///< first working precision; estimated when absent
  Precision limit = Precision(1L << 16);          ///< last working precision
  std::optional<std::string> algorithm =
      std::nullopt;          ///< a name of eigenvalue_algorithms(); chosen when absent
  bool cross_check = false;  ///< compute everything by a second algorithm, too, and compare
  std::shared_ptr<const CertificateCache> cache = nullptr;  ///< of bounds of deep kernels; none if null
  std::size_t jobs = 1;  ///< threads at once, on which no bit of the result depends
};

struct Eigenvalue {
  long degree;
  Integer multiplicity;  ///< N(d,k) = dimension of the spherical harmonics of the degree
  Ball value;            ///< λ_k; exactly zero (radius zero) if `proved_zero`
  bool proved_zero;  ///< λ_k = 0 follows from the parity of the kernel, not from the size of an enclosure
};

struct Spectrum {
  std::vector<Eigenvalue> eigenvalues;  ///< in the order of the request
  Ball trace;                           ///< κ(1) = Σ_k λ_kN(d,k) over all degrees
  Ball tail;  ///< mass of all degrees *not listed*: κ(1) − Σ_{listed} λ_kN(d,k), cut to [0, ∞)
  Precision precision;          ///< of the last pass
  long digits;                  ///< correct digits of the worst nonzero eigenvalue, at most those asked for
  bool reached;                 ///< digits asked for were reached within the precision limit
  std::string algorithm;        ///< name of the algorithm used
  std::string checked_by = {};  ///< name of the second algorithm of a cross-check, empty without one
};

/// Encloses the eigenvalues λ_k = c_d∫_{−1}^{1} κ(u)P_k(u)(1−u²)^{(d−3)/2}du of the integral operator of the
/// limiting kernel κ on S^{d−1} with the uniform probability measure: κ(u) = Σ_k λ_kN(d,k)P_k(u), P_k(1) = 1.
/// Every ball covers rounding, truncation and quadrature error, also when `reached` is false.
/// The precision grows until every eigenvalue that is not proved to be zero has the digits asked for, or the
/// limit is met: no error, `reached` is false and `digits` says how many hold. Throws InvalidInput for a
/// degree or dimension out of range, an empty or repeating list, digits < 1, a bad architecture, an unknown
/// algorithm or one that does not apply. With `cross_check` the next algorithm that applies encloses the same
/// eigenvalues for as many digits, and every pair of enclosures must overlap: a disjoint pair is an error of
/// this program and throws std::logic_error, which names both; InvalidInput if only one algorithm applies.
[[nodiscard]] Spectrum eigenvalues(const EigenvalueRequest& request);

/// The names of the algorithms that apply to the architecture.
[[nodiscard]] std::vector<std::string> eigenvalue_algorithms(const Architecture& architecture);

}  // namespace ntkcert
