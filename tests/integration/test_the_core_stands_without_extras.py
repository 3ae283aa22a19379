"""Without any extra the core does its jobs, and the rest says what to install."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from genrelens.datasets.sample import write_sample

PROJECT = tomllib.loads(
    (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
)["project"]
ABSENT = [
    *("soundfile", "soxr", "tinytag", "pyloudnorm", "mutagen", "av", "onnxruntime"),
    *("beets", "mediafile", "fastapi", "starlette", "httptools", "openTSNE", "orjson"),
    *("uvicorn", "uvloop", "ipykernel", "matplotlib", "shap"),
]
_RUN = """
import sys
for name in {absent!r}:
    sys.modules[name] = None
import genrelens
for name in genrelens.__all__:
    getattr(genrelens, name)
from genrelens.cli.app import main
main(sys.argv[1:])
"""


def run(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _RUN.format(absent=ABSENT), *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=600,
        check=False,
    )


def test_every_extra_is_taken_away() -> None:
    wanted = {
        requirement.split(">")[0]
        for name in ("audio", "formats", "onnx", "tags", "beets", "studio", "notebook")
        for requirement in PROJECT["optional-dependencies"][name]
    }
    assert {name.lower() for name in wanted} <= {name.lower() for name in ABSENT}


def test_a_model_is_trained_and_used(tmp_path) -> None:
    write_sample(tmp_path / "tracks.csv", 300, random_state=3)
    trained = run(
        *("train", "tracks.csv", "--output", "out", "--quick", "--trees", 3),
        *("--explain-tracks", 0, "--quiet"),
        cwd=tmp_path,
    )
    assert trained.returncode == 0, trained.stderr
    predicted = run(
        *("predict", "out/model.genrelens", "tracks.csv", "--output", "g.csv"),
        "--quiet",
        cwd=tmp_path,
    )
    assert predicted.returncode == 0, predicted.stderr
    assert (tmp_path / "g.csv").stat().st_size > 0


@pytest.mark.parametrize(
    "words", [["--help"], ["extract", "--help"], ["models", "list"]]
)
def test_help_and_lists_need_none_of_them(tmp_path, words) -> None:
    told = run(*words, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (["extract", "music", "--output", "x.csv", "--network", "none"], "audio"),
        (["predict", "music-tags", "music"], "audio"),
        (["tag", "plan", "music", "--answers", "a.csv", "--output", "p.csv"], "tags"),
        (["serve", "--no-browser"], "studio"),
    ],
    ids=["extract", "predict", "tag", "serve"],
)
def test_what_needs_one_says_how_to_install_it(tmp_path, words, extra) -> None:
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "a.flac").write_bytes(b"fLaC" + b"\0" * 60)
    (tmp_path / "a.csv").write_text("path,genre\na.flac,Metal\n")
    told = run(*words, cwd=tmp_path)
    assert told.returncode == 2, told.stdout + told.stderr
    assert "Traceback" not in told.stderr
    assert f"genrelens[{extra}]" in " ".join(told.stderr.split())
