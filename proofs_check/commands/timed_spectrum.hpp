#pragma once

#include <chrono>

#include "ntkcert/spectrum/eigenvalues.hpp"

namespace ntkcert::commands {

/// What was computed of a request in the time given.
struct TimedSpectrum {
  Spectrum spectrum;  ///< the first degrees of the request, all of them if `complete`
  bool complete;
};

/// eigenvalues(request), in blocks of growing length on a thread of their own. When time is up, the blocks
/// that are done are the result, and the thread is not waited for: the process should end soon. Throws as
/// eigenvalues does, and Exhausted if no block was done in time.
[[nodiscard]] TimedSpectrum eigenvalues_within(std::chrono::seconds limit, EigenvalueRequest request);

}  // namespace ntkcert::commands
