"""Read records written as JSON: one object a line, a list of them, or by column."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.errors import FileFormatError, printable
from genrelens.ingest.headers import check_names
from genrelens.ingest.signatures import find_conflict_marker
from genrelens.ingest.typed_columns import column_from_values
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["MAX_DOCUMENT_BYTES", "JsonTable", "is_json", "read_json"]

MAX_DOCUMENT_BYTES = 500_000_000
_OPENING = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\"\]\d-]|null|true|false))")
_REPLY_KEYS = frozenset(
    {"code", "detail", "details", "documentation_url", "error", "errors", "message"}
    | {"msg", "ok", "path", "reason", "request_id", "status", "statusCode", "success"}
    | {"timestamp", "title", "type"}
)
_FAILURE_KEYS = frozenset({"detail", "error", "errors", "message", "msg"})
_N_SHOWN = 5
_TABLE_REMEDY = (
    "Save it as JSON lines: one object a line, one line a track, the same keys in each."
)


@dataclass(frozen=True, slots=True)
class JsonTable:
    """The records of a JSON text.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows x n_columns
        Columns of text, numbers or yes/no, in the order in which keys first occur.
    line_numbers : ndarray of int64, shape (n_rows,)
        Line of each row; for one document the row's number from 1.
    decisions : tuple of str
        What was decided, where it was not self-evident.
    findings : tuple of Finding
        What was noticed.
    """

    frame: pd.DataFrame
    line_numbers: NDArray[np.int64]
    decisions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class _RepeatedKeyError(ValueError):
    """One object names one key twice."""


def is_json(content: bytes) -> bool:
    """Tell whether a UTF-8 text begins as a JSON object or list does.

    Examples
    --------
    >>> is_json(b'{"genre": "pop"}'), is_json(b"[genre],[tempo]")
    (True, False)
    """
    return _OPENING.match(content) is not None


def read_json(content: bytes, *, name: str) -> JsonTable:
    r"""Read JSON lines, or one JSON document that is a table.

    Parameters
    ----------
    content : bytes
        The whole text in UTF-8.
    name : str
        The file's name, for messages.

    Returns
    -------
    JsonTable
        One row an object. Keys that an object lacks are missing cells, told.

    Raises
    ------
    FileFormatError
        If it is not JSON, not a table, or names one key twice in one object.

    Examples
    --------
    >>> table = read_json(b'{"genre": "pop"}\n{"genre": "rap"}\n', name="a.jsonl")
    >>> table.frame["genre"].tolist(), table.line_numbers
    (['pop', 'rap'], array([1, 2]))
    """
    line = find_conflict_marker(content)
    if line is not None:
        raise FileFormatError(
            name,
            found=f"line {line} is a git conflict marker",
            remedy="Resolve the conflict, keeping one version, and save it again.",
            line=line,
        )
    first, _, rest = content.lstrip().partition(b"\n")
    if rest.strip() and _is_object(first):
        return _read_lines(content, name)
    return _read_document(content, name)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _parse(text: bytes) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(text, object_pairs_hook=_refuse_repeated_keys)


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _RepeatedKeyError(f"the key '{printable(twice)}' occurs twice")
    return found


def _read_lines(content: bytes, name: str) -> JsonTable:
    records: list[dict[str, Any]] = []
    numbers: list[int] = []
    blank: list[int] = []
    findings: list[Finding] = []
    lines = content.split(b"\n")
    while lines and not lines[-1].strip():
        lines.pop()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            blank.append(number)
            continue
        try:
            record = _parse(line)
        except (ValueError, RecursionError) as error:
            is_last = bool(records) and number == len(lines)
            if not is_last or not _is_cut(error):
                raise _unreadable(name, error, line=number) from error
            findings.append(_tell_truncated(line, number))
            continue
        if not isinstance(record, dict):
            raise FileFormatError(
                name,
                found=f"line {number} is not a JSON object, as the lines before are",
                remedy=_TABLE_REMEDY,
                line=number,
            )
        records.append(record)
        numbers.append(number)
    if blank:
        findings.append(_tell_blank(blank))
    frame, decisions = _frame_of_records(records, name)
    lines_of_rows = np.asarray(numbers, dtype=np.int64)
    return JsonTable(frame, lines_of_rows, decisions, tuple(findings))


def _is_cut(error: Exception) -> bool:
    is_broken = isinstance(error, json.JSONDecodeError)
    return is_broken and not str(error).startswith("Extra data")


def _read_document(content: bytes, name: str) -> JsonTable:
    if len(content) > MAX_DOCUMENT_BYTES:
        raise FileFormatError(
            name,
            found=f"it is one JSON document of {len(content):,} bytes, above the limit "
            f"of {MAX_DOCUMENT_BYTES:,}",
            remedy=_TABLE_REMEDY,
        )
    try:
        document = _parse(content)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, error) from error
    if isinstance(document, list):
        _refuse_other_items(document, name)
        frame, told = _frame_of_records(document, name)
    else:
        frame, told = _frame_of_columns(document, name)
    rows = np.arange(1, len(frame) + 1, dtype=np.int64)
    whole = "It is one JSON document; rows are numbered instead of lines."
    return JsonTable(frame, rows, (whole, *told))


def _refuse_other_items(document: list[Any], name: str) -> None:
    n_other = sum(not isinstance(item, dict) for item in document)
    if n_other:
        raise FileFormatError(
            name,
            found=f"{n_other:,} of the {len(document):,} items of its list are not "
            f"objects",
            remedy=_TABLE_REMEDY,
        )


def _frame_of_records(
    records: list[dict[str, Any]], name: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    headers = list(dict.fromkeys(key for record in records for key in record))
    if len(records) == 1:
        _refuse_reply(records[0], name)
    n_short = sum(len(record) < len(headers) for record in records)
    frame, told = _assemble(
        ((header, [r.get(header) for r in records]) for header in headers),
        headers,
        name,
    )
    if n_short:
        told = (f"{n_short:,} objects lack keys; those cells are missing.", *told)
    return frame, told


def _frame_of_columns(
    document: dict[str, Any], name: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Read ``{column: {row: value}}`` or ``{column: [values]}``."""
    headers = list(document)
    _refuse_reply(document, name)
    if all(isinstance(cells, dict) for cells in document.values()):
        rows = list(dict.fromkeys(row for cells in document.values() for row in cells))
        n_short = sum(len(cells) < len(rows) for cells in document.values())
        frame, told = _assemble(
            ((h, [document[h].get(row) for row in rows]) for h in headers),
            headers,
            name,
        )
        told = ("It is written column by column, rows named by keys.", *told)
        if n_short:
            told = (*told, f"{n_short:,} columns lack rows; those cells are missing.")
        return frame, told
    is_lists = all(isinstance(c, list) for c in document.values())
    lengths = {len(cells) for cells in document.values()} if is_lists else set()
    if len(lengths) == 1:
        frame, told = _assemble(document.items(), headers, name)
        return frame, ("It is written column by column.", *told)
    if not is_lists and not any(map(_is_nested, document.values())):
        return _frame_of_records([document], name)
    shown = ", ".join(f"'{printable(key)}'" for key in islice(headers, _N_SHOWN))
    raise FileFormatError(
        name,
        found=f"it is one JSON object, not a table; its keys are {shown}",
        remedy=_TABLE_REMEDY,
    )


