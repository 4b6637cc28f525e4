"""The gradient flow of bench_flow by SciPy's DOP853 at rtol = atol = 1e-12: CPU seconds of the solution, evaluations, and
the distance of its end from the certified one. Called by bench_flow with a file of doubles."""

import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

try:
    import numpy as np
    from scipy import special
    from scipy.integrate import solve_ivp
except ImportError:
    print("nan nan nan")
    sys.exit()


def main(path):
    data = np.fromfile(path)
    horizon = data[4]
    is_erf, m, n, d = (int(x) for x in data[:4])
    start, points, labels, end = np.split(data[5:], np.cumsum([m * (d + 2) + 1, n * (d + 1), n]))
    x = points.reshape(n, d + 1)
    c = 1 / np.sqrt(m)

    def velocity(_, theta):
        a, w, b = theta[:m], theta[m:-1].reshape(m, d + 1), theta[-1]
        z = w @ x.T
        s = special.erf(z) if is_erf else np.tanh(z)
        q = 2 / np.sqrt(np.pi) * np.exp(-z * z) if is_erf else 1 - s * s
        r = (c * (a @ s) + b - labels) / n
        return -np.concatenate([c * (s @ r), (c * a[:, None] * ((q * r) @ x)).ravel(), [r.sum()]])

    begin = time.process_time()
    solution = solve_ivp(velocity, (0, horizon), start, method="DOP853", rtol=1e-12, atol=1e-12, t_eval=[horizon])
    seconds = time.process_time() - begin
    print(seconds, solution.nfev, np.linalg.norm(solution.y[:, -1] - end))


main(sys.argv[1])
