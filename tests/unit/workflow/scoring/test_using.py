from __future__ import annotations

import json
from dataclasses import asdict

from genrelens.workflow.scoring.one_track import answer_if_plain
from genrelens.workflow.scoring.open_model import open_model
from genrelens.workflow.scoring.using import describe_use


def test_each_attribute_is_told_as_the_table_of_training_has_it(odd) -> None:
    told = {each.header: each for each in describe_use(odd).attributes}
    assert told["Length (s)"].unit == "seconds, or m:ss"
    assert 120 < told["Length (s)"].example < 400
    assert told["energy"].unit == "from 0 to 100"
    assert told["energy"].example > 1
    assert told["mood"].levels[0] in {"bright", "dark", "calm"}
    assert (told["Live"].yes, told["Live"].no) == ("yes", "no")


def test_the_examples_make_a_track_without_warnings(odd, opened) -> None:
    for model in (odd, opened):
        track = {each.header: each.example for each in describe_use(model).attributes}
        found = answer_if_plain(model, track)
        assert found is not None
        assert found.tracks[0].warnings == ""


def test_a_larger_error_never_asks_for_more(opened) -> None:
    promises = describe_use(opened).promises
    errors = [each.max_error for each in promises]
    assert errors == sorted(errors)
    least = [float(each.least.split()[0]) for each in promises if each.least]
    assert least == sorted(least, reverse=True)
    assert all("training's own test" in each.promise or "no record" in each.promise
               for each in promises)  # fmt: skip


def test_a_model_that_cannot_decide_promises_nothing_and_says_why(trusted) -> None:
    facts = describe_use(open_model(trusted.bare))
    assert facts.promises == ()
    assert facts.why_undecided


def test_all_of_it_can_be_sent_to_a_page(opened) -> None:
    assert json.loads(json.dumps(asdict(describe_use(opened))))
