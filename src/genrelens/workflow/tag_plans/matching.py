"""Say for which file of a folder each answer is, however its path is written."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from genrelens.audio.library.naming import path_to_text
from genrelens.errors import ColumnError, printable
from genrelens.tagging.plans.guarded_cells import unguard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from genrelens.workflow.tag_plans.answers import Answer

__all__ = ["match_answers"]


def match_answers(
    answers: Mapping[str, Answer], folder: Path, names: Sequence[str]
) -> tuple[dict[str, Answer], list[str]]:
    r"""Give the answers by the names of files.

    Tables of ours write a name as one line of text: ``-M-`` is ``\x2dM-`` there, and
    ``AC\DC`` has two backslashes. That spelling comes first; tables made by others may
    have the name as it is, guarded against formulas, or absolute.

    Parameters
    ----------
    answers : mapping of str to Answer
        By the path as its cell has it.
    folder : Path
        The music folder.
    names : sequence of str
        Files of the folder, relative to it, as the system names them.

    Returns
    -------
    found : dict of str to Answer
        By name, for the files that have one.
    unmatched : list of str
        Paths that belong to no file.

    Raises
    ------
    ColumnError
        If two paths are of one file.
    """
    by_text = {path_to_text(name): name for name in names}
    known = {**{name: name for name in names}, **by_text}
    found: dict[str, Answer] = {}
    unmatched: list[str] = []
    for path, answer in answers.items():
        spelt = next((each for each in _spellings(path, folder) if each in known), None)
        if spelt is None:
            unmatched.append(path)
        elif known[spelt] in found:
            raise ColumnError(
                "path",
                found=f"'{printable(path)}' is the second row of one file",
                remedy="Keep one of them.",
            )
        else:
            found[known[spelt]] = answer
    return found, unmatched


def _spellings(path: str, folder: Path) -> Iterator[str]:
    for text in (path, unguard(path)):
        yield text
        place = PurePath(text)
        if place.is_relative_to(folder):
            place = place.relative_to(folder)
        yield place.as_posix()
