#include "ntkcert/flow/double_sweep.hpp"

namespace ntkcert {
namespace {

/// The operations of a recurrence on the series of one pair, at order k.
class LaneOperations {
 public:
  NTKCERT_INLINE LaneOperations(double* pair, long stride, long k, const Lanes& z, double inverse)
      : z_(z), pair_(pair), stride_(stride), k_(k), inverse_(inverse) {}

  template <auto Kernel>
  NTKCERT_INLINE void kernel(long target, const KernelErrors& /*errors*/) {
    set(target, Kernel(z_));
  }
  template <auto Kernel>
  NTKCERT_INLINE void kernels(long first, const KernelErrors& /*errors*/, long second,
                              const KernelErrors& /*errors*/) {
    Lanes a{};
    Lanes b{};
    Kernel(z_, a, b);
    set(first, a);
    set(second, b);
  }
  NTKCERT_INLINE void chain(long target, long u, long v) { set(target, convolution(u, v, 1)); }
  NTKCERT_INLINE void integral(long target, long u, long v, double factor) {
    set(target, convolution(u, v, 1) * (factor * inverse_));
  }
  NTKCERT_INLINE void product(long target, long u, long v, double factor) {
    set(target, convolution(u, v, 0) * factor);
  }
  NTKCERT_INLINE void sum_of_product(long target, long base, long u, long v) {
    set(target, get(base, k_) + convolution(u, v, 0));
  }
  NTKCERT_INLINE void complement_of_square(long target, long u) {
    set(target, k_ == 0 ? 1.0 - square(u) : -square(u));
  }
  NTKCERT_INLINE void without_square(long target, long base, long u) {
    set(target, get(base, k_) - square(u));
  }
  NTKCERT_INLINE void copy(long target, long u) { set(target, get(u, k_)); }
  NTKCERT_INLINE void add_twice(long target, long u) { set(target, get(target, k_) + get(u, k_) * 2.0); }

  NTKCERT_INLINE void set(long series, const Lanes& x) { store(pair_ + series * kLanes + k_ * stride_, x); }
  NTKCERT_INLINE Lanes get(long series, long k) const { return load(pair_ + series * kLanes + k * stride_); }

 private:
  NTKCERT_INLINE Lanes convolution(long u, long v, long from) const {
    const double* a = pair_ + u * kLanes + from * stride_;
    const double* b = pair_ + v * kLanes + (k_ - from) * stride_;
    Lanes sum{};
    for (long j = from; j <= k_; ++j, a += stride_, b -= stride_) {
      sum += load(a) * load(b);
    }
    return sum;
  }
  NTKCERT_INLINE Lanes square(long u) const {
    const double* a = pair_ + u * kLanes;
    const double* b = a + k_ * stride_;
    Lanes sum{};
    for (; a < b; a += stride_, b -= stride_) {
      sum += load(a) * load(b);
    }
    sum *= 2.0;
    if (a == b) {
      sum += load(a) * load(a);
    }
    return sum;
  }

  Lanes z_;
  double* pair_;
  long stride_;
  long k_;
  double inverse_;
};

/// Like LaneOperations, with the lower series read from one place and curvature's written to another.
class CurvatureOperations {
 public:
  NTKCERT_INLINE CurvatureOperations(const double* pair, long stride, double* result, long series, long terms)
      : pair_(pair), stride_(stride), result_(result), series_(series), result_stride_(terms * kLanes) {}
  NTKCERT_INLINE void order(long k) { k_ = k; }
  NTKCERT_INLINE void product(long target, long u, long v, double factor) {
    Lanes sum{};
    for (long j = 0; j <= k_; ++j) {
      sum += load(at(u, j)) * load(at(v, k_ - j));
    }
    set(target, sum * factor);
  }
  NTKCERT_INLINE void copy(long target, long u) { set(target, load(at(u, k_))); }
  NTKCERT_INLINE void add_twice(long target, long u) {
    set(target, load(at(target, k_)) + load(at(u, k_)) * 2.0);
  }

 private:
  NTKCERT_INLINE const double* at(long t, long k) const {
    return t < series_ ? pair_ + t * kLanes + k * stride_
                       : result_ + (t - series_) * result_stride_ + k * kLanes;
  }
  NTKCERT_INLINE void set(long target, const Lanes& x) {
    store(result_ + (target - series_) * result_stride_ + k_ * kLanes, x);
  }

