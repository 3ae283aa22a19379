from __future__ import annotations

from genrelens.tagging.plans.plan_row import PlanRow
from genrelens.workflow.tag_plans.left_alone import count_left, tell_left


def rows(*reasons):
    return [PlanRow(path=f"{n}.mp3", reasons=told) for n, told in enumerate(reasons)]


def test_one_reason_of_many_files_is_one_whatever_genre_or_figure_it_names() -> None:
    left = rows(
        "no genre fits, the nearest is Dub: live; raw with 31 %; because tempo 90 BPM",
        "no genre fits, the nearest is Metal with 40.5 %; because tempo 90 BPM",
        "7 genres fit, too many to choose from; because tempo 90 BPM",
        "11 genres fit, too many to choose from",
        "left alone: with its old genres, there are 10,000; sure",
        "left alone: with its old genres, there are 900; sure",
        "an old tag of the file (ID3v1 or LIST INFO) has a genre: Rock; sure",
        "It is cut short.",
        "",
    )
    assert count_left(left) == [
        ("no genre fits", 2),
        ("several genres fit, too many to choose from", 2),
        ("with its old genres, there are …", 2),
        ("an old tag of the file (ID3v1 or LIST INFO) has a genre", 1),
        ("It is cut short", 1),
        ("no reason is given", 1),
    ]


def test_the_most_frequent_reasons_are_told_and_the_others_counted() -> None:
    left = rows(*"a" * 3, *"b" * 1_200, *"c" * 2, "d", "e")
    assert tell_left(left) == (
        "Left alone: 1,200 (b); 3 (a); 2 (c); 2 (other reasons, told in the plan)."
    )
    assert tell_left(rows("a", "b", "c", "d")).endswith("1 (d).")


def test_only_rows_that_are_left_count() -> None:
    written = PlanRow(path="a.mp3", decision="write", reasons="sure")
    asked = PlanRow(path="b.mp3", decision="ask", reasons="2 genres fit")
    assert count_left([written, asked]) == []
    assert tell_left([written, asked]) == ""
