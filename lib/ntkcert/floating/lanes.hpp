#pragma once

#include <cstdint>

namespace ntkcert {

/// Eight doubles that are worked on together (a vector type of GCC and Clang, for any instruction set).
inline constexpr long kLanes = 8;
using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));
using IntegerLanes = std::int64_t __attribute__((vector_size(kLanes * sizeof(std::int64_t))));

#define NTKCERT_INLINE [[gnu::always_inline]] inline
/// One machine code for each of these instruction sets, chosen when the program starts. Such a function calls
/// nothing that returns Lanes, for Clang takes that for a call; what it is made of is NTKCERT_INLINE. None
/// where all code is for the best of them anyway: GCC 12 breaks off there.
#if defined(__x86_64__) && !defined(__AVX512F__)
#define NTKCERT_CLONES [[gnu::target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")]]
#else
#define NTKCERT_CLONES
#endif

NTKCERT_INLINE IntegerLanes bits_of(const Lanes& x) { return reinterpret_cast<const IntegerLanes&>(x); }
NTKCERT_INLINE Lanes from_bits(const IntegerLanes& x) { return reinterpret_cast<const Lanes&>(x); }
NTKCERT_INLINE Lanes broadcast(double x) { return Lanes{} + x; }
NTKCERT_INLINE Lanes load(const double* p) { return *reinterpret_cast<const Lanes*>(p); }
NTKCERT_INLINE void store(double* p, const Lanes& x) { *reinterpret_cast<Lanes*>(p) = x; }
NTKCERT_INLINE Lanes absolute(const Lanes& x) { return from_bits(bits_of(x) & INT64_MAX); }
/// x if it is NaN.
NTKCERT_INLINE Lanes smaller(const Lanes& x, const Lanes& y) { return y < x ? y : x; }
/// ±x ≥ 0 with the sign of y.
NTKCERT_INLINE Lanes with_sign(const Lanes& x, const Lanes& y) {
  return from_bits(bits_of(x) | (bits_of(y) & INT64_MIN));
}
/// The larger of |x| and `most` as bit patterns: these are ordered as the numbers, infinity and NaN last.
NTKCERT_INLINE IntegerLanes larger_size(const IntegerLanes& most, const Lanes& x) {
  const IntegerLanes size = bits_of(x) & INT64_MAX;
  return size > most ? size : most;
}
/// Three additions deep, always in this order.
NTKCERT_INLINE double sum_of_lanes(const Lanes& x) {
  return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
}

}  // namespace ntkcert
