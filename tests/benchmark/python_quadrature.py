"""Eigenvalues of deep ReLU kernels (He initialisation) on the sphere by mpmath.quad and scipy.integrate.quad: seconds a
coefficient, and how many digits SciPy gets right; and the table of all k ≤ 100, from every 20th, against the seconds of
ntkcert's. Called by bench_spectrum with those seconds."""

import sys
import time

from mpmath import mp

try:
    from scipy import integrate, special
except ImportError:
    integrate = None

DEPTH = 3
DIMENSION = 3
DEGREES = range(10, 101, 20)
TABLE = 101


def kernel(u, sqrt, acos, pi):
    tangent = value = u
    for _ in range(DEPTH):
        clipped = min(max(value, -1), 1)
        angle = acos(clipped)
        slope = (pi - angle) / pi
        value = (sqrt(1 - clipped * clipped) + (pi - angle) * clipped) / pi
        tangent = value + tangent * slope
    return tangent


def by_mpmath(k):
    mp.dps = 50
    return mp.quad(lambda t: kernel(mp.cos(t), mp.sqrt, mp.acos, mp.pi) * mp.legendre(k, mp.cos(t)) * mp.sin(t),
                   [0, mp.pi]) / 2


def by_scipy(k):
    import math
    value, _ = integrate.quad(
        lambda t: kernel(math.cos(t), math.sqrt, math.acos, math.pi) * special.eval_legendre(k, math.cos(t))
        * math.sin(t), 0, math.pi, limit=500, epsabs=0, epsrel=1e-13)
    return value / 2


def timed(function, k):
    start = time.process_time()
    value = function(k)
    return value, time.process_time() - start


print(f"\nPython, relu, he, L={DEPTH}, d={DIMENSION}: seconds a coefficient")
mpmath_seconds = 0
for degree in DEGREES:
    exact, seconds = timed(by_mpmath, degree)
    mpmath_seconds += seconds
    line = f"k = {degree:3}: mpmath.quad (50 digits) {seconds:.3f}"
    if integrate:
        value, seconds = timed(by_scipy, degree)
        digits = -mp.log10(abs(value / exact - 1)) if value != exact else mp.inf
        line += f", scipy quad {seconds:.4f} with {mp.nstr(digits, 3)} digits right"
    print(line)
table = mpmath_seconds / len(DEGREES) * TABLE
print(f"all k < {TABLE}: mpmath.quad {table:.1f} s, {table / float(sys.argv[1]):.0f} times ntkcert's")
