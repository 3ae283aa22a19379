from __future__ import annotations

from genrelens.checking.clips import find_segments


def test_segments_are_counted_by_clip(make_table, label):
    names = [
        f"{genre}.{clip:05d}.{part}.wav"
        for genre in ("pop", "jazz")
        for clip in range(5)
        for part in range(3)
    ]
    table = make_table({"filename": names, "genre": ["pop"] * 15 + ["jazz"] * 15})
    (finding,) = find_segments(table, label(table))
    assert finding.n_rows == 30
    assert finding.details == {"n_clips": 10, "most_segments": 3}


def test_whole_clips_are_not_taken_for_segments(make_table, label):
    names = [
        f"{genre}.{clip:05d}.wav" for genre in ("pop", "jazz") for clip in range(5)
    ]
    table = make_table({"filename": names, "genre": ["pop"] * 5 + ["jazz"] * 5})
    assert find_segments(table, label(table)) == ()
