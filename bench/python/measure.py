"""Rates per second of CPU time: on a shared machine far steadier than those by the clock."""

import statistics
import time

FULL = {"warm_up": 0.5, "repeat": 0.5, "repeats": 7}
QUICK = {"warm_up": 0.1, "repeat": 0.15, "repeats": 3}


def rate(effort, one):
    """Runs one(n) for n = 0, 1, ...; the median of the runs per second of this process's CPU time."""
    n = run_for(effort["warm_up"], one, 0)
    rates = []
    for _ in range(effort["repeats"]):
        before, clock = n, time.process_time()
        n = run_for(effort["repeat"], one, n)
        rates.append((n - before) / (time.process_time() - clock))
    return statistics.median(rates)


def run_for(seconds, one, n):
    end = time.perf_counter() + seconds
    while True:
        one(n)
        n += 1
        if time.perf_counter() >= end:
            return n
