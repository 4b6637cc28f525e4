"""Eigenvalues of one-hidden-layer kernels on S^{d-1} by mpmath, to 60 digits: an oracle that shares no code and few
formulas with ntkcert. Not rigorous: plain quadrature at 130 digits, whose error was seen to be below 1e-60 relative
by repeating it with more nodes.

relu, erf  lambda_k = c_d * integral over theta of kappa(cos theta) P_k(cos theta) sin^{d-2}, Gauss-Legendre nodes by
           Newton's method, kappa in closed form
tanh       Hermite coefficients by the trapezoid rule in x, kappa by Mehler's formula, integral over u for d = 3

Run as a program it prints: activation,dim,preset,kernel,degree,value.
"""

import functools
import operator
import sys

from mpmath import mp, mpf

DIGITS = 130
NODES = 360
TANH_TERMS = {2: 7200, 1: 3600}  # by pre-activation variance
PRESETS = {"paper": (1, 1, 1), "he": (1, 2, 0)}  # first weight variance, weight variance, bias variance


@functools.lru_cache(maxsize=None)
def gauss_legendre(n):
    """Nodes and weights on [-1, 1]."""
    nodes, weights = [], []
    for i in range(n):
        x = mp.cos(mp.pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
        for _ in range(8):
            p, before = x, mpf(1)
            for k in range(1, n):
                p, before = ((2 * k + 1) * x * p - k * before) / (k + 1), p
            slope = n * (before - x * p) / (1 - x * x)
            step = p / slope
            x -= step
            if abs(step) < mpf(10) ** (-DIGITS // 2 - 5):
                break
        # The last correction squares the error; the slope of the improved node by Legendre's equation.
        slope += -step * (2 * x * slope - n * (n + 1) * p) / (1 - x * x)
        nodes.append(x)
        weights.append(2 / ((1 - x * x) * slope * slope))
    return nodes, weights


def kernel_values(activation, preset, kernel, correlation_of_angle):
    """kappa at angles theta, given as pairs (theta, cos theta)."""
    first, weight, bias = PRESETS[preset]
    q = mpf(first + bias)
    values = []
    for theta, u in correlation_of_angle:
        rho = (first * u + bias) / q
        if activation == "relu":
            angle = theta if bias == 0 else 2 * mp.asin(mp.sqrt(first / q) * mp.sin(theta / 2))
            value = q / (2 * mp.pi) * (mp.sin(angle) + (mp.pi - angle) * rho)
            slope = (mp.pi - angle) / (2 * mp.pi)
        else:
            scale = 1 + 2 * q
            value = 2 / mp.pi * mp.asin(2 * q * rho / scale)
            slope = 4 / mp.pi / mp.sqrt(scale**2 - (2 * q * rho) ** 2)
        values.append(bias + weight * (value + (q * rho * slope if kernel == "ntk" else 0)))
    return values


def funk_hecke(dim, degrees, points, weighted):
    """Sums over the points u of weighted * P_k(u)."""
    before = [mpf(0)] * len(points)
    now = list(weighted)
    result = []
    for k in range(degrees):
        result.append(mp.fsum(now))
        ratio = mpf(k) / (k + dim - 2) if k else mpf(0)
        now, before = [u * y + ratio * (u * y - z) for u, y, z in zip(points, now, before)], now
    return result


def closed_form_eigenvalues(activation, dim, preset, kernel, degrees):
    nodes, weights = gauss_legendre(NODES)
    angles = [mp.pi / 2 * (1 - t) for t in nodes]
    points = [mp.cos(theta) for theta in angles]
    values = kernel_values(activation, preset, kernel, zip(angles, points))
    constant = mp.gamma(mpf(dim) / 2) / mp.sqrt(mp.pi) / mp.gamma(mpf(dim - 1) / 2)
    weighted = [
        constant * mp.pi / 2 * w * f * mp.sin(theta) ** (dim - 2) for w, f, theta in zip(weights, values, angles)
    ]
    return funk_hecke(dim, degrees, points, weighted)


@functools.lru_cache(maxsize=None)
def tanh_hermite_squares(variance):
    """(E[tanh(sqrt(q) Z) He_p(Z)])^2/p! for p = 1, 3, 5, ..., in fixed point of the returned number of bits.

    With psi_p(x) = He_p(x)/sqrt(p!) * phi(x)^{1/2}, which is bounded, E[tanh He_p]/sqrt(p!) is the integral of
    tanh(sqrt(q) x) phi(x)^{1/2} psi_p(x), and
    sqrt((p+1)(p+2)) psi_{p+2} = (x^2 - 2p - 1) psi_p - sqrt(p(p-1)) psi_{p-2}."""
    bits = 560
    one = 1 << bits
    with mp.workprec(bits + 40):
        step = mpf(1) / 40
        grid = [step * (i + mpf(1) / 2) for i in range(int(27 / step))]
        root = [mp.exp(-x * x / 4) / mp.sqrt(mp.sqrt(2 * mp.pi)) for x in grid]
        factor = [2 * step * mp.tanh(mp.sqrt(variance) * x) * r for x, r in zip(grid, root)]
        powers = range(1, TANH_TERMS[variance], 2)
        roots = [int(mp.sqrt(mpf(p) * (p - 1)) * one) for p in powers]
        inverses = [int(one / mp.sqrt(mpf(p + 1) * (p + 2))) for p in powers]

        def fixed(values):
            return [int(v * one) for v in values]

        square, factor = fixed([x * x for x in grid]), fixed(factor)
        now = fixed([x * r for x, r in zip(grid, root)])
    before = [0] * len(now)
    squares = []
    for p, root_of, inverse in zip(powers, roots, inverses):
        coefficient = sum(map(operator.mul, factor, now)) >> bits
        squares.append(coefficient * coefficient >> bits)
        middle = (2 * p + 1) * one
        now, before = [
            (((s - middle) * y - root_of * z) >> bits) * inverse >> bits for s, y, z in zip(square, now, before)
        ], now
    return squares, bits


def tanh_eigenvalues(dim, preset, kernel, degrees):
    assert dim == 3
    first, weight, bias = PRESETS[preset]
    squares, bits = tanh_hermite_squares(first + bias)
    coefficients = [(2 + 2 * i if kernel == "ntk" else 1) * a for i, a in enumerate(squares)]
    nodes, weights = gauss_legendre(NODES)
    weighted = []
    for u, w in zip(nodes, weights):
        rho = (first * u + bias) / (first + bias)
        square = int(mp.ldexp(rho * rho, bits))
        total = 0
        for c in reversed(coefficients):
            total = (total * square >> bits) + c
        weighted.append(w / 2 * (bias + weight * rho * mp.ldexp(mpf(total), -bits)))
    return funk_hecke(dim, degrees, nodes, weighted)


def eigenvalues(activation, dim, preset, kernel, degrees):
    """lambda_0, ..., lambda_{degrees-1}."""
    mp.dps = DIGITS
    if activation == "tanh":
        return tanh_eigenvalues(dim, preset, kernel, degrees)
    return closed_form_eigenvalues(activation, dim, preset, kernel, degrees)


def cases():
    """What the test compares: (activation, dimension, preset, kernel, number of degrees)."""
    for preset in PRESETS:
        for kernel in ("ntk", "nngp"):
            for activation in ("relu", "erf"):
                for dim in (2, 3, 5, 10, 50):
                    yield activation, dim, preset, kernel, 52
            yield "tanh", 3, preset, kernel, 41


if __name__ == "__main__":
    for case in cases():
        for degree, value in enumerate(eigenvalues(*case)):
            print(*case[:4], degree, mp.nstr(value, 60), sep=",")
            sys.stdout.flush()
