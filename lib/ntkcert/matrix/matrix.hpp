#pragma once

#include <arb_mat.h>

#include <vector>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

using Vector = std::vector<Ball>;

/// A dense matrix of balls (Arb's arb_mat_t). Results have the larger precision of their operands; products
/// and sums enclose the exact result for every choice of points. Shapes that do not fit throw InvalidInput.
class Matrix {
 public:
  Matrix(long rows, long columns, Precision p);
  Matrix(const Matrix& other);
  Matrix(Matrix&& other) noexcept;
  Matrix& operator=(const Matrix& other);
  Matrix& operator=(Matrix&& other) noexcept;
  ~Matrix() { arb_mat_clear(value_); }

  [[nodiscard]] static Matrix identity(long size, Precision p);
  [[nodiscard]] static Matrix diagonal(const Vector& entries, Precision p);

  [[nodiscard]] long rows() const { return arb_mat_nrows(value_); }
  [[nodiscard]] long columns() const { return arb_mat_ncols(value_); }
  [[nodiscard]] Precision precision() const { return precision_; }
  [[nodiscard]] Ball operator()(long i, long j) const;
  void set(long i, long j, const Ball& x);
  [[nodiscard]] Matrix transposed() const;
  /// √Σ|a_ij|², an upper bound of the spectral norm.
  [[nodiscard]] Ball frobenius_norm() const;
  [[nodiscard]] bool overlaps(const Matrix& other) const;
  [[nodiscard]] bool contains(const Matrix& other) const;
  [[nodiscard]] bool is_finite() const { return arb_mat_is_finite(value_) != 0; }

  friend Matrix operator+(const Matrix& a, const Matrix& b);
  friend Matrix operator-(const Matrix& a, const Matrix& b);
  friend Matrix operator*(const Matrix& a, const Matrix& b);
  friend Matrix operator*(const Matrix& a, const Ball& c);
  friend Vector operator*(const Matrix& a, const Vector& x);

  [[nodiscard]] arb_mat_struct* raw() { return value_; }
  [[nodiscard]] const arb_mat_struct* raw() const { return value_; }

 private:
  arb_mat_t value_;
  Precision precision_;
};

/// Σ x_i y_i; lengths that differ throw InvalidInput.
[[nodiscard]] Ball dot(const Vector& x, const Vector& y);
/// Euclidean norm √Σx_i².
[[nodiscard]] Ball norm(const Vector& x);

}  // namespace ntkcert
