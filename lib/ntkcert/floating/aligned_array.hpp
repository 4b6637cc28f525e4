#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace ntkcert {

/// A fixed number of values, zero at first, aligned as Lanes need it; index arithmetic with `long`.
template <typename T>
class AlignedArray {
 public:
  explicit AlignedArray(long size = 0)
      : size_(size), values_(static_cast<T*>(::operator new(bytes(size), kAlignment))) {
    std::fill_n(values_.get(), size, T{});
  }
  AlignedArray(const AlignedArray& other) : AlignedArray(other.size_) {
    std::copy_n(other.values_.get(), size_, values_.get());
  }
  AlignedArray(AlignedArray&&) noexcept = default;
  AlignedArray& operator=(const AlignedArray& other) { return *this = AlignedArray(other); }
  AlignedArray& operator=(AlignedArray&&) noexcept = default;
  ~AlignedArray() = default;

  [[nodiscard]] long size() const { return size_; }
  [[nodiscard]] T* data() { return values_.get(); }
  [[nodiscard]] const T* data() const { return values_.get(); }
  [[nodiscard]] T& operator[](long i) { return values_.get()[i]; }
  [[nodiscard]] const T& operator[](long i) const { return values_.get()[i]; }

 private:
  static constexpr std::align_val_t kAlignment{64};
  static std::size_t bytes(long size) { return static_cast<std::size_t>(size) * sizeof(T); }
  struct Free {
    void operator()(T* p) const { ::operator delete(p, kAlignment); }
  };

  long size_;
  std::unique_ptr<T, Free> values_;
};

}  // namespace ntkcert
