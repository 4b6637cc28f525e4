#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// What a right side R at time t is replaced by: encloses it for all R and t of the balls.
using Alteration = std::function<Ball(const Ball& rhs, const Ball& t)>;

/// A family with another right side: its own, altered. It plants false statements next to true ones, whatever
/// they compare.
class AlteredBounds : public Inequality {
 public:
  /// `start`: the absolute time at which the current step begins.
  AlteredBounds(std::unique_ptr<Inequality> bounds, std::function<Dyadic()> start, Alteration alteration)
      : bounds_(std::move(bounds)), start_(std::move(start)), alteration_(std::move(alteration)) {}
  [[nodiscard]] std::size_t instances() const override { return bounds_->instances(); }
  [[nodiscard]] std::string label(std::size_t instance) const override { return bounds_->label(instance); }
  [[nodiscard]] Sides compare(std::size_t instance, const Dyadic& a, const Dyadic& b) override;
  void advance(const Dyadic& a, const Dyadic& b) override { bounds_->advance(a, b); }

 private:
  std::unique_ptr<Inequality> bounds_;
  std::function<Dyadic()> start_;
  Alteration alteration_;
};

}  // namespace ntkcert
