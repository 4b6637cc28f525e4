#include "ntkcert/matrix/matrix.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

void require_shape(bool fits, const Matrix& a, long rows, long columns, const char* operation) {
  if (!fits) {
    throw InvalidInput(fmt::format("{}: a {}×{} matrix does not fit a {}×{} operand", operation, a.rows(),
                                   a.columns(), rows, columns));
  }
}

}  // namespace

Matrix::Matrix(long rows, long columns, Precision p) : precision_(p) {
  if (rows < 0 || columns < 0) {
    throw InvalidInput(fmt::format("a matrix cannot have {} rows and {} columns", rows, columns));
  }
  arb_mat_init(value_, rows, columns);
}

Matrix::Matrix(const Matrix& other) : Matrix(other.rows(), other.columns(), other.precision_) {
  arb_mat_set(value_, other.value_);
}

Matrix::Matrix(Matrix&& other) noexcept : precision_(other.precision_) {
  arb_mat_init(value_, 0, 0);
  arb_mat_swap(value_, other.value_);
}

Matrix& Matrix::operator=(const Matrix& other) {
  if (this != &other) {
    Matrix copy(other);
    *this = std::move(copy);
  }
  return *this;
}

Matrix& Matrix::operator=(Matrix&& other) noexcept {
  arb_mat_swap(value_, other.value_);
  precision_ = other.precision_;
  return *this;
}

Matrix Matrix::identity(long size, Precision p) {
  Matrix r(size, size, p);
  arb_mat_one(r.value_);
  return r;
}

Matrix Matrix::diagonal(const Vector& entries, Precision p) {
  const long size = static_cast<long>(entries.size());
  Matrix r(size, size, p);
  for (long i = 0; i < size; ++i) {
    r.set(i, i, entries[static_cast<std::size_t>(i)]);
  }
  return r;
}

Ball Matrix::operator()(long i, long j) const {
  Ball r(precision_);
  arb_set(r.raw(), arb_mat_entry(value_, i, j));
  return r;
}

void Matrix::set(long i, long j, const Ball& x) { arb_set(arb_mat_entry(value_, i, j), x.raw()); }

Matrix Matrix::transposed() const {
  Matrix r(columns(), rows(), precision_);
  arb_mat_transpose(r.value_, value_);
  return r;
}

Ball Matrix::frobenius_norm() const {
  Ball r(precision_);
  arb_mat_frobenius_norm(r.raw(), value_, precision_.bits());
  return r;
}

bool Matrix::overlaps(const Matrix& other) const { return arb_mat_overlaps(value_, other.value_) != 0; }
bool Matrix::contains(const Matrix& other) const { return arb_mat_contains(value_, other.value_) != 0; }

Matrix operator+(const Matrix& a, const Matrix& b) {
  require_shape(a.rows() == b.rows() && a.columns() == b.columns(), a, b.rows(), b.columns(), "sum");
  Matrix r(a.rows(), a.columns(), std::max(a.precision_, b.precision_));
  arb_mat_add(r.value_, a.value_, b.value_, r.precision_.bits());
  return r;
}

Matrix operator-(const Matrix& a, const Matrix& b) {
  require_shape(a.rows() == b.rows() && a.columns() == b.columns(), a, b.rows(), b.columns(), "difference");
  Matrix r(a.rows(), a.columns(), std::max(a.precision_, b.precision_));
  arb_mat_sub(r.value_, a.value_, b.value_, r.precision_.bits());
  return r;
}

Matrix operator*(const Matrix& a, const Matrix& b) {
  require_shape(a.columns() == b.rows(), a, b.rows(), b.columns(), "product");
  Matrix r(a.rows(), b.columns(), std::max(a.precision_, b.precision_));
  arb_mat_mul(r.value_, a.value_, b.value_, r.precision_.bits());
  return r;
}

Matrix operator*(const Matrix& a, const Ball& c) {
  Matrix r(a.rows(), a.columns(), std::max(a.precision_, c.precision()));
  arb_mat_scalar_mul_arb(r.value_, a.value_, c.raw(), r.precision_.bits());
  return r;
}

Vector operator*(const Matrix& a, const Vector& x) {
  const long length = static_cast<long>(x.size());
  require_shape(a.columns() == length, a, length, 1, "product");
  Matrix column(length, 1, a.precision());
  for (long i = 0; i < length; ++i) {
    column.set(i, 0, x[static_cast<std::size_t>(i)]);
  }
  const Matrix product = a * column;
  Vector r;
  r.reserve(static_cast<std::size_t>(a.rows()));
  for (long i = 0; i < a.rows(); ++i) {
    r.push_back(product(i, 0));
  }
  return r;
}

Ball dot(const Vector& x, const Vector& y) {
  if (x.size() != y.size()) {
    throw InvalidInput(fmt::format("dot product: lengths {} and {} differ", x.size(), y.size()));
  }
  Precision p(2);
  for (std::size_t i = 0; i < x.size(); ++i) {
    p = std::max({p, x[i].precision(), y[i].precision()});
  }
  Ball r(p);
  for (std::size_t i = 0; i < x.size(); ++i) {
    arb_addmul(r.raw(), x[i].raw(), y[i].raw(), p.bits());
  }
  return r;
}

Ball norm(const Vector& x) { return sqrt_nonnegative(dot(x, x)); }

}  // namespace ntkcert
