from __future__ import annotations

import json

import pandas as pd

from genrelens.evaluation.leak_prices.pricing import price_leaks


def test_prices_are_plain_values_and_tell_scenario_sizes_and_intervals(
    try_frame, tracks
):
    frame = tracks.assign(shelf="shelf " + tracks["genre"].str[:1])
    again = frame.iloc[:10].assign(valence=0.2)
    tried = try_frame(pd.concat([frame, again], ignore_index=True))
    prices = price_leaks(tried.trial, tried.table, tried.rows)
    document = json.loads(json.dumps(prices.to_dict(), allow_nan=False))
    (priced,) = document["priced"]
    score = priced["scores"][0]
    assert priced["scenario"] == "unseen artists"
    assert priced["n_tracks"] == document["n_tracks"] == len(tried.trial.division.rows)
    assert score["difference"]["value"] == (
        score["with"]["value"] - score["without"]["value"]
    )
    assert score["with"]["low"] <= score["with"]["value"] <= score["with"]["high"]
    assert document["unpriced"][0]["why"].endswith(".")
    price = prices.priced[0]
    assert price.metric == "accuracy"
    assert (price.with_, price.without) == (
        price.scores[0].with_,
        price.scores[0].without,
    )
