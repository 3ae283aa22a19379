from __future__ import annotations

from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training_for_pages import train_for_pages


def test_pages_get_their_files_beside_the_results(write_tracks, tmp_path) -> None:
    request = TrainRequest(
        table=write_tracks(), output=tmp_path, trees=2, explain_tracks=0, is_quick=True
    )
    stages: list[str] = []
    result = train_for_pages(request, listener=lambda stage, *_: stages.append(stage))
    kept = {path.name for path in tmp_path.iterdir()}
    assert {path.name for path in result.files.values()} <= kept
    assert {"report_parts.json", "collection.parquet"} <= kept
    assert stages.index("writing") < stages.index("preparing pages")
