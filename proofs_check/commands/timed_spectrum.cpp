#include "commands/timed_spectrum.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/spectrum/facts.hpp"

namespace ntkcert::commands {

TimedSpectrum eigenvalues_within(std::chrono::seconds limit, EigenvalueRequest request) {
  struct Progress {
    std::mutex using_it;
    std::condition_variable changed;
    std::optional<Spectrum> done;
    std::exception_ptr failure;
    bool finished = false;
  };
  const auto progress = std::make_shared<Progress>();
  std::thread([progress, request = std::move(request)]() mutable {
    std::exception_ptr failure;
    try {
      constexpr std::size_t kFirstBlock = 64;
      const std::vector<long> degrees = std::move(request.degrees);
      std::size_t from = 0;
      for (std::size_t size = kFirstBlock; from < degrees.size(); size *= 2) {
        const std::size_t to = std::min(from + size, degrees.size());
        request.degrees.assign(degrees.begin() + static_cast<std::ptrdiff_t>(from),
                               degrees.begin() + static_cast<std::ptrdiff_t>(to));
        Spectrum block = eigenvalues(request);
        const std::lock_guard lock(progress->using_it);
        progress->done = progress->done ? joined(std::move(*progress->done), block) : std::move(block);
        from = to;
      }
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(progress->using_it);
    progress->failure = failure;
    progress->finished = true;
    progress->changed.notify_one();
  }).detach();
  std::unique_lock lock(progress->using_it);
  progress->changed.wait_for(lock, limit, [&] { return progress->finished; });
  if (progress->failure) {
    std::rethrow_exception(progress->failure);
  }
  if (!progress->done) {
    throw Exhausted(fmt::format("--timeout {}: not one block of degrees was done by then", limit.count()));
  }
  return {*progress->done, progress->finished};
}

}  // namespace ntkcert::commands
