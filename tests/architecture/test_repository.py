"""What the repository must never hold, as rules that fail the build."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "genrelens").rglob("*.py"))

# Written in pieces, so that this file does not trip over itself.
_HOSTS = "|".join(
    (
        "py" + r"pi\.org",
        r"files\.python" + "hosted",
        "index" + "-url",
        "find" + "-links=",
    )
)
_UNSAFE_NAMES = {
    ("pickle", "load"),
    ("pickle", "loads"),
    ("pickle", "dump"),
    ("joblib", "load"),
    ("joblib", "dump"),
    ("marshal", "loads"),
    ("shelve", "open"),
    ("torch", "load"),
    ("yaml", "load"),
    ("pd", "read_pickle"),
    ("pandas", "read_pickle"),
}


def _tracked_files() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"git cannot list the files here: {error}")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_line_names_a_package_index_host() -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for path in _tracked_files()
        if re.search(_HOSTS, path.read_bytes().decode("utf-8", "replace"))
    ]
    assert named == []


def test_locked_packages_carry_hashes_and_no_addresses() -> None:
    for name in ("run", "test", "notebook", "peers"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pinned = re.findall(r"^[\w.-]+==", text, flags=re.MULTILINE)
        assert pinned
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(pinned)


def _needed_by(requirements: list[str]) -> set[str]:
    """Follow what requirements need here, and what those need, to the end."""
    asked = {(wanted, "") for wanted in map(Requirement, requirements)}
    seen: set[tuple[str, str]] = set()
    while asked:
        wanted, under = asked.pop()
        name = canonicalize_name(wanted.name)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": under}):
            continue
        for extra in {"", *wanted.extras} - {e for n, e in seen if n == name}:
            seen.add((name, extra))
            needed = metadata.requires(name) or []
            asked |= {(Requirement(each), extra) for each in needed}
    return {name for name, _ in seen}


def test_the_run_time_stays_small() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    studio = project["optional-dependencies"]["studio"]
    audio = project["optional-dependencies"]["audio"]
    assert len(project["dependencies"]) <= 15
    assert len(studio) <= 6
    assert len(audio) <= 5
    assert all(">=" in each for each in (*project["dependencies"], *studio, *audio))
    assert len(_needed_by(project["dependencies"])) < 40

    # What is locked for a run is the core, the studio, sound, and what builds it all.
    locked = (ROOT / "requirements" / "run.txt").read_text()
    build_only = {"hatchling", "editables", "pathspec", "pluggy", "packaging"}
    build_only |= {"trove-classifiers", "tomlkit"}
    elsewhere = {"colorama", "tzdata", "uvloop"}  # needed on some systems only
    names = set(re.findall(r"^([\w.-]+)==", locked, flags=re.MULTILINE)) - build_only
    assert names - elsewhere <= _needed_by([*project["dependencies"], *studio, *audio])
    assert len(names) < 62


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_nothing_in_the_package_can_run_code_from_a_file(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            names = {alias.name for alias in node.names} | {module}
            assert not names & {"pickle", "cloudpickle", "dill", "marshal", "shelve"}
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                assert called.id not in {"eval", "exec", "compile", "__import__"}
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                assert (called.value.id, called.attr) not in _UNSAFE_NAMES
            for keyword in node.keywords:
                if keyword.arg == "allow_pickle":
                    assert isinstance(keyword.value, ast.Constant)
                    assert keyword.value.value is False


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            only_passes = all(isinstance(line, ast.Pass) for line in node.body)
            broad = caught in {"everything", "Exception", "BaseException"}
            assert not (broad and only_passes), f"line {node.lineno} swallows {caught}"
