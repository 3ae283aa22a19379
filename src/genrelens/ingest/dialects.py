"""Sniff how a delimited text is written: separator, quote, lines before the header."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from genrelens.errors import FileFormatError, InputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["DELIMITERS", "Dialect", "iterate_lines", "name_delimiter", "sniff_dialect"]

DELIMITERS = ",;\t|"
_NAMES = {",": "commas", ";": "semicolons", "\t": "TABs", "|": "vertical bars"}
_SAMPLE_LINES = 1_000
_SAMPLE_CHARACTERS = 2_000_000
_SEP_LINE = re.compile(r"\"?sep=([^\w\s\"']|\t)\"?[\r\n]*\Z", re.IGNORECASE)
_MOST = 0.5
_FULL = 0.999
_PAIR = 2  # an index column and one other: a header, not a title line
_MAX_PREAMBLE = 25


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is written.

    Parameters
    ----------
    delimiter : str
        One character; for a single column any that does not occur.
    quote : str or None
        The quote character; None where quotes are plain text.
    skips_spaces : bool
        True where separators are followed by a space that belongs to no cell.
    n_preamble_lines : int
        Physical lines before the header line.
    decisions : tuple of str
        What was decided, where it was not self-evident.
    """

    delimiter: str
    quote: str | None = '"'
    skips_spaces: bool = False
    n_preamble_lines: int = 0
    decisions: tuple[str, ...] = ()

    def read(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Give a strict `csv.reader` over physical lines."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            skipinitialspace=self.skips_spaces,
            strict=True,
        )


@dataclass(slots=True)
class _Trial:
    """What one candidate dialect makes of the first lines."""

    dialect: Dialect
    n_columns: int = 1
    share: float = 0.0  # of all lines that are not blank: as long as most are
    agrees: bool = False  # most records are as long as the header
    preamble: list[str] = field(default_factory=list)
    is_broken: bool = False  # quotes are wrong in the very first lines

    def rank(self) -> tuple[bool, bool, float, bool, int]:
        """Order trials: regular first, then fewer surprises, then more columns."""
        return (
            self.n_columns > 1,
            self.agrees and self.share >= _MOST,
            round(self.share, 2),
            not self.preamble,
            self.n_columns,
        )


def iterate_lines(content: bytes) -> io.TextIOWrapper:
    """Give the physical lines of a UTF-8 text with their line ends, one by one."""
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")


def name_delimiter(delimiter: str) -> str:
    r"""Name a separator for people.

    Examples
    --------
    >>> name_delimiter("\t"), name_delimiter("^")
    ('TABs', "'^'")
    """
    return _NAMES.get(delimiter, f"'{printable(delimiter)}'")


def sniff_dialect(
    content: bytes, *, name: str, delimiter: str | None = None
) -> Dialect:
    r"""Find the dialect in which the first thousand lines are a regular table.

    Parameters
    ----------
    content : bytes
        The whole text in UTF-8, no byte-order mark.
    name : str
        The file's name, for messages.
    delimiter : str, optional
        The separator, where the caller knows it.

    Returns
    -------
    Dialect
        The dialect, with its decisions.

    Raises
    ------
    InputError
        If `delimiter` is not one usable character.
    FileFormatError
        If no separator gives anything like a table.

    Examples
    --------
    >>> sniff_dialect(b"genre;tempo\npop;1,5\n", name="a.csv").delimiter
    ';'
    """
    lines = _take_sample(content)
    n_sep_lines, stated = _read_sep_line(lines[0])
    if delimiter is not None:
        _check_delimiter(delimiter)
    given = delimiter or stated
    trials = [
        _try(candidate, lines[n_sep_lines:])
        for candidate in _list_candidates(lines[n_sep_lines:], given)
    ]
    best = max(trials, key=_Trial.rank)
    if best.n_columns == 1 and given is None:
        best = _judge_single_column(trials, lines[n_sep_lines:], name)
    decisions = _tell(best, trials, delimiter, stated)
    return Dialect(
        best.dialect.delimiter,
        best.dialect.quote,
        best.dialect.skips_spaces,
        n_sep_lines + len(best.preamble),
        decisions,
    )


