from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.errors import FileFormatError, GenrelensError
from genrelens.workflow.labels.corrections import read_corrections

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import WriteDecisions


def test_decisions_are_read_and_open_rows_counted(decide: WriteDecisions) -> None:
    found = decide(
        ("t1", "pop", "rock"),
        ("t2", "pop", ""),
        ("t3", "pop", "KEEP"),
        ("t4", "pop", "rock | pop |  rock"),
    )
    assert [one.genres for one in found.decisions] == [
        ("rock",),
        (),
        ("rock", "pop"),
    ]
    assert [one.line for one in found.decisions] == [2, 4, 5]
    assert found.n_open == 1
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")]
)
def test_whatever_dialect_a_spreadsheet_saves_is_understood(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    path = tmp_path / "review.csv"
    frame = pd.DataFrame(
        {
            "Line": [2, 3, 4],
            "Decision": ["Café Jazz", "", "keep"],
            "LABEL": ["pop", "musique légère", "rock"],
            "Key": ["t1", "t2", "t3"],
        }
    )
    frame.to_csv(path, index=False, sep=separator, encoding=encoding)
    found = read_corrections(path)
    assert found.decisions[0].genres == ("Café Jazz",)
    assert found.decisions[1].label == "rock"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("rock | ", "a genre is empty"),
        ("keep | rock", "both keeps and changes"),
        (" | ".join(f"g{n}" for n in range(21)), "21 genres"),
        ("x" * 201, "201 characters"),
    ],
)
def test_a_decision_that_cannot_be_understood_names_its_line(
    decide: WriteDecisions, decision: str, words: str
) -> None:
    with pytest.raises(FileFormatError, match=rf"line 3 .*{words}") as caught:
        decide(("t1", "pop", "rock"), ("t2", "pop", decision))
    assert caught.value.line == 3
    assert "keep" in str(caught.value)


def test_only_a_bar_that_stands_alone_parts_genres(decide: WriteDecisions) -> None:
    found = decide(("t1", "pop", "Rock|Pop"), ("t2", "pop", "Rock|Pop | dub|step"))
    assert [one.genres for one in found.decisions] == [
        ("Rock|Pop",),
        ("Rock|Pop", "dub|step"),
    ]
    assert found.decisions[1].cell == "Rock|Pop | dub|step"


def test_a_decision_without_a_key_is_refused(decide: WriteDecisions) -> None:
    with pytest.raises(FileFormatError, match="line 2 has a decision and no key"):
        decide(("", "pop", "rock"))


def test_another_table_is_refused_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "tracks.csv"
    path.write_text("genre,tempo\npop,120\nrock,130\n")
    with pytest.raises(FileFormatError, match="no column 'label', 'decision', 'key'"):
        read_corrections(path)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=200))
def test_whatever_the_file_holds_the_answer_is_ours(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "review.csv"
    path.write_bytes(b"key,label,decision\n" + content)
    try:
        found = read_corrections(path)
    except GenrelensError:
        return
    for decision in found.decisions:
        assert decision.key.strip()
        assert all(genre.strip() for genre in decision.genres)
