"""What is measured changes only together with the version of the part that does it."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from pathlib import Path

import pytest

from genrelens.audio import method
from genrelens.audio.method import METHOD, method_digest
from genrelens.schema.sound_columns import SOUND_COLUMNS

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "scripts" / "make_golden_sound.py"
GOLDEN = json.loads((ROOT / "tests" / "golden" / "sound-method.json").read_bytes())


@pytest.fixture(scope="module")
def script():
    found = importlib.util.spec_from_file_location("make_golden_sound", SCRIPT)
    module = importlib.util.module_from_spec(found)
    sys.modules["make_golden_sound"] = module
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measured(script):
    return json.loads(json.dumps(script.values()))


@pytest.mark.parametrize("part", METHOD)
def test_a_part_gives_what_its_version_gave(part, script, measured) -> None:
    changed = script.differing(measured[part], GOLDEN[part]["values"])
    is_raised = METHOD[part] > GOLDEN[part]["version"]
    assert not changed or is_raised, (
        f"{part} gives other values ({changed[:5]}): raise its number in "
        "audio/method.py, then run scripts/make_golden_sound.py"
    )
    assert METHOD[part] == GOLDEN[part]["version"], (
        "the number is raised: run scripts/make_golden_sound.py"
    )


def test_every_part_and_every_measured_column_is_guarded(measured) -> None:
    assert set(METHOD) == set(GOLDEN) == set(measured)
    for column in SOUND_COLUMNS:
        assert GOLDEN[column.group]["values"][column.name] is not None, column.name


def test_a_small_change_of_one_value_is_seen(script, measured) -> None:
    for part, told in measured.items():
        for name, value in told.items():
            other = copy.deepcopy(told)
            if isinstance(value, float):
                other[name] = value * 1.01 + 0.001
            elif isinstance(value, list) and value and isinstance(value[0], int):
                other[name] = [word ^ 255 for word in value]
            else:
                other[name] = "other"
            assert script.differing(told, other) == [name], (part, name)


def test_the_digest_follows_the_versions_alone(monkeypatch) -> None:
    before = method_digest()
    assert before == method_digest()
    assert len(before) == 64
    for part in METHOD:
        monkeypatch.setattr(method, "METHOD", METHOD | {part: METHOD[part] + 1})
        assert method_digest() != before
