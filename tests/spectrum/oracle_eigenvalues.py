"""Eigenvalues of kernels on S^{d-1} by mpmath: an oracle that shares no code and few formulas with ntkcert. Not
rigorous: plain quadrature. One hidden layer: at 130 digits, with an error seen to be below 1e-60 relative by repeating
it with more nodes. Several layers: DEEP_DIGITS of them, an error seen to be below DEEP_ERROR in the same way.

kinked   (relu, leaky-relu, abs, repu, step) and erf: lambda_k = c_d * integral over theta of kappa(cos theta) P_k(cos
         theta) sin^{d-2}, Gauss-Legendre nodes by Newton's method, kappa in closed form
analytic (the others) Hermite coefficients of sigma by the trapezoid rule in x, kappa by Mehler's formula, integral over
         u for odd d
deep     the recursion of the network as it is written, in covariances, at Gauss-Legendre nodes in theta; for tanh
         expectations by a two-dimensional trapezoid rule in double precision

Run as a program it prints: activation,dim,preset,kernel,degree,value.
"""

import functools
import math
import operator
import sys
from fractions import Fraction

from mpmath import mp, mpf

DIGITS = 130
NODES = 360
PRESETS = {"paper": (1, 1, 1), "he": (1, 2, 0)}  # first weight variance, weight variance, bias variance


@functools.lru_cache(maxsize=None)
def gauss_legendre(n):
    """Nodes and weights on [-1, 1]."""
    nodes, weights = [], []
    assert n % 2 == 0
    for i in range(n // 2):
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
    return nodes + [-x for x in reversed(nodes)], weights + weights[::-1]


def arc_cosine(order, angle):
    """J_n of Cho and Saul, NIPS 2009, as they print them."""
    rest, sine, cosine = mp.pi - angle, mp.sin(angle), mp.cos(angle)
    if order == 0:
        return rest
    if order == 1:
        return sine + rest * cosine
    if order == 2:
        return 3 * sine * cosine + rest * (1 + 2 * cosine**2)
    # From their definition, -sin^7 (1/sin d/d angle)^3 (rest/sin).
    assert order == 3
    return sine * (4 + 11 * cosine**2) + rest * (9 * cosine + 6 * cosine**3)


def closed_form_dual(activation, q, rho, angle):
    """E[sigma sigma] and E[sigma' sigma'] (None where there is none)."""
    name, _, parameter = activation.partition(":")
    if name == "erf":
        scale = 1 + 2 * q
        return 2 / mp.pi * mp.asin(2 * q * rho / scale), 4 / mp.pi / mp.sqrt(scale**2 - (2 * q * rho) ** 2)
    if name in ("relu", "repu", "step"):
        power = {"relu": 1, "step": 0}.get(name) if not parameter else int(parameter)
        value = q**power / (2 * mp.pi) * arc_cosine(power, angle)
        slope = power**2 * q ** (power - 1) / (2 * mp.pi) * arc_cosine(power - 1, angle) if power else None
        return value, slope
    # sigma(x) = relu(x) - a relu(-x), and E[relu(X) relu(-Y)] is that of relu at the correlation -rho.
    a = mpf(Fraction(parameter).numerator) / Fraction(parameter).denominator if name == "leaky-relu" else mpf(-1)
    value, slope = (
        (1 + a * a) * arc_cosine(order, angle) - 2 * sign * a * arc_cosine(order, mp.pi - angle)
        for order, sign in ((1, 1), (0, -1))
    )
    return q / (2 * mp.pi) * value, slope / (2 * mp.pi)


@functools.lru_cache(maxsize=None)
def closed_form_kernel(activation, preset, kernel):
    """kappa(cos theta) at the nodes theta."""
    first, weight, bias = PRESETS[preset]
    q = mpf(first + bias)
    values = []
    for theta in polar_angles():
        rho = (first * mp.cos(theta) + bias) / q
        angle = theta if bias == 0 else 2 * mp.asin(mp.sqrt(first / q) * mp.sin(theta / 2))
        value, slope = closed_form_dual(activation, q, rho, angle)
        values.append(bias + weight * (value + (q * rho * slope if kernel == "ntk" else 0)))
    return values


def polar_angles():
    return [mp.pi / 2 * (1 - t) for t in gauss_legendre(NODES)[0]]


def sphere_constant(dim):
    return mp.gamma(mpf(dim) / 2) / mp.sqrt(mp.pi) / mp.gamma(mpf(dim - 1) / 2)


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
    weights = gauss_legendre(NODES)[1]
    angles = polar_angles()
    points = [mp.cos(theta) for theta in angles]
    values = closed_form_kernel(activation, preset, kernel)
    constant = sphere_constant(dim)
    weighted = [
        constant * mp.pi / 2 * w * f * mp.sin(theta) ** (dim - 2) for w, f, theta in zip(weights, values, angles)
    ]
    return funk_hecke(dim, degrees, points, weighted)


def polynomial(*coefficients):
    return lambda x: mp.polyval(list(reversed(coefficients)), x)


#: sigma, and how many Hermite coefficients the oracle takes at pre-activation variance 2 and 1. The trapezoid rule has
#: 20 points a unit, and 40 for tanh, whose poles are half as far as those of the logistic family.
ANALYTIC = {
    "tanh": (mp.tanh, 7200, 3600),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), 1700, 850),
    "softplus": (lambda x: mp.log(1 + mp.exp(x)), 1700, 850),
    "silu": (lambda x: x / (1 + mp.exp(-x)), 1700, 850),
    "gelu": (lambda x: x * mp.ncdf(x), 640, 400),
    "gaussian": (lambda x: mp.exp(-x * x / 2), 640, 400),
    "sin": (mp.sin, 250, 200),
    "cos": (mp.cos, 250, 200),
    "identity": (lambda x: x, 10, 10),
    "polynomial:1/4,0,-3,1,0,-0.5": (polynomial(mpf(1) / 4, 0, -3, 1, 0, mpf(-1) / 2), 10, 10),
    # 2 - he_1/2 + he_3, he_3 = (x^3 - 3x)/sqrt(6)
    "hermite:2,-0.5,0,1": (lambda x: 2 - x / 2 + (x**3 - 3 * x) / mp.sqrt(6), 10, 10),
}


