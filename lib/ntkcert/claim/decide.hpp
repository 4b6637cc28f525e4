#pragma once

#include <cstddef>
#include <vector>

#include "ntkcert/claim/evidence.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

/// Collects evidence on a family along a trajectory, step by step in order.
class EvidenceCollector {
 public:
  EvidenceCollector() = default;
  EvidenceCollector(const EvidenceCollector&) = delete;
  EvidenceCollector& operator=(const EvidenceCollector&) = delete;
  virtual ~EvidenceCollector() = default;
  /// The models that the family reads have entered the step [start, start + length].
  virtual void step(const Dyadic& start, const Dyadic& length) = 0;
  [[nodiscard]] virtual std::vector<InstanceEvidence> evidence() const = 0;
};

/// For inequalities: cuts each step into pieces (the first also geometrically towards 0) and halves a piece
/// until every instance is decided on it or it is thin enough. Adjacent rows within a step that hold are
/// merged: the merged row has the gap of all, and the sides where they are closest. `vanishes_at_start`: both
/// sides tend to 0 with t, so that the undecided pieces right after 0 form the initial layer.
class InequalityCollector : public EvidenceCollector {
 public:
  InequalityCollector(Inequality& family, bool vanishes_at_start);
  void step(const Dyadic& start, const Dyadic& length) override;
  [[nodiscard]] std::vector<InstanceEvidence> evidence() const override { return evidence_; }

 private:
  enum class Outcome { holds, fails, open };
  struct Progress {
    bool refuted = false;  // no piece is halved for it any more
    bool in_layer = true;  // nothing decided yet
    long open_pieces = 0;  // undecided at the finest level
    bool merge_next = false;
  };
  void first_step(const Dyadic& start, const Dyadic& length);
  void piece(const Dyadic& start, const Dyadic& a, const Dyadic& b, int depth);
  void record(std::size_t instance, const Dyadic& start, const Dyadic& a, const Dyadic& b,
              const Sides& sides);

  Inequality& family_;
  bool vanishes_at_start_;
  std::vector<InstanceEvidence> evidence_;
  std::vector<Progress> progress_;
};

/// For identities: one row a step.
class IdentityCollector : public EvidenceCollector {
 public:
  explicit IdentityCollector(Identity& family);
  void step(const Dyadic& start, const Dyadic& length) override;
  [[nodiscard]] std::vector<InstanceEvidence> evidence() const override { return evidence_; }

 private:
  Identity& family_;
  std::vector<InstanceEvidence> evidence_;
};

}  // namespace ntkcert
