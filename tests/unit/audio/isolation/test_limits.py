from __future__ import annotations

import subprocess
import sys

import pytest

from genrelens.audio.isolation.limits import LIFE_CPU_SECONDS, mapped_bytes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as Linux has them")


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )


def test_memory_beyond_the_cap_is_an_error_and_no_danger() -> None:
    done = run(
        "from genrelens.audio.isolation.limits import cap\n"
        "cap(1 << 30)\n"
        "try:\n    bytearray(1 << 30)\n"
        "except MemoryError:\n    print('refused')"
    )
    assert done.stdout == "refused\n"


def test_the_system_ends_what_computes_too_long() -> None:
    done = run(
        "from genrelens.audio.isolation.limits import allow_cpu\n"
        "allow_cpu(1)\n"
        "while True: pass"
    )
    assert done.returncode == -24  # SIGXCPU


def test_the_time_is_counted_anew_for_every_file() -> None:
    done = run(
        "import time, resource\n"
        "from genrelens.audio.isolation.limits import allow_cpu\n"
        "allow_cpu(5); first = resource.getrlimit(resource.RLIMIT_CPU)[0]\n"
        "while time.process_time() < 1.1: pass\n"
        "allow_cpu(5); print(resource.getrlimit(resource.RLIMIT_CPU)[0] - first)"
    )
    assert int(done.stdout) >= 1


def test_no_limit_can_be_raised_again_by_what_takes_over() -> None:
    done = run(
        "import resource\n"
        "from genrelens.audio.isolation.limits import allow_cpu, cap\n"
        "cap(1 << 30); allow_cpu()\n"
        "for name in ('AS', 'CPU', 'FSIZE', 'CORE'):\n"
        "    kind = getattr(resource, 'RLIMIT_' + name)\n"
        "    soft, hard = resource.getrlimit(kind)\n"
        "    assert hard != resource.RLIM_INFINITY, name\n"
        "    print(name, hard)\n"
        "allow_cpu(120); cap(1 << 29); print(resource.getrlimit(resource.RLIMIT_AS))\n"
    )
    hard = dict(line.split() for line in done.stdout.splitlines()[:-1])
    assert int(hard["AS"]) == 1 << 30
    assert LIFE_CPU_SECONDS <= int(hard["CPU"]) <= LIFE_CPU_SECONDS + 60
    assert done.stdout.splitlines()[-1] == str((1 << 29, 1 << 29)), done.stderr


def test_mapped_memory_is_counted() -> None:
    before = mapped_bytes()
    held = bytearray(64 << 20)
    assert mapped_bytes() - before >= len(held)
