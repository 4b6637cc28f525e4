#pragma once

#include <arb.h>

#include <cstddef>
#include <utility>

namespace ntkcert {

/// A contiguous array of Arb balls, zero at first, for inner loops that call Arb directly.
class BallArray {
 public:
  explicit BallArray(long size) : values_(_arb_vec_init(size)), size_(size) {}
  BallArray(const BallArray& other) : BallArray(other.size_) { _arb_vec_set(values_, other.values_, size_); }
  BallArray(BallArray&& other) noexcept
      : values_(std::exchange(other.values_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  BallArray& operator=(const BallArray& other) { return *this = BallArray(other); }
  BallArray& operator=(BallArray&& other) noexcept {
    std::swap(values_, other.values_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~BallArray() { _arb_vec_clear(values_, size_); }

  [[nodiscard]] long size() const { return size_; }
  [[nodiscard]] arb_struct* at(long i) { return values_ + i; }
  [[nodiscard]] const arb_struct* at(long i) const { return values_ + i; }

 private:
  arb_struct* values_;
  long size_;
};

}  // namespace ntkcert
