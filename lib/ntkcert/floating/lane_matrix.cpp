#include "ntkcert/floating/lane_matrix.hpp"

#include <cstddef>

namespace ntkcert {
namespace {

struct Operands {
  const double* left;
  const double* right;
  long right_step;  // between blocks
  long depth;
  double* sum;
  long sum_step;
};

/// A block of rows and kBlocks blocks of columns.
template <std::size_t kBlocks>
NTKCERT_INLINE void multiply_tile(const Operands& x) {
  constexpr std::size_t kRows = kLanes;
  Lanes sums[kRows][kBlocks] = {};
  const double* left = x.left;
  const double* right = x.right;
  for (long k = 0; k < x.depth; ++k, left += kLanes, right += kLanes) {
    const double* block = right;
    for (std::size_t b = 0; b < kBlocks; ++b, block += x.right_step) {
      const Lanes r = load(block);
      for (std::size_t i = 0; i < kRows; ++i) {
        sums[i][b] += left[i] * r;
      }
    }
  }
  double* line = x.sum;
  for (std::size_t i = 0; i < kRows; ++i, line += kLanes) {
    double* target = line;
    for (std::size_t b = 0; b < kBlocks; ++b, target += x.sum_step) {
      store(target, load(target) + sums[i][b]);
    }
  }
}

/// A block of rows.
NTKCERT_CLONES void multiply_rows(Operands x, long blocks) {
  for (; blocks >= 2; blocks -= 2, x.right += 2 * x.right_step, x.sum += 2 * x.sum_step) {
    multiply_tile<2>(x);
  }
  if (blocks == 1) {
    multiply_tile<1>(x);
  }
}

}  // namespace

void add_transposed_product(const LaneMatrix& left, const LaneMatrix& right, Range depth, LaneMatrix& sum,
                            Range row_blocks, bool upper) {
  for (long row = row_blocks.first; row < row_blocks.last; ++row) {
    const long column = upper ? row : 0;
    multiply_rows({left.block(row, depth.first), right.block(column, depth.first), right.block_size(),
                   depth.last - depth.first, sum.block(column, row * kLanes), sum.block_size()},
                  sum.blocks() - column);
  }
}

}  // namespace ntkcert