def _is_nested(value: object) -> bool:
    if isinstance(value, list):
        return any(isinstance(item, (dict, list)) for item in value)
    return isinstance(value, dict)


def _refuse_reply(record: dict[str, Any], name: str) -> None:
    """Refuse the answer of a web service that was saved instead of a table."""
    keys = set(record)
    if not keys or (keys <= _REPLY_KEYS and keys & _FAILURE_KEYS):
        shown = ", ".join(
            f"{printable(key)}: {printable(value, limit=40)}"
            for key, value in islice(record.items(), _N_SHOWN)
        )
        raise FileFormatError(
            name,
            found=f"it is a web service's answer, not a table ({shown or 'empty'})",
            remedy="Repeat the download, and check the address and your login.",
        )


def _assemble(
    columns: Iterable[tuple[str, list[Any]]], headers: list[str], name: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    check_names(headers, file=name, allows_blank=False)
    made: dict[str, pd.Series] = {}
    told: list[str] = []
    for header, values in columns:
        made[header], sentences = column_from_values(values, header, file=name)
        told.extend(sentences)
    frame = pd.DataFrame(made)
    if frame.empty:
        raise FileFormatError(
            name,
            found="it is JSON without a single record",
            remedy="Give a table with at least one track.",
        )
    return frame, tuple(told)


def _unreadable(
    name: str, error: Exception, *, line: int | None = None
) -> FileFormatError:
    if isinstance(error, json.JSONDecodeError):
        line = (line or 1) + error.lineno - 1
        reason = f"{error.msg} at character {error.colno}"
    elif isinstance(error, _RepeatedKeyError):
        reason = str(error)
    elif isinstance(error, RecursionError):
        reason = "it is nested too deeply"
    else:
        reason = "a number or text in it is not valid"
    where = f"on line {line}" if line else "in it"
    return FileFormatError(
        name,
        found=f"it begins as JSON, but {where} {printable(reason)}"
        if isinstance(error, (_RepeatedKeyError, RecursionError))
        else f"it begins as JSON, but is not JSON {where}: {printable(reason)}",
        remedy="Mend that place, or save the table again as JSON lines or CSV.",
        line=line,
    )


def _tell_truncated(line: bytes, number: int) -> Finding:
    shown = printable(line[:200].decode("utf-8", "replace"), limit=60)
    return Finding(
        code="truncated-last-line",
        severity=Severity.WARNING,
        message=f"The last record, on line {number}, is cut off ('{shown}') and was "
        f"left out.",
        remedy="Check that the file is complete, or delete that line.",
        n_rows=1,
        lines=(number,),
        examples=(shown,),
    )


def _tell_blank(blank: list[int]) -> Finding:
    return Finding(
        code="blank-line",
        severity=Severity.NOTE,
        message=f"{len(blank):,} blank line(s) were passed over.",
        remedy="Nothing is lost; delete them to be rid of this note.",
        n_rows=len(blank),
        lines=tuple(blank[:_N_SHOWN]),
    )
