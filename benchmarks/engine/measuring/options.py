"""Read the options that all claims have."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from measuring.tables import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "data"
QUICK_TRACKS = 3_000


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asked for.

    Parameters
    ----------
    is_quick : bool
        Tiny sizes, to see that it runs; the figures mean nothing.
    genres : tuple of int
        Tables by their number of genres, 6 and 114.
    folder : path or None
        Of the real tables; None for made-up ones.
    picture : path or None
        Where a claim that draws a picture writes it; None for nowhere.
    """

    is_quick: bool
    genres: tuple[int, ...]
    folder: Path | None
    picture: Path | None

    def tables(self, *among: int) -> Iterator[Table]:
        """Read the tables that are asked for, of those that a claim is about."""
        for n_genres in among or (6, 114):
            if n_genres in self.genres:
                table = read_table(n_genres, self.folder)
                yield table.first(QUICK_TRACKS) if self.is_quick else table

    def quick(self, quick: int, usual: int) -> int:
        """Choose a size."""
        return quick if self.is_quick else usual


def read_options(
    description: str | None, arguments: list[str] | None = None
) -> Options:
    """Read the command line, and refuse a folder without tables.

    Parameters
    ----------
    description : str or None
        Of the claim: its docstring.
    arguments : list of str, optional
        Instead of the command line.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--tables",
        type=Path,
        default=Path(os.environ.get("GENRELENS_TABLES", BESIDE)),
        help="folder of the real tables (or: GENRELENS_TABLES); beside the checkout "
        "by default",
    )
    parser.add_argument("--made", action="store_true", help="use made-up tables")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to try it")
    parser.add_argument("--picture", type=Path, help="file for a picture, if any")
    parser.add_argument("--genres", type=int, nargs="+", choices=(6, 114))
    given = parser.parse_args(arguments)
    if not given.made and not given.tables.is_dir():
        sys.exit(
            f"The folder of real tables '{given.tables}' is not there. Name it with "
            "--tables FOLDER, or use made-up tables with --made."
        )
    if given.quick:
        print("A trial with tiny sizes: the figures mean nothing.")
    return Options(
        is_quick=given.quick,
        genres=tuple(given.genres or (6, 114)),
        folder=None if given.made else given.tables,
        picture=given.picture,
    )
