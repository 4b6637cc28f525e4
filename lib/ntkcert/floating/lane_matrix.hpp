#pragma once

#include "ntkcert/floating/aligned_array.hpp"
#include "ntkcert/floating/lanes.hpp"

namespace ntkcert {

/// A matrix of doubles in blocks of kLanes columns, each block row by row: what a product of matrices reads
/// is then one stream. Rows and columns are filled up to multiples of kLanes, with zeros at first.
class LaneMatrix {
 public:
  explicit LaneMatrix(long rows = 0, long columns = 0)
      : rows_(rows), columns_(columns), height_(filled(rows)), values_(height_ * filled(columns)) {}

  [[nodiscard]] long rows() const { return rows_; }
  [[nodiscard]] long columns() const { return columns_; }
  [[nodiscard]] long blocks() const { return filled(columns_) / kLanes; }
  /// How far apart blocks are.
  [[nodiscard]] long block_size() const { return height_ * kLanes; }
  /// Row i of block b.
  [[nodiscard]] double* block(long b, long i = 0) { return values_.data() + b * block_size() + i * kLanes; }
  [[nodiscard]] const double* block(long b, long i = 0) const {
    return values_.data() + b * block_size() + i * kLanes;
  }
  [[nodiscard]] double& operator()(long i, long j) { return block(j / kLanes, i)[j % kLanes]; }
  [[nodiscard]] double operator()(long i, long j) const { return block(j / kLanes, i)[j % kLanes]; }
  /// All of it, filled up.
  [[nodiscard]] AlignedArray<double>& values() { return values_; }
  [[nodiscard]] const AlignedArray<double>& values() const { return values_; }

 private:
  static long filled(long n) { return (n + kLanes - 1) / kLanes * kLanes; }

  long rows_;
  long columns_;
  long height_;
  AlignedArray<double> values_;
};

struct Range {
  long first;
  long last;  // excluded
};

/// sum_ij += Σ_k left_ki·right_kj, k in `depth`, leftᵀ·right, for the rows i of the sum in these blocks of
/// kLanes rows. `upper`: only for the j ≥ i, and some others. Rounding: a product passes through at most one
/// operation more than `depth` has rows, and one more; what was in the sum before through one; in an order
/// that does not depend on how rows are shared out.
void add_transposed_product(const LaneMatrix& left, const LaneMatrix& right, Range depth, LaneMatrix& sum,
                            Range row_blocks, bool upper = false);

}  // namespace ntkcert
