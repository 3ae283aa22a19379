"""A source tells itself as plain values."""

from __future__ import annotations

import json

from genrelens.ingest.raw_table import Source


def test_a_source_survives_json() -> None:
    source = Source("a.csv", "00", 5, "csv", decisions=("told",))

    told = json.loads(json.dumps(source.to_dict()))

    assert told == {
        "name": "a.csv",
        "sha256": "00",
        "n_bytes": 5,
        "format": "csv",
        "compression": "",
        "encoding": "",
        "delimiter": "",
        "decisions": ["told"],
    }
