"""Read a genre tree from a small YAML file, line by line and without guessing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from genrelens.errors import FileFormatError, InputError, printable
from genrelens.ingest.trees.values import (
    UnreadableError,
    read_key,
    read_value,
    without_comment,
)
from genrelens.schema.genre_tree import GenreTree

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_BYTES", "MAX_LINE", "parse_tree", "read_tree"]

MAX_BYTES = 1_000_000
"""Size of the largest file that is read."""

MAX_LINE = 50_000
"""Characters of the longest line that is read: 20 parents of 200 characters each,
every one written as an escape, fit on it."""

_INVISIBLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_SECTIONS = ("parents", "aliases")
_REMEDY = (
    "A genre tree holds 'parents:' and 'aliases:', and under each indented lines "
    "such as 'techno: electronic' or 'trip hop: [electronic, rap]'"
)


@dataclass(slots=True)
class _State:
    """What was read so far."""

    file: str
    found: dict[str, dict[str, str | list[str]]] = field(default_factory=dict)
    section: str = ""
    name: str = ""
    indent: int = 0
    is_open: bool = False  # the last name may still be followed by a list
    is_shut: bool = False  # the section was written as {}
    is_begun: bool = False  # a line other than a comment was read
    line: int = 0

    def refuse(self, found: str, remedy: str = _REMEDY) -> NoReturn:
        raise FileFormatError(
            self.file,
            found=f"line {self.line}: {found}",
            remedy=f"{remedy}.",
            line=self.line,
        )


def read_tree(path: Path) -> GenreTree:
    """Read a genre tree.

    Parameters
    ----------
    path : Path
        A text file in UTF-8 of at most 1 MB.

    Returns
    -------
    GenreTree

    Raises
    ------
    FileFormatError
        If it is not such a file; the message names the line.
    InputError
        If it cannot be opened, or the tree in it is not sound (`GenreTree.of`).
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"The genre tree '{printable(path)}' cannot be read "
            f"({printable(error.strerror or error)}). Give the path of a YAML file."
        ) from error
    if len(raw) > MAX_BYTES:
        raise FileFormatError(
            path.name,
            found=f"it is larger than {MAX_BYTES:,} bytes",
            remedy="Keep the families of the genres in your table.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileFormatError(
            path.name,
            found=f"byte {error.start:,} is not UTF-8",
            remedy="Save the file as UTF-8.",
        ) from error
    return parse_tree(text, file=path.name)


def parse_tree(text: str, *, file: str) -> GenreTree:
    r"""Read a genre tree from text.

    A small part of YAML is read: two sections of names with one value or a list.
    Anchors, tags, blocks of text and everything else are refused by name, and so
    is a name given twice.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name, for messages.

    Returns
    -------
    GenreTree

    Raises
    ------
    FileFormatError
        If the text is not such a tree.
    InputError
        If the tree is not sound.

    Examples
    --------
    >>> tree = parse_tree("parents:\n  dub: [reggae, electronic]\n", file="t.yaml")
    >>> tree.parents["dub"]
    ('reggae', 'electronic')
    """
    state = _State(file)
    for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        state.line = number
        try:
            _read_line(state, raw)
        except UnreadableError as problem:
            state.refuse(printable(problem, limit=200))
    _close_name(state)
    if not state.found:
        raise FileFormatError(
            file, found="there is no genre tree in it", remedy=f"{_REMEDY}."
        )
    parents = state.found.get("parents", {})
    aliases = state.found.get("aliases", {})
    return GenreTree.of(
        parents, {alias: str(meant) for alias, meant in aliases.items()}
    )


def _read_line(state: _State, raw: str) -> None:
    if len(raw) > MAX_LINE:
        state.refuse(
            f"it holds {len(raw):,} characters; {MAX_LINE:,} are allowed",
            "Write each name on a line of its own",
        )
    if "\t" in raw[: len(raw) - len(raw.lstrip())]:
        state.refuse("a tab begins the line", "Indent with spaces")
    for sign in raw:
        if sign == "\ufeff" or unicodedata.category(sign) in _INVISIBLE:
            state.refuse(
                f"it holds the invisible character {printable(sign)}",
                'Take it out, or write it as an escape in "double quotes"',
            )
    text = without_comment(raw)
    indent = len(text) - len(text.lstrip(" "))
    text = text.strip(" ")
    if not text:
        return
    if text == "---" and indent == 0 and not state.is_begun:
        state.is_begun = True
        return
    state.is_begun = True
    if indent == 0:
        _open_section(state, text)
    elif text == "-" or text.startswith("- "):
        _add_to_list(state, text[1:].strip(" "), indent)
    else:
        _add_name(state, text, indent)


def _open_section(state: _State, text: str) -> None:
    _close_name(state)
    key = read_key(text)
    if key is None or key[0] not in _SECTIONS:
        state.refuse(f"'{printable(text)}' is neither 'parents:' nor 'aliases:'")
    name, rest = key
    if name in state.found:
        state.refuse(f"'{name}' comes twice", "Put both parts together")
    if rest not in ("", "{}"):
        state.refuse(f"'{printable(rest)}' stands beside '{name}:'")
    state.section, state.name, state.indent = name, "", 0
    state.is_shut = rest == "{}"
    state.found[name] = {}


def _add_name(state: _State, text: str, indent: int) -> None:
    _close_name(state)
    if not state.section or state.is_shut:
        state.refuse("an indented line stands outside of 'parents:' and 'aliases:'")
    if state.indent and indent != state.indent:
        state.refuse(
            f"the line is indented by {indent} spaces, those above by {state.indent}",
            "Indent all names of a section alike",
        )
    key = read_key(text)
    if key is None:
        state.refuse(f"'{printable(text)}' is not of the form 'name: parent'")
    name, rest = key
    entries = state.found[state.section]
    if name in entries:
        state.refuse(
            f"'{printable(name)}' comes twice under '{state.section}'",
            "Give each name once; several parents go into a list: [one, other]",
        )
    state.name, state.indent, state.is_open = name, indent, not rest
    value = read_value(rest) if rest else []
    if state.section == "aliases" and rest and not isinstance(value, str):
        state.refuse(
            f"the alias '{printable(name)}' stands for a list",
            "An alias stands for one genre",
        )
    entries[name] = value


def _add_to_list(state: _State, text: str, indent: int) -> None:
    if not state.is_open or state.section != "parents" or indent < state.indent:
        state.refuse("a '-' stands where no list belongs")
    value = read_value(text) if text else ""
    if not isinstance(value, str) or read_key(text) is not None:
        state.refuse(f"'{printable(text)}' is not one name")
    parents = state.found["parents"][state.name]
    if isinstance(parents, list):
        parents.append(value)


def _close_name(state: _State) -> None:
    """Refuse an alias that stands for nothing."""
    if state.section == "aliases" and state.is_open:
        state.refuse(
            f"the alias '{printable(state.name)}' above stands for nothing",
            "Write the genre behind the colon",
        )
    state.is_open = False
