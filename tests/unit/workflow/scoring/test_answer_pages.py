from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from genrelens.workflow.documents.table_file import csv_text
from genrelens.workflow.scoring.answer_pages import read_answer_page, stream_answer_csv

N_ROWS = 1_000


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Give rows of three genres, every seventh with a warning."""
    rows = range(N_ROWS)
    return pd.DataFrame(
        {
            "row": list(rows),
            "title": ["=1+1" if row == 5 else f"song {row}" for row in rows],
            "genre": [("dub", "house", None)[row % 3] for row in rows],
            "probability": [None if row % 3 == 2 else row / N_ROWS for row in rows],
            "decision": [("write", "ask")[row % 2] for row in rows],
            "warnings": ["odd" if row % 7 == 0 else "" for row in rows],
        }
    )


@pytest.fixture(scope="module")
def path(frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory):
    """Write them in row groups of 128."""
    path = tmp_path_factory.mktemp("pages") / "answer.parquet"
    pq.write_table(pa.Table.from_pandas(frame), path, row_group_size=128)
    return path


@pytest.mark.parametrize("offset", [0, 120, 990, 5_000])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"genre": "dub"},
        {"decision": "ask"},
        {"genre": "house", "decision": "write"},
        {"only_warned": True},
        {"genre": "dub", "only_warned": True},
        {"genre": "polka"},
    ],
)
def test_a_page_holds_the_rows_that_the_filter_lets_through(
    path, frame, asked, offset
) -> None:
    expected = frame
    for name in ("genre", "decision"):
        if name in asked:
            expected = expected[expected[name] == asked[name]]
    if asked.get("only_warned"):
        expected = expected[expected["warnings"] != ""]
    page = read_answer_page(path, offset=offset, limit=20, **asked)
    assert page.total == len(expected)
    wanted = expected["row"].tolist()[offset : offset + 20]
    assert [row["row"] for row in page.rows] == wanted


def test_missing_cells_are_null(path) -> None:
    (row,) = read_answer_page(path, offset=2, limit=1).rows
    assert (row["genre"], row["probability"]) == (None, None)


def test_nothing_has_a_decision_where_none_was_made(frame, tmp_path) -> None:
    path = tmp_path / "bare.parquet"
    frame.drop(columns="decision").to_parquet(path)
    assert read_answer_page(path, decision="ask").total == 0


@pytest.mark.parametrize("raw", [False, True])
def test_as_csv_it_is_what_predict_writes(path, frame, raw) -> None:
    content = b"".join(stream_answer_csv(path, raw=raw))
    assert content.decode() == csv_text(frame, raw=raw)
