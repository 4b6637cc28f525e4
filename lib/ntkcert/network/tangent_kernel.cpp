#include "ntkcert/network/tangent_kernel.hpp"

namespace ntkcert {

Matrix tangent_gram(const Network& network, const Points& points) {
  const Matrix z = network.preactivations(points);
  const long n = points.size();
  const long m = network.width();
  const Precision p = z.precision();
  Matrix values(n, m, p);
  Matrix slopes(n, m, p);
  for (long i = 0; i < n; ++i) {
    for (long l = 0; l < m; ++l) {
      values.set(i, l, network.activation().value(z(i, l)));
      slopes.set(i, l, network.outer(l) * network.activation().derivative(z(i, l)));
    }
  }
  const Matrix outer_part = values * values.transposed();
  const Matrix inner_part = slopes * slopes.transposed();
  Matrix gram(n, n, p);
  for (long i = 0; i < n; ++i) {
    for (long j = i; j < n; ++j) {
      const Ball kernel = (outer_part(i, j) + (points.inner(i, j) + 1) * inner_part(i, j)) / m + 1;
      gram.set(i, j, kernel / n);
      gram.set(j, i, kernel / n);
    }
  }
  return gram;
}

}  // namespace ntkcert
