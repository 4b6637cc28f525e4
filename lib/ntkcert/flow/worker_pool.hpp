#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ntkcert {

/// Threads that wait for work. run(f) calls f(worker) once for each worker 0..size−1, worker 0 on the
/// caller's thread, and returns when all are done. f must not throw.
class WorkerPool {
 public:
  explicit WorkerPool(long size) : size_(size) {
    for (long worker = 1; worker < size; ++worker) {
      threads_.emplace_back([this, worker](const std::stop_token& stop) { serve(worker, stop); });
    }
  }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool() {
    for (std::jthread& thread : threads_) {
      thread.request_stop();
    }
    started_.notify_all();
  }

  [[nodiscard]] long size() const { return size_; }

  void run(const std::function<void(long)>& work) {
    if (size_ == 1) {
      work(0);
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      work_ = &work;
      busy_ = size_ - 1;
      ++round_;
    }
    started_.notify_all();
    work(0);
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return busy_ == 0; });
  }

 private:
  void serve(long worker, const std::stop_token& stop) {
    for (long round = 0;; ++round) {
      std::unique_lock lock(mutex_);
      if (!started_.wait(lock, stop, [&] { return round_ > round; })) {
        return;
      }
      lock.unlock();
      (*work_)(worker);
      lock.lock();
      if (--busy_ == 0) {
        finished_.notify_one();
      }
    }
  }

  long size_;
  std::mutex mutex_;
  std::condition_variable_any started_;
  std::condition_variable finished_;
  const std::function<void(long)>* work_ = nullptr;
  long busy_ = 0;
  long round_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace ntkcert
