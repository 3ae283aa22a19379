from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import soundfile


def started(options: dict[str, object]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "genrelens.audio.isolation.child"),
            *(str(os.getpid()), json.dumps(options)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_it_asks_answers_and_ends_with_its_input(tmp_path) -> None:
    sound = tmp_path / "a.wav"
    soundfile.write(sound, np.ones(66_150) / 2, 22_050)
    child = started({"network": "none", "seconds": 3})

    def say(**words: object) -> None:
        child.stdin.write(json.dumps(words) + "\n")
        child.stdin.flush()

    def hear() -> dict[str, object]:
        return json.loads(child.stdout.readline())

    assert hear() == {"ready": True, "network": None}
    say(file=str(sound))
    assert hear()["ask"] == "content"
    say(known=False)
    assert hear()["ask"] == "sound"
    say(known=True)
    assert hear()["ms"] == 3_000
    say(file=str(tmp_path / "gone.wav"))
    assert hear()["code"] == "not-readable"
    child.stdin.close()
    assert child.wait(timeout=30) == 0
    child.stdout.close()


def test_it_refuses_to_begin_without_the_network() -> None:
    child = started({"network": "unheard", "seconds": 3})
    out, _ = child.communicate(timeout=60)
    assert "music-tags" in json.loads(out)["refused"]
    assert child.returncode == 1
