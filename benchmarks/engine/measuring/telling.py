"""Print what was measured as tables for people, with the conditions."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

ALWAYS = ("numpy", "numba", "scikit-learn")


def tell_table(header: list[str], rows: list[list[str]]) -> None:
    """Print a table in Markdown, figures to the right."""
    if any(len(row) != len(header) for row in rows):
        raise ValueError(f"The rows are not as wide as the header: {header}, {rows}")
    print(f"\n| {' | '.join(header)} |")
    numbers = [
        all(re.match(r"[\d.,<≤–-]", row[i]) for row in rows) for i in range(len(header))
    ]
    print("|" + "|".join("--:" if number else "---" for number in numbers) + "|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


def figure(number: float) -> str:
    """Write a number with three digits, or to the next whole one.

    Examples
    --------
    >>> [figure(number) for number in (0.01234, 56.78, 1234.5)]
    ['0.0123', '56.8', '1,234']
    """
    return f"{number:,.0f}" if abs(number) >= 1_000 else f"{number:.3g}"


def times(ratio: float) -> str:
    """Say how many times dearer the peer is."""
    return f"{figure(ratio)} ×"


def judge(value: float, must: float | None, goal: float | None) -> list[str]:
    """Give the cells that hold a ratio against what was asked for.

    Examples
    --------
    >>> judge(52.3, 40, 100)
    ['52.3 ×', '40 ×', '100 ×', 'must']
    """
    if must is None or goal is None:
        return [times(value), "–", "–", "–"]
    reached = "goal" if value >= goal else "must" if value >= must else "**missed**"
    return [times(value), f"{must:g} ×", f"{goal:g} ×", reached]


JUDGED = ["ratio", "must", "goal", "reached"]
"""Headers of the cells that `judge` gives."""


def tell_conditions(*packages: str) -> None:
    """Print the machine and the versions, without a date or a name."""
    versions = [f"{name} {version(name)}" for name in (*ALWAYS, *packages)]
    load = os.getloadavg()[1]
    print(
        f"Conditions: {_processor()}, {os.cpu_count()} cores, {_memory()}, "
        f"{platform.system()}; Python {platform.python_version()}, "
        f"{', '.join(versions)}. Load average over the last 5 minutes: {load:.1f}.",
        flush=True,
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return platform.processor() or platform.machine()
    told = path.read_text(encoding="utf-8")
    fields = dict(re.findall(r"^([^\t:]+)\t*: (.*)$", told, re.MULTILINE))
    name = fields.get("model name", platform.machine())
    flags = fields.get("flags", "").split()
    widest = [word for word in ("avx512f", "avx2") if word in flags]
    family = f" family {fields['cpu family']}" if "cpu family" in fields else ""
    return f"{name}{family}" + (f" with {widest[0]}" if widest else "")


def _memory() -> str:
    n_bytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{n_bytes / 2**30:.0f} GiB"
