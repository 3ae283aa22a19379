from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.track_table import Column, TrackTable
from genrelens.features.encoding import FeatureEncoder
from genrelens.features.pooled_levels import find_pooled_cells, find_pooled_levels
from genrelens.features.reference import describe_features
from genrelens.ingest.raw_table import Source
from genrelens.schema.columns import Kind, Role
from genrelens.schema.features import Feature
from genrelens.schema.findings import Severity

# 34 values: v00 stands on 35 rows, v01 on 34, ... v33 on 2.
CELLS = [f"v{value:02}" for value in range(34) for _ in range(35 - value)]
FEATURES = (
    Feature("label", "label", Kind.CATEGORY, "", "", "Label", is_audio=False),
    Feature("tempo", "tempo", Kind.NUMBER, "BPM", "", "Tempo", is_audio=True),
)


def frame_of(cells: list[str | None]) -> pd.DataFrame:
    tempo = np.arange(len(cells), dtype=float)
    return pd.DataFrame({"label": pd.Series(cells, dtype="str"), "tempo": tempo})


@pytest.fixture(scope="module")
def encoder() -> FeatureEncoder:
    return FeatureEncoder().fit(frame_of([*CELLS, "alone", None]))


def table_of(frame: pd.DataFrame) -> TrackTable:
    return TrackTable(
        frame=frame,
        columns=(
            Column("label", "Label", Role.FEATURE, Kind.CATEGORY, "", "by hand"),
            Column("tempo", "Tempo", Role.FEATURE, Kind.NUMBER, "BPM", "by hand"),
        ),
        line_numbers=np.arange(len(frame)) + 2,
        source=Source("made", "", 0, "memory"),
        ledger=Ledger(),
    )


def test_training_tells_which_values_are_one_to_the_model(encoder) -> None:
    inputs = frame_of([*CELLS, "alone", None])
    rows = np.arange(len(inputs)) + 10  # the table begins with rows left out
    table = table_of(pd.concat([inputs.head(10), inputs], ignore_index=True))

    (finding,) = find_pooled_levels(encoder, FEATURES, inputs, table, rows)

    assert finding.code == "values-told-as-one"
    assert finding.severity is Severity.NOTE
    assert finding.column == "Label"
    assert finding.n_rows == 5 + 4 + 3 + 2 + 1
    assert "has 35 values. The model tells 30 apart; the other 5, on 15 tracks" in (
        finding.message
    )
    assert finding.examples == ("v30", "v31", "v32", "v33", "alone")
    first = CELLS.index("v30")
    assert finding.lines[0] == first + 10 + 2


def test_nothing_is_told_where_every_value_is_told_apart(encoder) -> None:
    inputs = frame_of(CELLS[:60])
    few = FeatureEncoder().fit(inputs)
    table = table_of(inputs)
    assert find_pooled_levels(few, FEATURES, inputs, table, np.arange(60)) == ()
    without = find_pooled_cells(few, FEATURES, (), inputs)
    assert without.notes == ()
    assert set(without.texts) == {""}


def test_a_new_table_tells_such_cells_by_row_and_in_total_and_no_others(
    encoder,
) -> None:
    inputs = frame_of([*CELLS, "alone", None])
    references = describe_features(FEATURES, inputs, np.full(len(inputs), "dub"))
    new = frame_of(["v00", "v33", None, "never seen", "alone"])

    found = find_pooled_cells(encoder, FEATURES, references, new)

    assert found.texts == (
        "",
        "label 'v33' was too rare to be told apart",
        "",
        "",
        "label 'alone' was too rare to be told apart",
    )
    (note,) = found.notes
    assert note.startswith("label: 2 of 5 rows have a value that was too rare")
    assert "'v33'" in note


def test_two_categories_are_both_told_on_one_row() -> None:
    cells = ["a", "a", "b", "b", "rare"]
    inputs = pd.DataFrame({"x": cells, "y": cells}, dtype="str")
    features = tuple(
        Feature(name, name, Kind.CATEGORY, "", "", name, is_audio=False)
        for name in ("x", "y")
    )
    references = describe_features(features, inputs, np.full(5, "dub"))
    found = find_pooled_cells(
        FeatureEncoder().fit(inputs), features, references, inputs
    )
    assert found.texts[:4] == ("",) * 4
    assert found.texts[4] == (
        "x 'rare' was too rare to be told apart; y 'rare' was too rare to be told apart"
    )
    assert len(found.notes) == 2