  const double* pair_;
  long stride_;
  double* result_;
  long series_;
  long result_stride_;
  long k_ = 0;
};

/// θ_{k+1} of one neuron from order k of the gradient.
template <typename Recurrence>
NTKCERT_INLINE void advance(const SweepArrays& x, long neuron, long k, double* scratch) {
  const long stride = x.blocks * x.series * kLanes;
  const double* pair = x.pairs + neuron * x.terms * stride;
  Lanes outer{};
  for (long b = 0; b < x.blocks; ++b, pair += x.series * kLanes) {
    const double* r = x.residuals + b * x.terms * kLanes;
    const double* value = pair + Recurrence::kValue * kLanes + k * stride;
    const double* slope = pair + Recurrence::kSlope * kLanes + k * stride;
    Lanes with_value{};
    Lanes with_slope{};
    for (long j = 0; j <= k; ++j, r += kLanes, value -= stride, slope -= stride) {
      // The next neuron's, which would otherwise be waited for; past the last one it does nothing.
      __builtin_prefetch(value + x.terms * stride, 0, 2);
      __builtin_prefetch(slope + x.terms * stride, 0, 2);
      with_value += load(r) * load(value);
      with_slope += load(r) * load(slope);
    }
    outer += with_value;
    store(scratch + b * kLanes, with_slope);
  }
  const double inverse = 1.0 / static_cast<double>(k + 1);
  double* a = x.outer + neuron * (x.terms + 1);
  a[k + 1] = -(x.unit * (sum_of_lanes(outer) * x.gradient_scale)) * inverse;
  for (long c = 0; c < x.components; ++c) {
    Lanes sum{};
    for (long b = 0; b < x.blocks; ++b) {
      sum += load(scratch + b * kLanes) * load(x.points + (b * x.components + c) * kLanes);
    }
    double* slopes = x.mean_slopes + (neuron * x.components + c) * (x.terms + 1);
    slopes[k] = sum_of_lanes(sum) * x.gradient_scale;
    double gradient = 0;
    for (long j = 0; j <= k; ++j) {
      gradient += a[j] * slopes[k - j];
    }
    x.inner[(neuron * x.components + c) * (x.terms + 1) + k + 1] = -(x.unit * gradient) * inverse;
  }
}

/// Order k of one neuron's series and of its share of the network's values.
template <typename Recurrence, bool Measured>
NTKCERT_INLINE void activate(const SweepArrays& x, long neuron, long k, const ChunkResult& result,
                             IntegerLanes* sizes) {
  const long stride = x.blocks * x.series * kLanes;
  double* pair = x.pairs + neuron * x.terms * stride;
  const double* a = x.outer + neuron * (x.terms + 1);
  const double* inner = x.inner + neuron * x.components * (x.terms + 1) + k;
  const double inverse = k == 0 ? 0.0 : 1.0 / static_cast<double>(k);
  for (long b = 0; b < x.blocks; ++b, pair += x.series * kLanes) {
    const double* point = x.points + b * x.components * kLanes;
    Lanes z{};
    for (long c = 0; c < x.components; ++c) {
      z += inner[c * (x.terms + 1)] * load(point + c * kLanes);
    }
    if (k == 0) {
      z = load(x.preactivations + (neuron * x.blocks + b) * kLanes) + z;
    }
    LaneOperations o(pair, stride, k, z, inverse);
    if constexpr (Recurrence::kArgument >= 0) {
      o.set(Recurrence::kArgument, z);
    }
    if (k == 0) {
      Recurrence::start(o);
    } else {
      o.set(Recurrence::kSpeed, z * static_cast<double>(k));
      Recurrence::extend(o);
    }
    if constexpr (Measured) {
      for (long t = 0; t < Recurrence::kSeries; ++t) {
        if (t != Recurrence::kSpeed && t != Recurrence::kArgument) {
          sizes[t] = larger_size(sizes[t], o.get(t, k));
        }
      }
      sizes[kMostSeries - 1] = larger_size(sizes[kMostSeries - 1], z);
    }
    const double* value = pair + Recurrence::kValue * kLanes + k * stride;
    Lanes sum{};
    for (long j = 0; j <= k; ++j, value -= stride) {
      sum += a[j] * load(value);
    }
    double* total = result.values + b * kLanes;
    store(total, load(total) + sum);
  }
}

template <typename Recurrence, bool Measured>
NTKCERT_INLINE void sweep(const SweepArrays& x, long first, long last, long k, const ChunkResult& result) {
  static_assert(Recurrence::kSeries + 1 <= kMostSeries);
  IntegerLanes sizes[kMostSeries] = {};
  for (long i = 0; i < x.blocks * kLanes; ++i) {
    result.values[i] = 0;
  }
  for (long neuron = first; neuron < last; ++neuron) {
    if (k > 0) {
      advance<Recurrence>(x, neuron, k - 1, result.scratch);
    }
    if (k < x.terms) {
      activate<Recurrence, Measured>(x, neuron, k, result, sizes);
    }
  }
  if constexpr (Measured) {
    for (long t = 0; t < kMostSeries; ++t) {
      std::int64_t most = 0;
      for (long lane = 0; lane < kLanes; ++lane) {
        most = sizes[t][lane] > most ? sizes[t][lane] : most;
      }
      result.sizes[t] = most;
    }
  }
}

template <typename Recurrence>
NTKCERT_INLINE void curvature(const double* pair, long stride, long terms, double* result) {
  CurvatureOperations o(pair, stride, result, Recurrence::kSeries, terms);
  for (long k = 0; k < terms; ++k) {
    o.order(k);
    Recurrence::curvature(o, Recurrence::kSeries);
  }
}

NTKCERT_CLONES void tanh_sweep(const SweepArrays& x, long first, long last, long k, const ChunkResult& r) {
  sweep<TanhRecurrence, true>(x, first, last, k, r);
}
NTKCERT_CLONES void erf_sweep(const SweepArrays& x, long first, long last, long k, const ChunkResult& r) {
  sweep<ErfRecurrence, true>(x, first, last, k, r);
}
NTKCERT_CLONES void softplus_sweep(const SweepArrays& x, long first, long last, long k,
                                   const ChunkResult& r) {
  sweep<SoftplusRecurrence, true>(x, first, last, k, r);
}
NTKCERT_CLONES void gelu_sweep(const SweepArrays& x, long first, long last, long k, const ChunkResult& r) {
  sweep<GeluRecurrence, true>(x, first, last, k, r);
}
NTKCERT_CLONES void tanh_plain(const SweepArrays& x, long first, long last, long k, const ChunkResult& r) {
  sweep<TanhRecurrence, false>(x, first, last, k, r);
}
NTKCERT_CLONES void erf_plain(const SweepArrays& x, long first, long last, long k, const ChunkResult& r) {
  sweep<ErfRecurrence, false>(x, first, last, k, r);
}
NTKCERT_CLONES void softplus_plain(const SweepArrays& x, long first, long last, long k,
                                   const ChunkResult& r) {
  sweep<SoftplusRecurrence, false>(x, first, last, k, r);
}
NTKCERT_CLONES void gelu_plain(const SweepArrays& x, long first, long last, long k, const ChunkResult& r) {
  sweep<GeluRecurrence, false>(x, first, last, k, r);
}
NTKCERT_CLONES void tanh_curvature(const double* pair, long stride, long terms, double* result) {
  curvature<TanhRecurrence>(pair, stride, terms, result);
}
NTKCERT_CLONES void erf_curvature(const double* pair, long stride, long terms, double* result) {
  curvature<ErfRecurrence>(pair, stride, terms, result);
}
NTKCERT_CLONES void softplus_curvature(const double* pair, long stride, long terms, double* result) {
  curvature<SoftplusRecurrence>(pair, stride, terms, result);
}
NTKCERT_CLONES void gelu_curvature(const double* pair, long stride, long terms, double* result) {
  curvature<GeluRecurrence>(pair, stride, terms, result);
}

}  // namespace

Sweep sweep_for(DoubleActivation activation, bool measured) {
  switch (activation) {
    case DoubleActivation::tanh:
      return measured ? tanh_sweep : tanh_plain;
    case DoubleActivation::erf:
      return measured ? erf_sweep : erf_plain;
    case DoubleActivation::softplus:
      return measured ? softplus_sweep : softplus_plain;
    case DoubleActivation::gelu:
      break;
  }
  return measured ? gelu_sweep : gelu_plain;
}

CurvatureSweep curvature_for(DoubleActivation activation) {
  switch (activation) {
    case DoubleActivation::tanh:
      return tanh_curvature;
    case DoubleActivation::erf:
      return erf_curvature;
    case DoubleActivation::softplus:
      return softplus_curvature;
    case DoubleActivation::gelu:
      break;
  }
  return gelu_curvature;
}

}  // namespace ntkcert
