from __future__ import annotations

from genrelens.checking.balance import check_balance


def check(make_table, label, counts):
    genres = [genre for genre, count in counts.items() for _ in range(count)]
    table = make_table({"genre": genres})
    found = check_balance(table, label(table), target=table.named("genre"))
    return {finding.code: finding for finding in found}


def test_imbalance_is_told_with_ratio_and_smallest_genre(make_table, label):
    found = check(make_table, label, {"pop": 400, "ska": 100})
    assert found["imbalanced-genres"].details == {
        "ratio": 4.0,
        "largest": "pop",
        "smallest": "ska",
    }
    assert "(4.0 to 1)" in found["imbalanced-genres"].message


def test_thin_genres_are_named_smallest_first(make_table, label):
    found = check(make_table, label, {"pop": 40, "ska": 29, "dub": 20})
    assert list(found) == ["few-tracks-per-genre"]
    assert "'dub (20)', 'ska (29)'" in found["few-tracks-per-genre"].message


def test_even_and_full_genres_are_silent(make_table, label):
    assert check(make_table, label, {"pop": 89, "ska": 30}) == {}
