"""pip is asked for one file by name, version and hash; each failure is one sentence."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from genrelens.errors import InputError
from genrelens.workflow.networks import downloading

SHA256 = "ab" * 32


@pytest.fixture
def pip(monkeypatch):
    """Stand in for pip: note what it was asked, and answer as a test wishes."""
    asked = SimpleNamespace(command=[], wanted="", error="", code=0, writes=True)

    def run(command, *, cwd, **_):
        asked.command = command
        asked.wanted = (cwd / "wanted.txt").read_text()
        if asked.writes and asked.code == 0:
            (cwd / "a-1-py3-none-any.whl").write_bytes(b"wheel")
        return SimpleNamespace(returncode=asked.code, stderr=asked.error)

    monkeypatch.setattr(subprocess, "run", run)
    return asked


def _download(folder):
    return downloading.download_file(
        "a", "1", SHA256, name="a-1-py3-none-any.whl", folder=folder
    )


def test_the_exact_file_is_asked_for_and_nothing_else(pip, tmp_path):
    assert _download(tmp_path).read_bytes() == b"wheel"
    assert pip.wanted == f"a==1 --hash=sha256:{SHA256}\n"
    assert pip.command[:4] == [sys.executable, "-P", "-m", "pip"]
    assert {"download", "--no-deps", "--only-binary=:all:", "--require-hashes"} <= set(
        pip.command
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("/bin/python: No module named pip\n", "this Python has no pip"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS",
            "the file offered is not the published one",
        ),
        (
            "WARNING: Retrying\nERROR: No matching distribution found for a==1\n",
            "no package index could be reached that has the file",
        ),
        ("ERROR: [Errno 28] No space left on device\n", "the disk is full"),
        ("first\n\x1b[31mERROR: odd\n", "pip said: \\x1b[31mERROR: odd"),
        ("", "pip failed"),
    ],
)
def test_each_failure_is_told_in_plain_words_with_a_remedy(pip, tmp_path, error, told):
    pip.code, pip.error = 1, error
    with pytest.raises(InputError) as caught:
        _download(tmp_path)
    assert told in str(caught.value)
    assert "give it with --from" in str(caught.value)


def test_another_file_than_expected_is_a_failure(pip, tmp_path):
    pip.writes = False
    with pytest.raises(InputError, match="could not be downloaded"):
        _download(tmp_path)


def test_a_download_that_never_ends_is_given_up(tmp_path, monkeypatch):
    def run(command, *, timeout, **_):
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(InputError, match="took too long"):
        _download(tmp_path)


def test_real_pip_without_an_index_is_told_and_a_file_in_the_way_is_not_run(
    tmp_path, monkeypatch
):
    """A module called pip in the current folder must not pose as pip."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    (tmp_path / "pip.py").write_text("raise SystemExit('posing')")
    with pytest.raises(InputError, match="no package index could be reached"):
        _download(tmp_path)
