"""A small file with a wrong label, checked, and a way to write decisions about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003

import numpy as np
import pandas as pd
import pytest

from genrelens.checking.checking import CheckedTable, check_table
from genrelens.cleaning.cleaning import clean_table
from genrelens.cleaning.track_table import TrackTable  # noqa: TC001
from genrelens.ingest.reading import table_from_frame
from genrelens.workflow.documents.table_file import csv_text
from genrelens.workflow.labels.corrections import Corrections, read_corrections
from genrelens.workflow.labels.row_identity import row_keys

N_TRACKS = 60


@dataclass(frozen=True)
class Library:
    """A table as cleaned and as checked."""

    cleaned: TrackTable
    checked: CheckedTable

    @property
    def labels(self) -> list[str]:
        return self.checked.table.frame[self.checked.target].tolist()

    @property
    def keys(self) -> list[str]:
        return row_keys(self.checked.table).tolist()


def draw_frame(**changes: object) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    number = np.arange(N_TRACKS)
    return pd.DataFrame(
        {
            "track_id": [f"id{n:03d}" for n in number],
            "track_name": [f"Song {n}" for n in number],
            "artists": [f"Artist {n // 3}" for n in number],
            "tempo": rng.normal(120, 20, N_TRACKS).round(3),
            "energy": rng.random(N_TRACKS).round(4),
            "loudness": rng.normal(-8, 2, N_TRACKS).round(3),
            "danceability": rng.random(N_TRACKS).round(4),
            "genre": np.array(["rock", "pop", "hip hop"])[number % 3],
            **changes,
        }
    )


def open_frame(frame: pd.DataFrame) -> Library:
    cleaned = clean_table(table_from_frame(frame))
    return Library(cleaned, check_table(cleaned, target="genre"))


WriteDecisions = Callable[..., Corrections]


@pytest.fixture
def library() -> Library:
    return open_frame(draw_frame())


@pytest.fixture(name="open_frame")
def give_open_frame() -> Callable[[pd.DataFrame], Library]:
    return open_frame


@pytest.fixture(name="draw_frame")
def give_draw_frame() -> Callable[..., pd.DataFrame]:
    return draw_frame


@pytest.fixture
def decide(tmp_path: Path) -> WriteDecisions:
    """Write decisions as (key, label, decision), and read them back."""

    def write(*decisions: tuple[str, str, str]) -> Corrections:
        frame = pd.DataFrame(decisions, columns=["key", "label", "decision"])
        frame.to_csv(tmp_path / "review.csv", index=False)
        return read_corrections(tmp_path / "review.csv")

    return write


@pytest.fixture
def hostile() -> tuple[str, ...]:
    """Give labels that no file and no page may take for anything but text."""
    return (
        '=HYPERLINK("x")',
        "</script><b>",
        "\u202eabc",
        "a\nb",
        '"',
        "-core",
        "｜|",
    )


@pytest.fixture
def write_review():
    """Write a review table with these labels; the first is the most doubtful."""

    def write(path: Path, labels, *, names=("id", "name", "artist")) -> Path:
        n_rows = len(labels)
        told = {
            "line": range(2, 2 + n_rows),
            "row": range(1, 1 + n_rows),
            **{name: [f"{name} {label}" for label in labels] for name in names},
            "label": list(labels),
            "suggestion": list(reversed(labels)),
            "confidence": [0.9] * n_rows,
            "second_genre": [""] * n_rows,
            "kind": ["sound"] * n_rows,
            "reason": [f"by sound {label}" for label in labels],
            "doubt": [0.5] * n_rows,
            "n_rows": [1] * n_rows,
            "decision": [""] * n_rows,
            "key": [f"t{place:016x}" for place in range(n_rows)],
        }
        path.write_bytes(csv_text(pd.DataFrame(told)).encode())
        return path

    return write
