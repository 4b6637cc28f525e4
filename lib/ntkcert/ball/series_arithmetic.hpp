#pragma once

#include <arb_poly.h>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/ball/ball_array.hpp"

namespace ntkcert {

/// Arithmetic of power series in s, each an array of its coefficients of orders below one length; products
/// are truncated. Every coefficient encloses the exact one for all points of the operands.
class SeriesArithmetic {
 public:
  SeriesArithmetic(long length, Precision p) : length_(length), bits_(p.bits()) {}

  [[nodiscard]] long length() const { return length_; }
  [[nodiscard]] BallArray constant(long value) const {
    BallArray r(length_);
    arb_set_si(r.at(0), value);
    return r;
  }
  [[nodiscard]] BallArray copy(const arb_struct* a) const {
    BallArray r(length_);
    _arb_vec_set(r.at(0), a, length_);
    return r;
  }
  [[nodiscard]] BallArray product(const arb_struct* a, const arb_struct* b) const {
    BallArray r(length_);
    _arb_poly_mullow(r.at(0), a, length_, b, length_, length_, bits_);
    return r;
  }
  [[nodiscard]] BallArray product(const BallArray& a, const BallArray& b) const {
    return product(a.at(0), b.at(0));
  }
  [[nodiscard]] BallArray sum(const BallArray& a, const BallArray& b) const {
    BallArray r(length_);
    _arb_vec_add(r.at(0), a.at(0), b.at(0), length_, bits_);
    return r;
  }
  [[nodiscard]] BallArray difference(const BallArray& a, const BallArray& b) const {
    BallArray r(length_);
    _arb_vec_sub(r.at(0), a.at(0), b.at(0), length_, bits_);
    return r;
  }
  [[nodiscard]] BallArray scaled(const BallArray& a, const Ball& c) const {
    BallArray r(length_);
    _arb_vec_scalar_mul(r.at(0), a.at(0), length_, c.raw(), bits_);
    return r;
  }
  /// The derivative; its last coefficient is not known from those of `a` and comes out as 0.
  [[nodiscard]] BallArray derivative(const BallArray& a) const {
    BallArray r(length_);
    _arb_poly_derivative(r.at(0), a.at(0), length_, bits_);
    return r;
  }
  void add(arb_struct* sum, const BallArray& a) const { _arb_vec_add(sum, sum, a.at(0), length_, bits_); }

 private:
  long length_;
  long bits_;
};

}  // namespace ntkcert
