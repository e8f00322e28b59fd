"""Prints exp.csv and ln.csv next to this file: the vectors contracts/math is tested against.

Each row holds an argument in units of WAD (1e-18) and the exact result in 1e-36, rounded to the
nearest integer: 18 digits more than the contract's own result has. mpmath computes with 150
digits, which leaves more than 50 to spare for the largest result.
"""

from pathlib import Path
from random import Random

from mpmath import exp, floor, log, mp, mpf, nint

mp.dps = 150

WAD = 10**18
MAX = 2**256 - 1

# The domain of exp_wad: half a unit and 2^256 units.
EXP_MIN = int(floor(log(mpf("0.5e-18")) * WAD)) + 1
EXP_MAX = int(floor(log(mpf(2) ** 256 / WAD) * WAD))


def exp_arguments():
    random = Random(2718)
    step = (EXP_MAX - EXP_MIN) // 1000
    grid = list(range(EXP_MIN, EXP_MAX + 1, step))
    uniform = [random.randint(EXP_MIN, EXP_MAX) for _ in range(900)]
    # Every magnitude down to one unit, both signs.
    small = [random.choice((-1, 1)) * random.getrandbits(random.randint(1, 65)) for _ in range(500)]
    # Either side of a multiple of ln(2), where the exponent steps, and of its half.
    steps = [
        int(floor(k * log(2) * WAD / 2)) + near for k in range(-121, 393) for near in (0, 1)
    ]
    edges = [EXP_MIN, EXP_MIN + 1, EXP_MAX - 1, EXP_MAX] + list(range(-3, 4))
    whole = [k * WAD for k in range(-42, 136)]
    arguments = set(grid + uniform + small + steps + edges + whole)
    return sorted(x for x in arguments if EXP_MIN <= x <= EXP_MAX)


def ln_arguments():
    random = Random(1618)
    # Every binary magnitude: its first and last numbers and some between.
    powers = [2**k + near for k in range(257) for near in (-1, 0, 1)]
    spread = [random.getrandbits(k) | (1 << (k - 1)) for k in range(1, 257) for _ in range(5)]
    # Around one, where the result is small.
    close = [
        WAD + random.choice((-1, 1)) * random.getrandbits(k) for k in range(1, 60) for _ in range(6)
    ]
    grid = [WAD // 10 + k * WAD // 100 for k in range(0, 400)]
    edges = [1, 2, 3, WAD - 1, WAD, WAD + 1, MAX - 1, MAX]
    decades = [10**k for k in range(78)]
    arguments = set(powers + spread + close + grid + edges + decades)
    return sorted(x for x in arguments if 1 <= x <= MAX)


def write(name, header, rows):
    path = Path(__file__).parent / name
    lines = [header] + [f"{x},{value}" for x, value in rows]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{path.name}: {len(rows)} vectors")


def main():
    scale = mpf(10) ** 36
    write(
        "exp.csv",
        "x_wad,exp_e36",
        [(x, int(nint(exp(mpf(x) / WAD) * scale))) for x in exp_arguments()],
    )
    write(
        "ln.csv",
        "x_wad,ln_e36",
        [(x, int(nint(log(mpf(x) / WAD) * scale))) for x in ln_arguments()],
    )


if __name__ == "__main__":
    main()
