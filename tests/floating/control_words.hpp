#pragma once

#include <xmmintrin.h>

#include <array>

namespace ntkcert::testing {

/// MXCSR: rounding to nearest, down, up, to zero; the same with results and arguments flushed to zero.
inline constexpr std::array kControlWords{0x1f80U, 0x3f80U, 0x5f80U, 0x7f80U,
                                          0x9fc0U, 0xbfc0U, 0xdfc0U, 0xffc0U};

/// Sets the control word of this thread's floating-point arithmetic while it lives.
class ControlWord {
 public:
  explicit ControlWord(unsigned word) : before_(_mm_getcsr()) { _mm_setcsr(word); }
  ControlWord(const ControlWord&) = delete;
  ControlWord& operator=(const ControlWord&) = delete;
  ~ControlWord() { _mm_setcsr(before_); }

 private:
  unsigned before_;
};

}  // namespace ntkcert::testing
