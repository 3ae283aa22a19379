from __future__ import annotations

import pandas as pd
import pytest

from genrelens.errors import InputError
from genrelens.workflow.tag_plans.answers import answers_by_path, read_answers

FRAME = pd.DataFrame(
    {
        "path": ["a.mp3", "/music/b.mp3", "'=c.mp3", None],
        "decision": ["write", "ask", None, "leave"],
        "decided_genre": ["Metal", "Soul | Funk", None, ""],
        "probability": ["0.9", "0.5", "", "x"],
        "decision_reason": ["sure", "", None, ""],
        "reasons": ["metal tag 0.81", "tempo 99", None, ""],
    }
)


def test_answers_come_by_path_as_its_cell_has_it() -> None:
    found = answers_by_path(FRAME, name="x")
    assert list(found) == ["a.mp3", "/music/b.mp3", "'=c.mp3"]
    assert found["a.mp3"].reasons == "sure; because metal tag 0.81"
    assert found["/music/b.mp3"].candidates == ("Soul", "Funk")
    assert (found["'=c.mp3"].decision, found["'=c.mp3"].probability) == ("leave", None)


@pytest.mark.parametrize("column", ["path", "decision", "decided_genre"])
def test_a_missing_column_is_told(column) -> None:
    with pytest.raises(InputError, match=f"lacks the column {column}"):
        answers_by_path(FRAME.drop(columns=column), name="x")


def test_a_path_twice_and_an_unknown_decision_are_told() -> None:
    twice = pd.concat([FRAME, FRAME])
    with pytest.raises(InputError, match=r"'a\.mp3' stands in two rows"):
        answers_by_path(twice, name="x")
    with pytest.raises(InputError, match="it holds 'maybe'"):
        answers_by_path(FRAME.assign(decision="maybe"), name="x")


def test_what_was_promised_comes_with_the_answers_or_not_at_all() -> None:
    def promised(cell):
        frame = FRAME.assign(max_error=cell)
        return answers_by_path(frame, name="x")["a.mp3"].max_error

    bare = answers_by_path(FRAME, name="x")
    assert bare["a.mp3"].max_error is None
    assert (promised("0.1"), promised(0.1), promised(None)) == (0.1, 0.1, None)
    for wrong in ("5 %", 0.9, -1, 0, "inf"):
        with pytest.raises(InputError, match=r"from 0 to 0\.5"):
            promised(wrong)


def test_a_table_as_predict_writes_it_is_read(answers) -> None:
    found = read_answers(answers)
    assert found["plain.mp3"].candidates == ("Metal",)
    assert found["plain.mp3"].artist == "=Artist"
