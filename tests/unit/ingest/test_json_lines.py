"""JSON is a table where it is one, and refused in a sentence where it is not."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import FileFormatError
from genrelens.ingest import json_lines
from genrelens.ingest.json_lines import JsonTable, is_json, read_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
RECORD = st.fixed_dictionaries(
    {"track": TEXT, "tempo": st.floats(0, 300), "key": st.integers(-1, 11)}
)
RECORDS = st.lists(RECORD, min_size=1, max_size=6)


def _read(text: str) -> JsonTable:
    assert is_json(text.encode())
    return read_json(text.encode(), name="a.jsonl")


@settings(deadline=None)
@given(RECORDS)
def test_every_way_of_writing_gives_the_same_table(records: list[dict]) -> None:
    lines = "\n".join(json.dumps(record) for record in records)
    by_column = {k: {str(i): r[k] for i, r in enumerate(records)} for k in records[0]}
    by_list = {k: [r[k] for r in records] for k in records[0]}
    texts = [
        lines + "\n",
        *(json.dumps(x, indent=1) for x in (records, by_column, by_list)),
    ]

    frames = [_read(text).frame for text in texts]

    for frame in frames:
        assert frame.to_dict("records") == records
        kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
        assert kinds == {"track": "str", "tempo": "float64", "key": "int64"}


def test_line_numbers_skip_blank_lines_and_tell_them() -> None:
    table = _read('{"a": 1}\r\n\r\n{"a": 2}\r\n\r\n')

    assert table.line_numbers.tolist() == [1, 3]
    assert table.findings[0].code == "blank-line"
    assert table.findings[0].lines == (2,)


def test_a_document_numbers_rows_and_says_so() -> None:
    table = _read('[{"a": 1},\n {"a": 2}]')

    assert table.line_numbers.dtype == np.int64
    assert table.line_numbers.tolist() == [1, 2]
    assert "rows are numbered" in table.decisions[0]


def test_lacking_keys_are_missing_cells_and_told() -> None:
    table = _read('{"a": 1, "g": "pop"}\n{"g": null, "b": true}\n')

    assert math.isnan(table.frame["a"][1])
    assert table.frame["g"].isna().tolist() == [False, True]
    assert "2 objects lack keys" in table.decisions[0]


def test_lists_of_names_are_joined_and_told() -> None:
    table = _read('{"artists": ["A", "B"]}\n{"artists": []}\n')

    assert table.frame["artists"].tolist() == ["A, B", ""]
    assert "joined by ', '" in table.decisions[0]


def test_a_last_line_cut_off_is_left_out_and_told() -> None:
    table = _read('{"a": 1}\n{"a": 2}\n{"a": 3, "gen')

    assert table.frame["a"].tolist() == [1, 2]
    assert table.findings[0].code == "truncated-last-line"
    assert table.findings[0].lines == (3,)


@pytest.mark.parametrize(
    ("text", "found", "line"),
    [
        ('{"a": 1}\n{"a": \n{"a": 2}\n', "not JSON on line 2", 2),
        ('{"a": 1}\n{"a": 2} x', "Extra data", 2),
        ('{"a": 1}\n[1]\n', "line 2 is not a JSON object", 2),
        ('{"a": 1}\n{"a": 1, "a": 2}\n', "'a' occurs twice", 2),
        ('[{"a": 1},\n{"a": }]', "not JSON on line 2", 2),
        ('[{"a": 1}, 2, null]', "2 of the 3 items", None),
        ("[[1, 2], [3, 4]]", "2 of the 2 items", None),
        ('{"tracks": [{"a": 1}], "n": 1}', "its keys are 'tracks', 'n'", None),
        ('{"error": {"status": 401}}', "a web service's answer|not a table", None),
        ('{"message": "Not Found", "status": "404"}', "answer, not a table", None),
        ("{}", "answer, not a table", None),
        ('{"": 1, "b": 2}', "have no name", None),
        ('{"a": 1, " a": 2}', "occur more than once", None),
        ('{"a": {"b": 1}}\n{"a": {"b": 2}}', "no plain values, e.g. a dict", None),
        ('{"a": "\\ud800"}', "not valid Unicode", None),
        ("[" * 100_000, "nested too deeply", None),
        ('{"a": ' + "1" * 5_000 + "}", "not valid", None),
        ('{"a": 1}\n<<<<<<< HEAD\n', "line 2 is a git conflict", 2),
        ('{"a": [], "b": []}', "without a single record", None),
        ('{"a": [1], "b": []}', "one JSON object, not a table", None),
    ],
)
def test_what_is_no_table_is_refused(text: str, found: str, line: int | None) -> None:
    with pytest.raises(FileFormatError, match=found) as refusal:
        _read(text)
    assert refusal.value.line == line


def test_a_single_track_is_a_table_of_one_row() -> None:
    text = '{"track_name": "Heroes", "tempo": 120, "artists": ["A", "B"]}'

    assert _read(text).frame.iloc[0].tolist() == ["Heroes", 120, "A, B"]


def test_a_large_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MAX_DOCUMENT_BYTES", 10)
    with pytest.raises(FileFormatError, match="one JSON document of 20 bytes"):
        _read('[{"a": 1}, {"a": 2}]')


@pytest.mark.parametrize("text", ["genre,tempo", "[genre],[tempo]", "{x},y", "", "1"])
def test_other_text_is_not_taken_for_json(text: str) -> None:
    assert not is_json(text.encode())
