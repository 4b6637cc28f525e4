#pragma once

#include "ntkcert/flow/double_gram.hpp"

namespace ntkcert {

/// G at the t of the step with τ within 2^{−52} of `tau`: one point.
[[nodiscard]] DoubleGram gram_at(const DoubleGram& gram, double tau);

/// The mean of the points alone if the others are so near that it makes the error larger by at most a quarter; else
/// all of them.
[[nodiscard]] DoubleGram condensed(const DoubleGram& gram);

/// The entries, row by row.
[[nodiscard]] ControlPoints entry_points(const DoubleGram& gram);

/// ‖G_t − G_0‖_F for every t that `gram` is about; G_0 has one point (docs/theory.md, Lemma 16).
[[nodiscard]] Enclosures gram_change(const DoubleGram& gram, const DoubleGram& start);

}  // namespace ntkcert
