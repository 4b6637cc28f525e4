#include "ntkcert/claim/decide.hpp"

#include <algorithm>

namespace ntkcert {
namespace {

/// A step is compared on 2^2 pieces, halved up to 7 times where needed.
constexpr long kGridExponent = 2;
constexpr int kDepth = 7;
/// Towards 0 the first grid piece is cut at h·2^{−k}, k up to this, and each octave into 2 parts, halved up
/// to three times.
constexpr long kSmallestExponent = 32;
constexpr long kOctaveExponent = 1;
constexpr int kOctaveDepth = 3;
/// An instance that stays open on so many of the finest pieces is not halved any more.
constexpr long kMaxOpenPieces = 128;

Dyadic halved(const Dyadic& x, long times) { return x * Dyadic(Integer(1), -times); }

std::vector<InstanceEvidence> empty_evidence(std::size_t instances, auto&& label) {
  std::vector<InstanceEvidence> r;
  for (std::size_t j = 0; j < instances; ++j) {
    r.push_back({label(j), Dyadic(0), {}});
  }
  return r;
}

/// How close a row comes to failing; display only.
double ratio(const EvidenceRow& row) { return row.lhs.upper.approximate() / row.rhs.lower.approximate(); }

}  // namespace

InequalityCollector::InequalityCollector(Inequality& family, bool vanishes_at_start)
    : family_(family),
      vanishes_at_start_(vanishes_at_start),
      evidence_(empty_evidence(family.instances(), [&](std::size_t j) { return family.label(j); })),
      progress_(family.instances()) {}

void InequalityCollector::step(const Dyadic& start, const Dyadic& length) {
  for (Progress& progress : progress_) {
    progress.merge_next = false;
  }
  Dyadic a(0);
  if (start.sign() == 0 && vanishes_at_start_) {
    first_step(start, length);
    a = halved(length, kGridExponent);
  }
  const Dyadic width = halved(length, kGridExponent);
  while (a < length) {
    piece(start, a, a + width, kDepth);
    a = a + width;
  }
}

void InequalityCollector::first_step(const Dyadic& start, const Dyadic& length) {
  const Dyadic smallest = halved(length, kSmallestExponent);
  family_.advance(Dyadic(0), smallest);
  for (InstanceEvidence& evidence : evidence_) {
    evidence.initial_layer = smallest;
  }
  for (long k = kSmallestExponent; k > kGridExponent; --k) {
    const Dyadic width = halved(length, k + kOctaveExponent);
    Dyadic a = halved(length, k);
    for (long part = 0; part < (1L << kOctaveExponent); ++part) {
      piece(start, a, a + width, kOctaveDepth);
      a = a + width;
    }
  }
}

void InequalityCollector::piece(const Dyadic& start, const Dyadic& a, const Dyadic& b, int depth) {
  std::vector<Sides> sides;
  bool open = false;
  for (std::size_t j = 0; j < progress_.size(); ++j) {
    sides.push_back(family_.compare(j, a, b));
    const bool decided = sides.back().gap.lower() >= Dyadic(0) || sides.back().gap.upper() < Dyadic(0);
    open = open || (!decided && !progress_[j].refuted && progress_[j].open_pieces < kMaxOpenPieces);
  }
  if (open && depth > 0) {
    const Dyadic middle = halved(a + b, 1);
    piece(start, a, middle, depth - 1);
    piece(start, middle, b, depth - 1);
    return;
  }
  for (std::size_t j = 0; j < progress_.size(); ++j) {
    record(j, start, a, b, sides[j]);
  }
  family_.advance(a, b);
}

void InequalityCollector::record(std::size_t instance, const Dyadic& start, const Dyadic& a, const Dyadic& b,
                                 const Sides& sides) {
  Progress& progress = progress_[instance];
  InstanceEvidence& evidence = evidence_[instance];
  const Dyadic zero(0);
  EvidenceRow row{
      start + a, start + b, start + a, Bounds::of(sides.lhs), Bounds::of(sides.rhs), Bounds::of(sides.gap)};
  const Outcome outcome = row.gap.upper < zero    ? Outcome::fails
                          : row.gap.lower >= zero ? Outcome::holds
                                                  : Outcome::open;
  if (outcome == Outcome::open && vanishes_at_start_ && progress.in_layer && start.sign() == 0) {
    evidence.initial_layer = row.to;
    return;
  }
  progress.in_layer = false;
  progress.refuted = progress.refuted || outcome == Outcome::fails;
  progress.open_pieces += outcome == Outcome::open ? 1 : 0;
  if (outcome == Outcome::holds && progress.merge_next) {
    EvidenceRow& last = evidence.rows.back();
    last.to = row.to;
    last.gap = {std::min(last.gap.lower, row.gap.lower), std::max(last.gap.upper, row.gap.upper)};
    if (ratio(row) > ratio(last)) {
      last.at = row.at;
      last.lhs = row.lhs;
      last.rhs = row.rhs;
    }
    return;
  }
  progress.merge_next = outcome == Outcome::holds;
  evidence.rows.push_back(std::move(row));
}

IdentityCollector::IdentityCollector(Identity& family)
    : family_(family),
      evidence_(empty_evidence(family.instances(), [&](std::size_t j) { return family.label(j); })) {}

void IdentityCollector::step(const Dyadic& start, const Dyadic& length) {
  const Bounds zero{Dyadic(0), Dyadic(0)};
  for (std::size_t j = 0; j < evidence_.size(); ++j) {
    evidence_[j].rows.push_back(
        {start, start + length, start, zero, zero, Bounds::of(family_.difference(j, Dyadic(0), length))});
  }
  family_.advance(Dyadic(0), length);
}

}  // namespace ntkcert
