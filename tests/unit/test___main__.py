from __future__ import annotations

import subprocess
import sys


def test_python_m_genrelens_is_the_same_command(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "genrelens", "inspect", "gone.csv"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "genrelens: File 'gone.csv': there is no such file. Check the spelling and "
        "the folder.\n"
    )
