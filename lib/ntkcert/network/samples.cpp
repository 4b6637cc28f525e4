#include "ntkcert/network/samples.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/network/normal.hpp"

namespace ntkcert {
namespace {

/// x_i is computed with so many bits more than asked, then rounded.
constexpr long kGuard = 10;

bool is_zero(const Rational& q) { return q == 0; }

/// g/max|g_j|: the same for g and h exactly if they have the same direction.
std::vector<Rational> direction_key(const std::vector<Rational>& g) {
  Rational largest = 0;
  for (const Rational& c : g) {
    largest = std::max(largest, Rational(abs(c)));
  }
  std::vector<Rational> key(g);
  for (Rational& c : key) {
    c /= largest;
  }
  return key;
}

}  // namespace

Vector unit_vector(const std::vector<Rational>& g, Precision p) {
  const Precision working = p + kGuard;
  Rational square = 0;
  for (const Rational& c : g) {
    square += c * c;
  }
  const Ball length = sqrt(Ball(square, working));
  Vector unit;
  for (const Rational& c : g) {
    unit.push_back((Ball(c, working) / length).at(p));
  }
  return unit;
}

Ball Points::inner(long i, long j) const {
  Ball r(precision());
  if (i == j) {
    return Ball(1, precision());
  }
  arb_dot(r.raw(), nullptr, 0, row(i), 1, row(j), 1, dim(), precision().bits());
  return r;
}

Samples::Samples(std::vector<std::vector<Rational>> rows) : rows_(std::move(rows)) {}

Samples Samples::draw(long size, long dim, std::uint64_t seed) {
  if (size < 1) {
    throw InvalidInput(fmt::format("{} sample points: at least 1 is needed", size));
  }
  if (dim < 2) {
    throw InvalidInput(fmt::format("dimension {}: at least 2 is needed", dim));
  }
  NormalSampler sampler(seed);
  std::vector<std::vector<Rational>> rows(static_cast<std::size_t>(size));
  for (auto& row : rows) {
    std::generate_n(std::back_inserter(row), dim, [&] { return exact_rational(sampler.normal()); });
  }
  return from_rows(std::move(rows));
}

Samples Samples::from_rows(std::vector<std::vector<Rational>> rows) {
  if (rows.empty()) {
    throw InvalidInput("0 sample points: at least 1 is needed");
  }
  const std::size_t dim = rows.front().size();
  if (dim < 2) {
    throw InvalidInput(fmt::format("point 1 has {} coordinates: at least 2 are needed", dim));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != dim) {
      throw InvalidInput(
          fmt::format("point {} has {} coordinates, point 1 has {}", i + 1, rows[i].size(), dim));
    }
    if (std::ranges::all_of(rows[i], is_zero)) {
      throw InvalidInput(fmt::format("point {} is 0: it has no direction on the sphere", i + 1));
    }
  }
  return Samples(std::move(rows));
}

Points Samples::points(Precision p) const {
  Matrix augmented(size(), dim() + 1, p);
  for (long i = 0; i < size(); ++i) {
    const Vector x = unit_vector(rows_[static_cast<std::size_t>(i)], p);
    for (long j = 0; j < dim(); ++j) {
      augmented.set(i, j, x[static_cast<std::size_t>(j)]);
    }
    augmented.set(i, dim(), Ball(1, p));
  }
  return Points(std::move(augmented));
}

std::optional<std::pair<long, long>> Samples::equal_points() const {
  std::map<std::vector<Rational>, long> seen;
  for (long j = 0; j < size(); ++j) {
    const auto [entry, fresh] = seen.emplace(direction_key(rows_[static_cast<std::size_t>(j)]), j);
    if (!fresh) {
      return std::pair(entry->second, j);
    }
  }
  return std::nullopt;
}

}  // namespace ntkcert