@functools.lru_cache(maxsize=None)
def hermite_squares(activation, variance):
    """(E[sigma(sqrt(q) Z) He_p(Z)])^2/p! for p = 0, 1, 2, ..., in fixed point of the returned number of bits.

    With psi_p(x) = He_p(x)/sqrt(p!) * phi(x)^{1/2}, which is bounded, E[sigma He_p]/sqrt(p!) is the integral of
    sigma(sqrt(q) x) phi(x)^{1/2} psi_p(x), and
    sqrt((p+1)(p+2)) psi_{p+2} = (x^2 - 2p - 1) psi_p - sqrt(p(p-1)) psi_{p-2}."""
    sigma, *lengths = ANALYTIC[activation]
    length = lengths[2 - variance]
    bits = 560
    one = 1 << bits
    squares = [0] * length

    def fixed(values):
        return [int(v * one) for v in values]

    with mp.workprec(bits + 40):
        step = mpf(1) / (40 if activation == "tanh" else 20)
        grid = [step * (i + mpf(1) / 2) for i in range(int(27 / step))]
        root = [mp.exp(-x * x / 4) / mp.sqrt(mp.sqrt(2 * mp.pi)) for x in grid]
        sides = [[sigma(sign * mp.sqrt(variance) * x) for x in grid] for sign in (1, -1)]
        square = fixed([x * x for x in grid])
    for parity in (0, 1):
        with mp.workprec(bits + 40):
            part = [a - b if parity else a + b for a, b in zip(*sides)]
            if max(map(abs, part)) < mpf(10) ** -150:
                continue
            factor = fixed([step * f * r for f, r in zip(part, root)])
            powers = range(parity, length, 2)
            roots = [int(mp.sqrt(mpf(p) * max(p - 1, 0)) * one) for p in powers]
            inverses = [int(one / mp.sqrt(mpf(p + 1) * (p + 2))) for p in powers]
            now = fixed([x * r for x, r in zip(grid, root)] if parity else root)
        before = [0] * len(now)
        for p, root_of, inverse in zip(powers, roots, inverses):
            coefficient = sum(map(operator.mul, factor, now)) >> bits
            squares[p] = coefficient * coefficient >> bits
            if not any(squares[max(p - 20, 0) : p + 1]) and p > 20:
                break  # an elementary part, all whose further coefficients are zero
            middle = (2 * p + 1) * one
            now, before = [
                (((s - middle) * y - root_of * z) >> bits) * inverse >> bits for s, y, z in zip(square, now, before)
            ], now
    return squares, bits


