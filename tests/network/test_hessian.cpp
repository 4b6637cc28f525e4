#include "ntkcert/network/hessian.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"
#include "tests/network/example_network.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(hessian)

namespace {

const Precision kPrecision(300);

/// The risk's gradient Jᵀr/n.
Vector risk_gradient(const Network& net, const Points& points, const Vector& labels) {
  Vector residuals = net.values(points);
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    residuals[i] = (residuals[i] - labels[i]) / points.size();
  }
  return net.jacobian(points).transposed() * residuals;
}

struct Case {
  std::shared_ptr<const SmoothActivation> activation;
  ExactParameters parameters;
  Points points;
  Vector labels;
  [[nodiscard]] Network network() const { return {activation, parameters, kPrecision}; }
  [[nodiscard]] std::vector<Matrix> blocks() const {
    Vector residuals = network().values(points);
    for (std::size_t i = 0; i < residuals.size(); ++i) {
      residuals[i] -= labels[i];
    }
    return residual_hessian_blocks(network(), points, residuals);
  }
};

Case random_case(const std::string& name, std::mt19937_64& engine) {
  Vector labels;
  for (int i = 0; i < 4; ++i) {
    labels.emplace_back(Rational(static_cast<long>(engine() % 4001) - 2000, 1000), kPrecision);
  }
  return {find_smooth_activation(name), random_parameters(3, 2, engine),
          Samples::draw(4, 2, engine()).points(kPrecision), labels};
}

/// ∇²Φ by central differences of the gradient.
Matrix risk_hessian(const Case& c) {
  const long size = c.parameters.layout.size();
  const Rational step(1, Integer(1) << 80);
  Matrix hessian(size, size, kPrecision);
  for (long q = 0; q < size; ++q) {
    const Vector above =
        risk_gradient({c.activation, moved(c.parameters, q, step), kPrecision}, c.points, c.labels);
    const Vector below =
        risk_gradient({c.activation, moved(c.parameters, q, -step), kPrecision}, c.points, c.labels);
    for (long k = 0; k < size; ++k) {
      const auto s = static_cast<std::size_t>(k);
      hessian.set(k, q, (above[s] - below[s]) / Ball(2 * step, kPrecision));
    }
  }
  return hessian;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_blocks_are_what_the_second_derivative_has_beside_the_jacobian_s_part) {
  std::mt19937_64 engine(31);
  for (const std::string name : {"tanh", "erf"}) {
    const Case c = random_case(name, engine);
    const ParameterLayout& layout = c.parameters.layout;
    const Matrix jacobian = c.network().jacobian(c.points);
    Matrix rest =
        risk_hessian(c) - jacobian.transposed() * jacobian * (1 / Ball(c.points.size(), kPrecision));
    const std::vector<Matrix> blocks = c.blocks();
    for (long l = 0; l < layout.width; ++l) {
      const auto index = [&](long j) { return j == 0 ? layout.outer(l) : layout.inner(l) + j - 1; };
      for (long j = 0; j < layout.dim + 2; ++j) {
        for (long k = 0; k < layout.dim + 2; ++k) {
          const Ball left = rest(index(j), index(k)) - blocks[static_cast<std::size_t>(l)](j, k);
          rest.set(index(j), index(k), left);
        }
      }
    }
    BOOST_TEST((rest.frobenius_norm().magnitude() < Dyadic(Integer(1), -140)));
  }
}

BOOST_AUTO_TEST_CASE(the_concavity_bound_holds_and_is_of_the_right_size) {
  std::mt19937_64 engine(32);
  for (int round = 0; round < 6; ++round) {
    const Case c = random_case(round % 2 == 0 ? "tanh" : "erf", engine);
    const std::vector<Matrix> blocks = c.blocks();
    const Ball bound = concavity_bound(blocks);
    Dyadic norm;
    for (const Matrix& block : blocks) {
      const SymmetricEigen eigen(block);
      BOOST_TEST(is_yes(-eigen.eigenvalue(0) <= bound));
      norm =
          std::max({norm, eigen.eigenvalue(0).magnitude(), eigen.eigenvalue(block.rows() - 1).magnitude()});
    }
    BOOST_TEST((bound.upper() <= norm + norm));
  }
}

BOOST_AUTO_TEST_CASE(block_norm_is_the_largest_eigenvalue) {
  for (const auto& [u, q] : {std::pair(3L, 0L), std::pair(0L, 5L), std::pair(2L, 3L), std::pair(0L, 0L)}) {
    Matrix block(2, 2, kPrecision);
    block.set(0, 1, Ball(u, kPrecision));
    block.set(1, 0, Ball(u, kPrecision));
    block.set(1, 1, Ball(q, kPrecision));
    BOOST_TEST(
        block_norm(Ball(u, kPrecision), Ball(q, kPrecision)).overlaps(SymmetricEigen(block).eigenvalue(1)));
  }
}

BOOST_AUTO_TEST_CASE(the_network_s_hessian_is_below_its_bound_and_reaches_it_within_a_factor) {
  std::mt19937_64 engine(33);
  const Points point = Samples::draw(1, 2, 34).points(kPrecision);
  const Vector one(1, Ball(1, kPrecision));
  for (const std::string name : {"tanh", "erf"}) {
    const auto activation = find_smooth_activation(name);
    const Ball bound = network_hessian_bound(*activation, 2, Ball(2, kPrecision));
    Dyadic largest;
    for (int round = 0; round < 200; ++round) {
      const Network net(activation, random_parameters(2, 2, engine), kPrecision);
      for (const Matrix& block : residual_hessian_blocks(net, point, one)) {
        const SymmetricEigen eigen(block);
        largest = std::max({largest, eigen.eigenvalue(0).magnitude(), eigen.eigenvalue(3).magnitude()});
      }
    }
    BOOST_TEST((largest <= bound.upper()));
    BOOST_TEST((bound.upper() <= largest + largest));
  }
}

BOOST_AUTO_TEST_CASE(residuals_of_another_number_are_refused) {
  std::mt19937_64 engine(35);
  const Case c = random_case("tanh", engine);
  BOOST_CHECK_THROW((void)residual_hessian_blocks(c.network(), c.points, Vector(3, Ball(kPrecision))),
                    InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
