"""Every track of a library of 114 genres is explained, in blocks, and adds up."""

from __future__ import annotations

import numpy as np
import pyarrow.parquet as pq
import pytest

from genrelens.bundle.saving import save_model
from genrelens.bundle.trained_model import TrainedModel
from genrelens.features.reference import describe_features
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.explaining.every_track import (
    ExplainTableRequest,
    explain_table,
)
from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TableRequest

pytestmark = [pytest.mark.real_tables, pytest.mark.slow]


@pytest.fixture(scope="module")
def library(real_tables, tmp_path_factory):
    """Give the whole library, and a small model trained on it."""
    table = real_tables / "spotify114" / "spotify_tracks_114_union.parquet"
    prepared = prepare(
        TableRequest(table=table, target="track_genre", drop=["sample_parts"])
    )
    forest = GenreForest(n_trees=2, min_samples_leaf=50, random_state=0)
    forest.fit(prepared.inputs, prepared.labels)
    model = tmp_path_factory.mktemp("library") / "model.genrelens"
    save_model(
        model,
        TrainedModel(
            model=forest,
            features=prepared.features,
            references=describe_features(
                prepared.features, prepared.inputs, prepared.labels
            ),
            genres=tuple(str(genre) for genre in forest.classes_),
        ),
    )
    return table, model


def test_the_likeliest_genre_of_all_73_226_tracks_is_explained(
    library, tmp_path
) -> None:
    table, model = library
    output, heard = tmp_path / "shap.parquet", []
    result = explain_table(
        ExplainTableRequest(model=model, table=table, output=output, top=1),
        listener=lambda _, done, __: heard.append(done),
    )
    assert (result.n_tracks, result.n_lines) == (73_226, 73_226)
    assert result.additivity_error <= 1e-12
    assert len(heard) > 50
    assert heard == sorted(heard)
    frame = pq.read_table(output).to_pandas()
    values = frame.filter(like="shap_")
    assert values.shape[1] == 15
    total = values.sum(axis=1) + frame["base"]
    assert np.abs(total - frame["probability"]).max() <= 1e-12
    predicted = predict_table(
        PredictRequest(model=model, table=table, reasons=False)
    ).frame
    assert (frame["genre"].astype("str") == predicted["genre"]).all()
    assert (frame["probability"] == predicted["probability"]).all()