@functools.lru_cache(maxsize=None)
def analytic_kernel(activation, preset, kernel):
    """kappa at the nodes u."""
    first, weight, bias = PRESETS[preset]
    squares, bits = hermite_squares(activation, first + bias)
    coefficients = [((1 + p) if kernel == "ntk" else 1) * a for p, a in enumerate(squares)]
    parts = [list(reversed(coefficients[parity::2])) for parity in (0, 1)]
    values = []
    for u in gauss_legendre(NODES)[0]:
        rho = (first * u + bias) / mpf(first + bias)
        square = int(mp.ldexp(rho * rho, bits))
        even, odd = (functools.reduce(lambda t, c: (t * square >> bits) + c, part, 0) for part in parts)
        values.append(bias + weight * (mp.ldexp(mpf(even), -bits) + rho * mp.ldexp(mpf(odd), -bits)))
    return values


def analytic_eigenvalues(activation, dim, preset, kernel, degrees):
    assert dim % 2 == 1
    nodes, weights = gauss_legendre(NODES)
    constant = sphere_constant(dim)
    weighted = [
        constant * w * f * (1 - u * u) ** ((dim - 3) // 2)
        for u, w, f in zip(nodes, weights, analytic_kernel(activation, preset, kernel))
    ]
    return funk_hecke(dim, degrees, nodes, weighted)


#: Several layers.
DEEP_DIGITS = 60
DEEP_NODES = 90
DEEP_ERROR = "1e-50"


def deep_kernel(activation, preset, depth, trained, theta):
    """kappa(cos theta) by the recursion in covariances; `trained` is all, hidden, outer or nngp."""
    first, weight, bias = PRESETS[preset]
    variance = mpf(first + bias)
    covariance = first * mp.cos(theta) + bias
    tangent = covariance
    for layer in range(depth):
        outer, slope, squared = expectations(activation, variance, covariance)
        hidden = weight * slope * tangent
        last = layer == depth - 1
        if last and trained == "hidden":
            return bias + hidden
        covariance = weight * outer + bias
        if last and trained != "all":
            return covariance
        tangent = covariance + hidden
        variance = weight * squared + bias
    return tangent


def expectations(activation, variance, covariance):
    """E[s(X) s(Y)], E[s'(X) s'(Y)] and E[s(X)^2]."""
    rho = covariance / variance
    if activation == "relu":
        angle = mp.acos(rho)
        outer = variance / (2 * mp.pi) * (mp.sin(angle) + (mp.pi - angle) * rho)
        return outer, (mp.pi - angle) / (2 * mp.pi), variance / 2
    if activation == "abs":
        angle = mp.acos(rho)
        outer = 2 * variance / mp.pi * (mp.sin(angle) + (mp.pi / 2 - angle) * rho)
        return outer, 1 - 2 * angle / mp.pi, variance
    if activation == "erf":
        scale = 1 + 2 * variance
        outer, squared = (2 / mp.pi * mp.asin(2 * c / scale) for c in (covariance, variance))
        return outer, 4 / mp.pi / mp.sqrt(scale**2 - (2 * covariance) ** 2), squared
    return tanh_expectations(variance, covariance)


def tanh_expectations(variance, covariance):
    """X = sqrt(q) z, Y = sqrt(q) (rho z + sqrt(1-rho^2) z'), in double precision."""
    q, rho = float(variance), float(covariance / variance)
    scale, across = math.sqrt(q), math.sqrt(max(0.0, q * (1 - rho * rho)))
    grid = [i / 6 for i in range(-52, 53)]
    weights = [math.exp(-z * z / 2) for z in grid]
    total = math.fsum(weights)
    weights = [w / total for w in weights]
    outer = slope = squared = 0.0
    for z, w in zip(grid, weights):
        first = math.tanh(scale * z)
        second = [math.tanh(scale * rho * z + across * other) for other in grid]
        outer += w * first * sum(map(operator.mul, weights, second))
        slope += w * (1 - first**2) * (1 - sum(v * t * t for v, t in zip(weights, second)))
        squared += w * first**2
    return mpf(outer), mpf(slope), mpf(squared)


def deep_eigenvalues(activation, dim, preset, trained, depth, degrees):
    with mp.workdps(DEEP_DIGITS if activation != "tanh" else 20):
        nodes, weights = gauss_legendre(DEEP_NODES if activation != "tanh" else 40)
        angles = [mp.pi / 2 * (1 - t) for t in nodes]
        constant = mp.gamma(mpf(dim) / 2) / mp.sqrt(mp.pi) / mp.gamma(mpf(dim - 1) / 2)
        weighted = [
            constant * mp.pi / 2 * w * mp.sin(theta) ** (dim - 2) * deep_kernel(activation, preset, depth, trained, theta)
            for w, theta in zip(weights, angles)
        ]
        return funk_hecke(dim, degrees, [mp.cos(theta) for theta in angles], weighted)


def eigenvalues(activation, dim, preset, kernel, degrees):
    """lambda_0, ..., lambda_{degrees-1}."""
    mp.dps = DIGITS
    compute = analytic_eigenvalues if activation in ANALYTIC else closed_form_eigenvalues
    return compute(activation, dim, preset, kernel, degrees)


def cases():
    """What the test compares: (activation, dimension, preset, kernel, number of degrees)."""
    for preset in PRESETS:
        for kernel in ("ntk", "nngp"):
            for activation in ("relu", "erf"):
                for dim in (2, 3, 5, 10, 50):
                    yield activation, dim, preset, kernel, 52
            for activation in ("leaky-relu:0.3", "leaky-relu:-1/3", "abs", "repu:2", "repu:3"):
                yield activation, 10 if preset == "paper" else 3, preset, kernel, 32
            yield "tanh", 3, preset, kernel, 41
            for activation in ANALYTIC:
                if activation != "tanh":
                    yield activation, 7 if preset == "paper" else 3, preset, kernel, 26
        for dim in (2, 5):
            yield "step", dim, preset, "nngp", 32


def deep_cases():
    """(activation, dimension, preset, trained, depth, number of degrees, digits, absolute error of the oracle)."""
    for depth in (2, 3):
        for trained in ("all", "nngp", "hidden", "outer"):
            yield "relu", 3, "he", trained, depth, 9, 30, DEEP_ERROR
        for dim in (2, 7):
            yield "relu", dim, "paper", "all", depth, 9, 30, DEEP_ERROR
        yield "abs", 3, "he", "all", depth, 9, 30, DEEP_ERROR
        yield "abs", 4, "paper", "nngp", depth, 9, 30, DEEP_ERROR
        yield "erf", 3, "paper", "all", depth, 9, 30, DEEP_ERROR
        yield "erf", 5, "he", "hidden", depth, 9, 30, DEEP_ERROR
    yield "tanh", 3, "paper", "all", 2, 5, 14, "1e-12"


if __name__ == "__main__":
    for case in cases():
        for degree, value in enumerate(eigenvalues(*case)):
            print(*case[:4], degree, mp.nstr(value, 60), sep=",")
            sys.stdout.flush()
