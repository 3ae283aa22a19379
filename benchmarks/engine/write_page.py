"""Run the claims, and write what they print into docs/reference/engine-benchmarks.md.

``python benchmarks/engine/write_page.py`` runs all, one after the other;
``write_page.py NAME ...`` runs the named ones and leaves the sections of the others
as they are; options after ``--`` are for the claims. The page is written after each
claim. A claim that fails keeps its old section, the rest are run all the same, and
the exit code tells. Compiled code is kept for one run only, in a folder of its own,
so that no stale kernel is measured.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "reference" / "engine-benchmarks.md"
PICTURE = "engine_cost_growth.svg"
CLAIMS = (
    "shap_blocks",
    "shap_one_track",
    "exactness",
    "cost_growth",
    "interventional",
    "interactions",
    "predict_one_track",
    "predict_many",
    "growing",
    "memory_growing",
    "model_file",
)
INTRODUCTION = """\
# The engine beside its peers

Written by `make bench-engine` (`python benchmarks/engine/write_page.py`), one section
a claim; each can be run alone. *Ratio* is always what the peer costs over what ours
costs, measured in one run, both sides warmed up. *Must* and *goal* are what was asked
for before the work began. Processor seconds are those of all threads and child
processes. The tables are public ones that are not part of this repository, and 6 or
114 genres are their names here: `spotify_songs.csv` (32,833 tracks, 13 features) and
`spotify_tracks_114_union.parquet` (73,226 tracks, 15 features). Four fifths of the
groups (artists, or equal tracks) are grown on; the tracks that are explained or asked
for are from the rest, unless a section says otherwise. Peers are those of
`requirements/peers.txt`.

How many lines of each claim reached what:
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", nargs="*", metavar="NAME", help=", ".join(CLAIMS))
    parser.add_argument("--page", type=Path, default=PAGE, help="file to be written")
    own, passed = split(sys.argv[1:])
    given = parser.parse_args(own)
    unknown = sorted(set(given.claims) - set(CLAIMS))
    if unknown:
        parser.error(f"no such claims: {unknown}; there are: {', '.join(CLAIMS)}")
    if "--quick" in passed and given.page == PAGE:
        parser.error("figures of a quick trial mean nothing; name another --page")
    sections = read_sections(given.page)
    failed = []
    with tempfile.TemporaryDirectory() as compiled:
        os.environ["NUMBA_CACHE_DIR"] = compiled
        for name in given.claims or CLAIMS:
            told = run(name, passed, given.page)
            if told is None:
                failed.append(name)
            else:
                sections[name] = told
                given.page.write_text(compose(sections), encoding="utf-8")
    if failed:
        sys.exit(f"These claims failed, and kept their old sections: {failed}")


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Part what is for this script from what stands after -- for the claims."""
    place = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:place], arguments[place + 1 :]


def run(name: str, passed: list[str], page: Path) -> str | None:
    """Run one claim; give its section, or None where it failed."""
    command = [sys.executable, str(HERE / f"{name}.py"), *passed]
    if name == "cost_growth":
        images = page.parent.parent / "images" if page == PAGE else page.parent
        command += ["--picture", str(images / PICTURE)]
    began = time.perf_counter()
    print(f"{name} …", file=sys.stderr, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(f"  {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    if done.returncode:
        return None
    docstring = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text("utf-8")))
    title, _, text = (docstring or "").partition("\n\n")
    picture = f"![{title}](../images/{PICTURE})\n\n" if name == "cost_growth" else ""
    return (
        f"## {title.rstrip('.')}\n\n{text}\n\n`python benchmarks/engine/{name}.py`\n\n"
        f"{done.stdout.strip()}\n\n{picture}"
    )


def read_sections(page: Path) -> dict[str, str]:
    """Give the sections of the page as it stands."""
    if not page.exists():
        return {}
    pattern = re.compile(r"<!-- claim (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)
    return dict(pattern.findall(page.read_text(encoding="utf-8")))


def compose(sections: dict[str, str]) -> str:
    """Give the whole page, with an overview before the sections."""
    lines = [
        "| claim | goal reached | must reached | missed |",
        "|---|--:|--:|--:|",
        *(f"| {overview(name, sections.get(name))} |" for name in CLAIMS),
    ]
    parts = [
        f"<!-- claim {name} -->\n{sections[name]}<!-- end -->\n"
        for name in CLAIMS
        if name in sections
    ]
    return "\n".join([INTRODUCTION, *lines, "", *parts])


def overview(name: str, section: str | None) -> str:
    """Give the cells that count the lines of a claim by what they reached."""
    if section is None:
        return f"`{name}` | not measured | | "
    cells = [
        cell.strip()
        for line in re.findall(r"^\|.*\|$", section, re.MULTILINE)
        for cell in line.split("|")
    ]
    if "reached" not in cells:
        return f"`{name}`: nothing was asked for | – | – | –"
    counts = [cells.count(word) for word in ("goal", "must", "**missed**")]
    headers = cells.count("reached")
    return f"`{name}` | {counts[0] - headers} | {counts[1] - headers} | {counts[2]}"


if __name__ == "__main__":
    main()
