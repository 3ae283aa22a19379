"""Download one published file by name, version and hash, with Python's own pip."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["download_file"]

_SECONDS: Final = 900
_PIP: Final = (
    "-P",  # nothing in the current folder can pose as pip
    "-m",
    "pip",
    "download",
    "--quiet",
    "--no-input",
    "--disable-pip-version-check",
    "--no-deps",
    "--only-binary=:all:",
    "--require-hashes",
)
_REASONS: Final = {
    "No module named pip": "this Python has no pip",
    "DO NOT MATCH THE HASHES": "the file offered is not the published one",
    "No matching distribution": "no package index could be reached that has the file",
    "Could not find a version": "no package index could be reached that has the file",
    "No space left on device": "the disk is full",
}


def download_file(
    package: str, version: str, sha256: str, *, name: str, folder: Path
) -> Path:
    """Have pip fetch one wheel; nothing of it is installed, imported or run.

    pip asks the package index that this computer is set up for, and takes the file
    only if its SHA-256 is the one given.

    Parameters
    ----------
    package, version : str
        What to fetch.
    sha256 : str
        The hash that it must have.
    name : str
        Name of the file that is expected.
    folder : pathlib.Path
        An empty folder for it, which the caller removes.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    InputError
        If it could not be had; one sentence says why and what to do.
    """
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{package}=={version} --hash=sha256:{sha256}\n", "utf-8")
    command = [sys.executable, *_PIP, "--dest", str(folder), "-r", str(wanted)]
    try:
        done = subprocess.run(  # noqa: S603 (fixed words, no shell)
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _not_had(package, version, name, "it took too long") from error
    file = folder / name
    if done.returncode != 0 or not file.is_file():
        raise _not_had(package, version, name, _reason(done.stderr))
    return file


def _reason(told: str) -> str:
    """Say in plain words what pip told at length."""
    for sign, reason in _REASONS.items():
        if sign in told:
            return reason
    lines = [line for line in told.splitlines() if line.strip()]
    return f"pip said: {printable(lines[-1], limit=200)}" if lines else "pip failed"


def _not_had(package: str, version: str, name: str, reason: str) -> InputError:
    return InputError(
        f"{package} {version} could not be downloaded: {reason}. Nothing was left "
        f"behind. Try again where a package index can be reached, or download {name} "
        f"elsewhere and give it with --from."
    )
