#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ntkcert/deviation/deviation_pieces.hpp"
#include "ntkcert/deviation/growth_pieces.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// An upper bound R that depends on the time t and on the internal time q(t) = m^{−1/2}∫_0^t‖r̂_s‖_n ds, and
/// grows with both: encloses it for exact arguments.
using GrowingBound = std::function<Ball(const Ball& t, const Ball& q)>;

/// The internal time along a walk through the pieces.
class InternalTime {
 public:
  explicit InternalTime(std::shared_ptr<GrowthPieces> pieces) : pieces_(std::move(pieces)) {}
  [[nodiscard]] GrowthPieces& pieces() const { return *pieces_; }
  /// q(t) at the local time a, where the last advance ended, and for all t of the piece [a, b].
  [[nodiscard]] const Ball& now() const { return now_; }
  [[nodiscard]] Ball over(const Dyadic& a, const Dyadic& b) const;
  void advance(const Dyadic& a, const Dyadic& b);
  /// R for all times of the piece, from its values at the ends of t and q.
  [[nodiscard]] Ball bound(const GrowingBound& r, const Dyadic& a, const Dyadic& b) const;

 private:
  [[nodiscard]] Ball grown(const Dyadic& a, const Dyadic& b) const;

  std::shared_ptr<GrowthPieces> pieces_;
  Ball now_;
};

/// L(t) ≤ R(t, q(t)), L ≥ 0 read off the ranges of a piece.
struct SizeBound {
  std::string label;
  std::function<Ball(const GrowthPiece&)> size;
  GrowingBound bound;
};

/// Each of these bounds of sizes.
class GrowthBounds : public Inequality {
 public:
  GrowthBounds(std::shared_ptr<GrowthPieces> pieces, std::vector<SizeBound> bounds)
      : time_(std::move(pieces)), bounds_(std::move(bounds)) {}
  [[nodiscard]] std::size_t instances() const override { return bounds_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return bounds_[instance].label; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override { time_.advance(a, b); }

 private:
  InternalTime time_;
  std::vector<SizeBound> bounds_;
};

/// e^{κt}‖Pε_t‖ ≤ R(t, q(t)) for blocks of a deviation, each with its own R.
class GrowingDeviationBound : public Inequality {
 public:
  GrowingDeviationBound(std::shared_ptr<DeviationPieces> deviation, std::shared_ptr<GrowthPieces> pieces,
                        std::vector<SpectralBlock> blocks, std::vector<GrowingBound> bounds,
                        Ball kappa = Ball())
      : deviation_(std::move(deviation)),
        time_(std::move(pieces)),
        blocks_(std::move(blocks)),
        bounds_(std::move(bounds)),
        kappa_(std::move(kappa)) {}
  [[nodiscard]] std::size_t instances() const override { return blocks_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return blocks_[instance].label; }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override { time_.advance(a, b); }

 private:
  std::shared_ptr<DeviationPieces> deviation_;
  InternalTime time_;
  std::vector<SpectralBlock> blocks_;
  std::vector<GrowingBound> bounds_;
  Ball kappa_;
};

/// L ≤ R with sides that do not depend on time.
struct ConstantComparison {
  std::string label;
  Ball lhs;
  Ball rhs;
};
class ConstantBounds : public Inequality {
 public:
  explicit ConstantBounds(std::vector<ConstantComparison> comparisons)
      : comparisons_(std::move(comparisons)) {}
  [[nodiscard]] std::size_t instances() const override { return comparisons_.size(); }
  [[nodiscard]] std::string label(std::size_t instance) const override {
    return comparisons_[instance].label;
  }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic&, const Dyadic&) override {}

 private:
  std::vector<ConstantComparison> comparisons_;
};

}  // namespace ntkcert
