#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <flint/flint.h>

namespace ntkcert {

/// work(i) for 0 ≤ i < count on up to `jobs` threads, in no order. The first exception is thrown again when
/// all are done.
template <typename Work>
void parallel_for(std::size_t count, std::size_t jobs, Work&& work) {
  std::atomic<std::size_t> next = 0;
  std::mutex failing;
  std::exception_ptr failure;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(failing);
        failure = failure ? failure : std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t j = 1; j < std::min(jobs, count); ++j) {
    threads.emplace_back([&] {
      run();
      flint_cleanup();
    });
  }
  run();
  for (std::thread& thread : threads) {
    thread.join();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace ntkcert
