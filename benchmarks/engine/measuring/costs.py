"""Measure what calls cost, in processor seconds and in seconds on the clock."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

try:
    import resource
except ModuleNotFoundError as error:  # Windows
    raise SystemExit("These benchmarks need Linux or macOS.") from error


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call took: all threads and finished child processes, and the clock."""

    cpu_s: float
    wall_s: float

    def per(self, number: float) -> Cost:
        """Share the cost out, over tracks or trees."""
        return Cost(self.cpu_s / number, self.wall_s / number)


def measure(call: Callable[[], object]) -> Cost:
    """Run a call once."""
    with _undisturbed():
        cpu, wall = _cpu_seconds(), time.perf_counter()
        call()
        return Cost(_cpu_seconds() - cpu, time.perf_counter() - wall)


def middle(costs: list[Cost]) -> Cost:
    """Give the median of each of the two times."""
    return Cost(median(c.cpu_s for c in costs), median(c.wall_s for c in costs))


def total(costs: list[Cost]) -> Cost:
    """Add costs up."""
    return Cost(sum(c.cpu_s for c in costs), sum(c.wall_s for c in costs))


def in_turn(calls: dict[str, Callable[[], object]], repeats: int) -> dict[str, Cost]:
    """Run calls one after the other, over and over, and give the median of each.

    What disturbs the machine for a while then disturbs all of them alike.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in calls}
    for _ in range(repeats):
        for name, call in calls.items():
            costs[name].append(measure(call))
    return {name: middle(found) for name, found in costs.items()}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long single short calls made somebody wait, in seconds."""

    median_s: float
    least_s: float


def wait_in_turn(
    calls: dict[str, Callable[[], object]],
    seconds: float,
    *,
    in_a_row: int,
    fewest_turns: int,
) -> dict[str, Waiting]:
    """Time each single call, so many of one kind in a row, then of the next.

    It ends when `seconds` have passed, but not before `fewest_turns`.
    """
    waits: dict[str, list[float]] = {name: [] for name in calls}
    n_turns = 0
    with _undisturbed():
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or n_turns < fewest_turns:
            n_turns += 1
            for name, call in calls.items():
                for _ in range(in_a_row):
                    begin = time.perf_counter()
                    call()
                    waits[name].append(time.perf_counter() - begin)
    return {name: Waiting(median(each), min(each)) for name, each in waits.items()}


def forget_peak() -> None:
    """Let the kernel count the peak of this process's memory anew; Linux only."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_bytes() -> int:
    """Give the most memory held since `forget_peak`; Linux only."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.split("VmHWM:")[1].split()[0])


def free_bytes() -> int:
    """Give the memory that could be had without swapping; Linux only."""
    told = Path("/proc/meminfo").read_text(encoding="ascii")
    return 1024 * int(told.split("MemAvailable:")[1].split()[0])


def affordable(call: Callable[[Any], object], rows: Any, seconds: float) -> int:
    """Say how many rows a slow peer can be asked for in `seconds`, four at least."""
    call(rows[:1])
    one = measure(lambda: call(rows[:1])).cpu_s
    return max(4, min(len(rows), int(seconds / one)))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the garbage collector from cutting in."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
