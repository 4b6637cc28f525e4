#include "ntkcert/deviation/eigenbasis.hpp"

#include <boost/test/unit_test.hpp>

#include "linear_flow.hpp"
#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(eigenbasis)

BOOST_AUTO_TEST_CASE(coordinates_keep_the_sample_norm) {
  const EigenBasis basis(linear_flow::other_operator());
  const Vector x = linear_flow::initial();
  const Vector y = basis.coordinates(x);
  BOOST_TEST((dot(y, y) - dot(x, x) / 3).contains_zero());
  // ⟨x, Gx⟩_n = Σλ_i y_i².
  Ball form(linear_flow::kPrecision);
  for (long i = 0; i < 3; ++i) {
    form += basis.eigen().eigenvalue(i) * square(y[static_cast<std::size_t>(i)]);
  }
  BOOST_TEST((form - dot(x, linear_flow::other_operator() * x) / 3).contains_zero());
  BOOST_TEST((form.radius() <= Dyadic(Integer(1), -90)));
}

BOOST_AUTO_TEST_CASE(models_and_vectors_agree) {
  const EigenBasis basis(linear_flow::other_operator());
  const auto m = linear_flow::models(Dyadic(1), Dyadic(1));
  const auto coordinates = basis.coordinates(m.residual);
  const Ball s = linear_flow::number(1, 3);
  const Vector exact = basis.coordinates(linear_flow::residual_at(s + 1));
  Ball size(linear_flow::kPrecision);
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(coordinates[i](s).overlaps(exact[i]));
    size += square(linear_flow::residual_at(s + 1)[i]);
  }
  BOOST_TEST(!is_yes(sup_norm(m.residual) < sqrt(size)));
}

/// A G at the end of the enclosure has other eigenvectors; its coordinates are covered.
BOOST_AUTO_TEST_CASE(covers_every_operator_of_the_enclosure) {
  constexpr long kBits = 24;
  const EigenBasis wide(linear_flow::wide_operator(kBits));
  const EigenBasis thin(linear_flow::corner_operator(kBits));
  const Vector x = linear_flow::residual_at(linear_flow::number(1));
  const Vector exact = thin.coordinates(x);
  const Vector ours = wide.coordinates(x);
  const auto models = wide.coordinates(linear_flow::models(Dyadic(1), Dyadic(1)).residual);
  for (long i = 0; i < 3; ++i) {
    const auto row = static_cast<std::size_t>(i);
    const Ball truth = exact[row] * linear_flow::orientation(wide, thin, i);
    BOOST_TEST(ours[row].contains(truth), "mode " << i);
    BOOST_TEST(models[row](linear_flow::number(0)).contains(truth), "mode " << i);
    BOOST_TEST((ours[row].radius() <= Dyadic(Integer(1), 6 - kBits)));
  }
}

BOOST_AUTO_TEST_CASE(blocks_cover_the_spectrum) {
  const EigenBasis basis(linear_flow::other_operator());
  const auto top = basis.top_blocks();
  BOOST_REQUIRE(top.size() == 3U);
  BOOST_TEST(top.front().label == "mode 1");
  BOOST_TEST(top.back().label == "modes 1..3");
  BOOST_TEST(top.back().first == 0);
  for (const SpectralBlock& block : top) {
    BOOST_TEST((block.rate <= basis.eigen().eigenvalue(block.first).lower()));
    BOOST_TEST((block.rate.sign() >= 0));
  }
  BOOST_TEST(basis.cluster_blocks()[1].label == "mode 2");
  // Equal eigenvalues cannot be told apart: one block.
  const EigenBasis flat(Matrix::identity(3, linear_flow::kPrecision));
  BOOST_TEST(flat.cluster_blocks().size() == 1U);
  BOOST_CHECK_THROW((void)apply(linear_flow::other_operator(), {}), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
