"""Whatever happens to a table's bytes, it is read right or refused in a sentence."""

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING

import pytest

from genrelens.errors import FileFormatError, InputError
from genrelens.ingest.reading import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genrelens.ingest.raw_table import RawTable

HEADER = ["genre", "track", "artists", "tempo", "explicit"]
ROWS = [
    ["pop", "Hello", "Ada, Bo", "120.5", "TRUE"],
    ["rap", 'The "One"', "Cy", "90", "FALSE"],
    ["latin", "Señorita", "Déjà; Zoë", "98.2", "TRUE"],
    ["rock", "Two\nLines", "Eve", "1,412", ""],
    ["jazz", "", "Fa | Go", "0", "FALSE"],
    ["edm", "Tab\there", "Hy", "128", "TRUE"],
] * 3
N_MUTANTS = 1_200
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32", "cp437"]
SPLINTERS = ['"', "'", ",", ";", "\t", "|", "\n", "\r", "\r\r\n", "\0", "\ufeff", "é"]


def _write(rows: list[list[str]], **options: object) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **options).writerows(rows)
    return text.getvalue()


def _flip_bytes(draw: random.Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(draw.choice([1, 1, 2, 5])):
        flipped[draw.randrange(len(flipped))] = draw.randrange(256)
    return bytes(flipped)


def _insert_splinters(draw: random.Random, content: bytes) -> bytes:
    text = content.decode()
    for _ in range(draw.choice([1, 1, 2, 3])):
        place = draw.randrange(len(text) + 1)
        text = text[:place] + draw.choice(SPLINTERS) + text[place:]
    return text.encode()


def _delete_pieces(draw: random.Random, content: bytes) -> bytes:
    start = draw.randrange(len(content))
    return content[:start] + content[start + draw.choice([1, 2, 10, 80]) :]


def _cut(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content))]


def _recode(draw: random.Random, content: bytes) -> bytes:
    return content.decode().encode(draw.choice(ENCODINGS))


def _repeat_or_move_lines(draw: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    for _ in range(draw.choice([1, 2])):
        lines.insert(draw.randrange(len(lines) + 1), draw.choice(lines))
    del lines[draw.randrange(len(lines))]
    return b"".join(lines)


def _edit_cells(draw: random.Random, _: bytes) -> bytes:
    rows = [list(row) for row in [HEADER, *ROWS]]
    for _ in range(draw.choice([1, 2, 4])):
        row = draw.choice(rows)
        action = draw.choice(["blank", "drop", "add", "swap", "number"])
        if action == "drop" and row:
            row.pop(draw.randrange(len(row)))
        elif action == "add":
            row.insert(draw.randrange(len(row) + 1), draw.choice(["", "x", "7"]))
        elif action == "swap":
            draw.shuffle(row)
        elif row:
            row[draw.randrange(len(row))] = "" if action == "blank" else "3.5"
    return _write(rows, delimiter=draw.choice(",;\t|")).encode()


MUTATIONS: list[Callable[[random.Random, bytes], bytes]] = [
    _flip_bytes,
    _insert_splinters,
    _delete_pieces,
    _cut,
    _recode,
    _repeat_or_move_lines,
    _edit_cells,
]


def _make_mutant(seed: int) -> bytes:
    draw = random.Random(seed)  # noqa: S311
    content = _write(
        [HEADER, *ROWS],
        delimiter=draw.choice(",;\t|"),
        lineterminator=draw.choice(["\n", "\r\n"]),
        quoting=draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ).encode()
    mutate = draw.choice(MUTATIONS)
    if draw.random() < 0.2:
        content = _edit_cells(draw, content)
    return mutate(draw, content)


def _parse_again(content: bytes, table: RawTable) -> list[list[str]]:
    """Read with the csv module alone, told only encoding, separator and quoting."""
    text = content.decode(table.source.encoding).removeprefix("\ufeff")
    told = " ".join(table.source.decisions)
    text = text.replace("\r\r\n", "\r\n")
    quoting = csv.QUOTE_NONE if "Quotes are plain text" in told else csv.QUOTE_MINIMAL
    delimiter = table.source.delimiter or "\x01"
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=quoting,
        skipinitialspace="space after each separator" in told,
    )
    return [row for row in reader if row and (len(row) > 1 or row[0].strip())]


def _check_equal(content: bytes, table: RawTable) -> None:
    header, *rows = _parse_again(content, table)
    told = " ".join(table.source.decisions)
    codes = [finding.code for finding in table.findings]
    while "before the header were passed over" in told and (
        [name for name in header if name.strip()] != list(table.frame.columns)
    ):
        header, *rows = rows
    if "truncated-last-line" in codes:
        assert len(rows.pop()) < len(header)
    kept = [i for i, name in enumerate(header) if name.strip() or i == 0]
    if "Unnamed: 0" in table.frame:
        header[0] = header[0] or "Unnamed: 0"
    expected = [[row[i] for i in kept] for row in rows]
    assert all(len(row) == len(header) for row in rows)
    assert list(table.frame.columns) == [header[i] for i in kept]
    assert table.frame.to_numpy().tolist() == expected
    assert len(table.line_numbers) == len(rows)
    assert (table.line_numbers[1:] > table.line_numbers[:-1]).all()


def _check_refusal(refusal: InputError) -> None:
    sentence = str(refusal)
    assert isinstance(refusal, FileFormatError)
    assert sentence.startswith("File 'tracks.csv': ")
    assert sentence.isprintable(), "one line, without control characters"
    assert sentence.endswith((".", "?"))
    assert len(sentence) < 600


@pytest.mark.parametrize("block", range(12))
def test_a_mutant_is_read_as_the_csv_module_reads_it_or_refused(
    tmp_path: Path, block: int
) -> None:
    path = tmp_path / "tracks.csv"
    n_read = n_refused = 0
    for seed in range(block * N_MUTANTS // 12, (block + 1) * N_MUTANTS // 12):
        content = _make_mutant(seed)
        path.write_bytes(content)
        try:
            table = read_table(path)
        except InputError as refusal:
            _check_refusal(refusal)
            n_refused += 1
        else:
            _check_equal(content, table)
            n_read += 1
    assert n_read > 20
    assert n_refused > 20


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
def test_every_usual_dialect_of_the_unharmed_table_is_read(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    path = tmp_path / "tracks.csv"
    text = _write([HEADER, *ROWS], delimiter=delimiter, lineterminator=end)
    path.write_bytes(text.encode(encoding))

    table = read_table(path)

    assert list(table.frame.columns) == HEADER
    assert table.frame.to_numpy().tolist() == ROWS
    assert table.source.delimiter == delimiter
