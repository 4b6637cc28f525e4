#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace ntkcert {

/// Memory aligned as Lanes need it.
template <typename T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};

  AlignedAllocator() = default;
  template <typename U>
  explicit AlignedAllocator(const AlignedAllocator<U>& /*other*/) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kAlignment)); }
  void deallocate(T* p, std::size_t /*n*/) { ::operator delete(p, kAlignment); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) = default;
};

/// A fixed number of values, zero at first, aligned as Lanes need it; index arithmetic with `long`.
template <typename T>
class AlignedArray {
 public:
  explicit AlignedArray(long size = 0) : values_(static_cast<std::size_t>(size)) {}

  [[nodiscard]] long size() const { return static_cast<long>(values_.size()); }
  [[nodiscard]] T* data() { return values_.data(); }
  [[nodiscard]] const T* data() const { return values_.data(); }
  [[nodiscard]] T& operator[](long i) { return values_.data()[i]; }
  [[nodiscard]] const T& operator[](long i) const { return values_.data()[i]; }

 private:
  std::vector<T, AlignedAllocator<T>> values_;
};

}  // namespace ntkcert
