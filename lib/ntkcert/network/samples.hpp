#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "ntkcert/ball/exact.hpp"
#include "ntkcert/matrix/matrix.hpp"

namespace ntkcert {

/// g/|g| for an exact g ≠ 0, every component rounded at precision p.
[[nodiscard]] Vector unit_vector(const std::vector<Rational>& g, Precision p);

/// Points x_1..x_n of the unit sphere S^{d−1} in balls, as rows x̄_i = (x_i, 1) of an n×(d+1) matrix: |x̄_i| =
/// √2.
class Points {
 public:
  explicit Points(Matrix augmented) : augmented_(std::move(augmented)) {}
  [[nodiscard]] long size() const { return augmented_.rows(); }
  [[nodiscard]] long dim() const { return augmented_.columns() - 1; }
  [[nodiscard]] Precision precision() const { return augmented_.precision(); }
  [[nodiscard]] const Matrix& augmented() const { return augmented_; }
  /// x̄_i (d+1 contiguous balls), for inner loops.
  [[nodiscard]] const arb_struct* row(long i) const { return augmented_.raw()->rows[i]; }
  /// ⟨x_i, x_j⟩; exactly 1 for i = j.
  [[nodiscard]] Ball inner(long i, long j) const;

 private:
  Matrix augmented_;
};

/// The sample x_i = g_i/|g_i|, i = 1..n, exactly, with g_i exact vectors of R^d.
class Samples {
 public:
  /// g_i standard normal: one NormalSampler, row by row. size ≥ 1, dim ≥ 2, else InvalidInput.
  [[nodiscard]] static Samples draw(long size, long dim, std::uint64_t seed);
  /// Rows of equal length ≥ 2; none of them zero, at least one, else InvalidInput naming the row (from 1).
  [[nodiscard]] static Samples from_rows(std::vector<std::vector<Rational>> rows);

  [[nodiscard]] long size() const { return static_cast<long>(rows_.size()); }
  [[nodiscard]] long dim() const { return static_cast<long>(rows_.front().size()); }
  [[nodiscard]] const std::vector<std::vector<Rational>>& rows() const { return rows_; }
  /// Encloses every x_i, rounded at precision p.
  [[nodiscard]] Points points(Precision p) const;
  /// The first two indices i < j (from 0) with x_i = x_j exactly: then the Gram matrix is singular.
  [[nodiscard]] std::optional<std::pair<long, long>> equal_points() const;

 private:
  explicit Samples(std::vector<std::vector<Rational>> rows);
  std::vector<std::vector<Rational>> rows_;
};

}  // namespace ntkcert
