"""Prints the constants of contracts/math/src/{exp,ln}.rs and how far each polynomial is off.

Both polynomials come from Chebyshev interpolation (mpmath.chebyfit), which is within a small
factor of the best possible. All their coefficients are positive, so that Horner's scheme in
unsigned fixed point, whose products round monotonically, never decreases when its argument grows.
"""

from mpmath import atanh, chebyfit, linspace, log, mpf, nint, sqrt

from vectors import EXP_MAX, EXP_MIN, WAD

Q64 = mpf(2) ** 64


def fixed(value):
    """Rounds to an integer and splits it into two limbs where it does not fit in one."""
    value = int(nint(value))
    limbs = [f"{value >> 64:#x}", f"{value & (2**64 - 1):#018x}"]
    return " ".join(limbs if value >> 64 else limbs[1:])


def evaluate(coefficients, x):
    """Value of a polynomial, highest coefficient first."""
    total = mpf(0)
    for coefficient in coefficients:
        total = total * x + coefficient
    return total


def multiply_q64(a, b):
    """What the contract's multiply_q64 computes."""
    return (a * b + 2**63) >> 64


def horner_q64(x, coefficients):
    """What the contract's polynomial! computes."""
    total = 0
    for coefficient in coefficients:
        total = multiply_q64(x, total) + coefficient
    return total


def print_polynomial(name, coefficients, worst):
    print(f"{name}: worst error {float(worst * Q64):.3f} / 2^64, highest coefficient first")
    for coefficient in coefficients:
        assert coefficient >= 0
        print(f"    {coefficient:#018x},")


def exp_polynomial(terms=12):
    """2^f = 1 + f * g(f) on [0, 1].

    g(1) = 1 is met exactly before rounding. After it, the greatest fraction must still lead to
    less than 2, or the sum would overflow.
    """

    def quotient(f):
        near = mpf(10) ** -25
        f = min(max(f, near), 1 - near)
        return ((2**f - 1) / f - 1) / (f - 1)

    inner = chebyfit(quotient, [0, 1], terms - 1)
    # g(f) = 1 + (f - 1) * inner(f)
    g = [mpf(0)] * terms
    for i, coefficient in enumerate(inner):
        g[i] += coefficient
        g[i + 1] -= coefficient
    g[-1] += 1
    rounded = [int(nint(c * Q64)) for c in g]
    greatest = 2**64 - 1
    while horner_q64(greatest, rounded) > greatest:
        rounded[-1] -= 1
    worst = max(
        abs(1 + f * evaluate(rounded, f) / Q64 - 2**f) / 2**f for f in linspace(0, 1, 2001)
    )
    return rounded, worst


def ln_polynomial(terms=11):
    """ln((2 + u) / (2 - u)) = u + u * w * h(w) with w = u^2, for u in [0, 2/3]."""

    def quotient(w):
        if w < mpf(10) ** -20:
            return mpf(1) / 12 + w / 80
        u = sqrt(w)
        return (2 * atanh(u / 2) / u - 1) / w

    h = chebyfit(quotient, [0, mpf(4) / 9], terms)
    rounded = [int(nint(c * Q64)) for c in h]
    worst = max(
        abs(u + u**3 * evaluate(rounded, u**2) / Q64 - 2 * atanh(u / 2))
        for u in linspace(0, mpf(2) / 3, 2001)
    )
    return rounded, worst


def main():
    print("exp: X_MIN", EXP_MIN, "X_MAX", EXP_MAX)
    print("exp: 2^132 * log2(e) / 1e18:", fixed(mpf(2) ** 132 / log(2) / WAD))
    print_polynomial("exp", *exp_polynomial())
    print("ln: 2^56 * 1e18 * ln(2):", fixed(mpf(2) ** 56 * WAD * log(2)))
    print("ln: 2^56 * (1e18 * ln(1e18) - 1/2):", fixed(mpf(2) ** 56 * (WAD * log(WAD) - 0.5)))
    print_polynomial("ln", *ln_polynomial())


if __name__ == "__main__":
    main()