def _take_sample(content: bytes) -> list[str]:
    lines: list[str] = []
    size = 0
    for line in islice(iterate_lines(content), _SAMPLE_LINES):
        lines.append(line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    return lines


def _read_sep_line(first: str) -> tuple[int, str | None]:
    found = _SEP_LINE.match(first)
    return (1, found.group(1)) if found else (0, None)


def _check_delimiter(delimiter: str) -> None:
    if len(delimiter) != 1 or delimiter in "\"'\r\n\x00" or not delimiter.isascii():
        raise InputError(
            f"Delimiter '{printable(delimiter)}' cannot separate columns. "
            f"Give one ASCII character, such as ',' or ';' or a TAB."
        )


def _list_candidates(lines: list[str], given: str | None) -> list[Dialect]:
    return [
        Dialect(delimiter, _guess_quote(lines, delimiter), skips)
        for delimiter in (given or DELIMITERS)
        for skips in (False, True)
        if not skips
        or (delimiter != " " and any(f"{delimiter} " in line for line in lines))
    ]


def _guess_quote(lines: list[str], delimiter: str) -> str:
    """Take single quotes for quotes only where they hold every cell of a line."""
    first = next((line for line in lines if delimiter in line), "").rstrip("\r\n")
    cells = first.split(delimiter)
    wrapped = all(len(c) > 1 and c[0] == c[-1] == "'" for c in cells)
    return "'" if wrapped and len(cells) > 1 else '"'


def _try(dialect: Dialect, lines: list[str]) -> _Trial:
    trial = _Trial(dialect)
    records, ends, trial.is_broken = _read_sample(dialect, lines)
    counts = Counter(len(record) for record in records if len(record) > 1)
    if not counts:
        return trial
    usual = counts.most_common(1)[0][0]
    n_before = _count_preamble(records, usual, dialect.delimiter)
    body = [record for record in records[n_before:] if not _is_blank(record)]
    if len(body) == 1 and n_before:
        return trial
    n_usual = sum(len(record) == usual for record in body)
    n_all = sum(not _is_blank(record) for record in records)
    trial.preamble = lines[: ends[n_before - 1]] if n_before else []
    trial.n_columns = len(body[0])
    trial.share = n_usual / n_all
    trial.agrees = trial.n_columns == usual
    return trial


def _read_sample(
    dialect: Dialect, lines: list[str]
) -> tuple[list[list[str]], list[int], bool]:
    """Give the records, the line on which each ends, and whether quotes fail."""
    records: list[list[str]] = []
    ends: list[int] = []
    n_read = 0

    def count() -> Iterator[str]:
        nonlocal n_read
        for line in lines:
            n_read += 1
            yield line

    try:
        for record in dialect.read(count()):
            records.append(record)
            ends.append(n_read)
    except csv.Error:
        if n_read < len(lines):  # not merely cut by the sample
            records.append(["an irregular record"])
            ends.append(n_read)
        return records, ends, True
    return records, ends, False


def _count_preamble(records: list[list[str]], usual: int, delimiter: str) -> int:
    """Count the records before the header: titles, remarks, blank lines."""
    for position, record in enumerate(records[:_MAX_PREAMBLE]):
        filled = [cell for cell in record if cell.strip()]
        is_lone = len(filled) <= 1 and len(record) != _PAIR
        is_whole_row = is_lone and "".join(filled).count(delimiter) + 1 == usual
        is_remark = bool(record and re.match(r"#+\s*\w", record[0]))
        is_above_blank = records[position + 1 : position + 2] == [[]]
        is_title = is_above_blank and len(record) < usual
        is_aside = is_lone or is_title or (is_remark and len(record) != usual)
        if not is_aside or is_whole_row:
            return position
    return 0


def _is_blank(record: list[str]) -> bool:
    return not record or (len(record) == 1 and not record[0].strip())


def _judge_single_column(trials: list[_Trial], lines: list[str], name: str) -> _Trial:
    """Refuse prose, and hand on a table of broken quotes: reading tells where."""
    n_with = {d: sum(d in line for line in lines) for d in DELIMITERS}
    likeliest = max(n_with, key=n_with.__getitem__)
    chosen = next(t for t in trials if t.dialect.delimiter == likeliest)
    if n_with[likeliest] and not chosen.is_broken:
        raise FileFormatError(
            name,
            found=f"no separator splits its lines into columns; the likeliest, "
            f"{name_delimiter(likeliest)}, stand in {n_with[likeliest]:,} of the "
            f"first {len(lines):,} lines",
            remedy="Check that it is a table, and say its delimiter.",
        )
    return chosen


def _tell(
    best: _Trial, trials: list[_Trial], asked: str | None, stated: str | None
) -> tuple[str, ...]:
    dialect = best.dialect
    told: list[str] = []
    separator = name_delimiter(dialect.delimiter)
    if asked:
        told.append(f"Columns are separated by {separator}, as asked for.")
    elif stated:
        told.append(f"The first line says that columns are separated by {separator}.")
    elif best.n_columns == 1:
        told.append("No separator occurs in the file; it was read as one column.")
    elif dialect.delimiter != ",":
        told.append(f"Columns are separated by {separator}.")
    for other in trials:
        is_rival = other.agrees and other.share >= _FULL and not other.preamble
        if is_rival and other.dialect.delimiter != dialect.delimiter:
            told.append(
                f"Split at {name_delimiter(other.dialect.delimiter)} it would be a "
                f"table too, of {other.n_columns} columns instead of {best.n_columns}."
            )
    if dialect.quote == "'":
        told.append("Cells stand in single quotes, which were taken off.")
    if dialect.skips_spaces:
        told.append("The space after each separator was taken off.")
    if best.preamble:
        shown = printable(best.preamble[0].strip(), limit=60)
        told.append(
            f"{len(best.preamble)} line(s) before the header were passed over, "
            f"beginning with '{shown}'."
        )
    return tuple(dict.fromkeys(told))
