"""Count false alarms of the leak detectors, and planted leaks that they miss.

Run with ``python benchmarks/trust/leak_calibration.py [N_CLEAN] [N_PLANTED]``; 200
tables without a leak and 100 for each kind of leak take some minutes on one core.
Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from planted_leaks import LEAKS, PLANTS, check_frame, draw_clean

FIRST_PLANTED = 100_000
LEAST_A_GENRE = 60


def wilson(n_hits: int, n_tables: int) -> str:
    """Write a share with its 95 % interval."""
    z, share = 1.959964, n_hits / n_tables
    middle = (share + z**2 / (2 * n_tables)) / (1 + z**2 / n_tables)
    half = z * np.sqrt(share * (1 - share) / n_tables + z**2 / (4 * n_tables**2))
    half /= 1 + z**2 / n_tables
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return f"{share:6.1%} ({low:.1%} to {high:.1%})"


def main(n_clean: int, n_planted: int) -> None:
    start = time.process_time()
    alarms: dict[str, list[int]] = {code: [] for code in LEAKS}
    n_any = 0
    for seed in range(n_clean):
        told = check_frame(draw_clean(seed))
        n_any += bool(told)
        for code in told:
            alarms[code].append(seed)
    print(f"Tables without a leak: {n_clean}. False alarms by detector:")
    for code, seeds in alarms.items():
        which = f"  tables {seeds[:8]}" if seeds else ""
        print(f"  {code:30} {wilson(len(seeds), n_clean)}{which}")
    print(f"  {'any of them':30} {wilson(n_any, n_clean)}", flush=True)
    print(f"Tables with one planted leak: {n_planted} each. Found:")
    for number, plant in enumerate(PLANTS):
        missed = []
        for place in range(n_planted):
            seed = FIRST_PLANTED * (1 + number) + place
            frame = draw_clean(seed, least_a_genre=LEAST_A_GENRE)
            frame = plant.plant(frame, np.random.default_rng((seed, 1)))
            told = check_frame(frame)
            is_found = plant.code in told or (
                plant.code == "suspicious-column" and "proxy-column" in told
            )
            missed += [] if is_found else [seed]
        which = f"  missed {missed[:5]}" if missed else ""
        found = wilson(n_planted - len(missed), n_planted)
        print(f"  {plant.code:30} {plant.what:44} {found}{which}", flush=True)
    print(f"{time.process_time() - start:.0f} CPU seconds")


if __name__ == "__main__":
    main(*([int(word) for word in sys.argv[1:3]] or [200, 100]))
