from __future__ import annotations

import threading

import pytest

from genrelens.audio.analysing import value_columns
from genrelens.audio.analysis import Analysis, AnalysisOptions, Failure
from genrelens.audio.isolation import one_child
from genrelens.audio.isolation import pool as pool_module
from genrelens.audio.isolation.limits import LIFE_CPU_SECONDS
from genrelens.audio.isolation.one_child import WALL_SECONDS
from genrelens.audio.isolation.pool import AnalysisPool
from genrelens.errors import InputError

PLAIN = AnalysisOptions(network="none", seconds=3)
N_VALUES = len(value_columns(None))

DYING = """
import json, sys, os
print('{"ready": true}', flush=True)
for line in sys.stdin:
    name = json.loads(line)["file"]
    if "bad" in name:
        os.abort()
    code = "memory" if "large" in name else "empty"
    print(json.dumps({"code": code, "reason": str(os.getpid())}), flush=True)
"""


@pytest.fixture
def tones(tmp_path, hostile_sound):
    for number in range(6):
        samples = hostile_sound.melody(pitch=200.0 + number)
        content = hostile_sound.by_soundfile("WAV", "PCM_16", samples)
        (tmp_path / f"{number}.wav").write_bytes(content)
    (tmp_path / "6.wav").write_bytes(b"nothing")
    return sorted(tmp_path.iterdir())


def test_every_file_is_answered_once_and_alike_by_any_number(tones) -> None:
    def answers(n_workers: int) -> dict[object, object]:
        pool = AnalysisPool(n_workers, PLAIN, n_values=N_VALUES)
        found = list(pool.analyse(tones))
        assert len(found) == len(tones)
        return {answer.path: answer for answer in found}

    one, two = answers(1), answers(2)
    assert one == two
    assert set(one) == set(tones)
    assert isinstance(one[tones[6]], Failure)
    assert all(isinstance(one[path], Analysis) for path in tones[:6])


def test_the_dead_are_replaced_and_the_rest_goes_on(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(one_child, "_PROGRAM", ("-c", DYING))
    names = ["a", "bad 1", "b", "large", "c", "bad 2", "d"]
    paths = [tmp_path / name for name in names]
    found = list(AnalysisPool(1, PLAIN, n_values=1).analyse(paths))
    assert [answer.code for answer in found] == [
        "empty", "crashed", "empty", "memory", "empty", "crashed", "empty",
    ]  # fmt: skip
    processes = [answer.reason for answer in found if answer.code == "empty"]
    assert len(set(processes)) == 4


def test_a_child_is_replaced_before_its_processor_time_is_up(
    monkeypatch, tmp_path
) -> None:
    assert pool_module._SERVICE_SECONDS + 2 * WALL_SECONDS < LIFE_CPU_SECONDS
    monkeypatch.setattr(one_child, "_PROGRAM", ("-c", DYING))
    paths = [tmp_path / name for name in "abc"]
    for seconds, n_children in ((pool_module._SERVICE_SECONDS, 1), (0.0, 3)):
        monkeypatch.setattr(pool_module, "_SERVICE_SECONDS", seconds)
        found = list(AnalysisPool(1, PLAIN, n_values=1).analyse(paths))
        assert len({answer.reason for answer in found}) == n_children


def test_who_stops_asking_ends_the_children(tones) -> None:
    answers = AnalysisPool(2, PLAIN, n_values=N_VALUES).analyse(tones * 50)
    next(answers)
    answers.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("analysis")]


def test_a_refusal_to_begin_reaches_who_asked(tones) -> None:
    pool = AnalysisPool(2, AnalysisOptions(network="unheard"), n_values=N_VALUES)
    with pytest.raises(InputError, match="music-tags"):
        list(pool.analyse(tones))
